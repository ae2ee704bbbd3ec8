"""Twin of a time-stamping authority."""
