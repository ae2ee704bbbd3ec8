"""PDF files that are signed: written by our own short path, judged by pyHanko; no table and no transaction here."""
