"""Judging signed PDF files: pyHanko does the cryptography, here are our rules and the words people understand."""
