"""The twin of the national public-service portal (README.md)."""
