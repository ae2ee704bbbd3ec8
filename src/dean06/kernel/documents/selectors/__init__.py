"""What may be read of keys, roots and signed files."""
