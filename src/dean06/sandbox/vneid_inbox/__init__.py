"""Twin of the inbox in the VNeID application (README.md)."""
