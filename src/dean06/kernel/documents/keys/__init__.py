"""Keys that sign and the certificates that name them; no table and no transaction here."""
