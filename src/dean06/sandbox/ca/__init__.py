"""Twin of the authority that certifies keys of offices."""
