"""Pilot 22: Giám sát an ninh mạng."""
