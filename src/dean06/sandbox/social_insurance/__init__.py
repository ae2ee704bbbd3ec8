"""Twin of social insurance (README.md)."""
