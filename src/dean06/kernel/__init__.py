"""What at least two pilots need. The kernel knows no pilot."""
