"""Twin of the judicial register (README.md)."""
