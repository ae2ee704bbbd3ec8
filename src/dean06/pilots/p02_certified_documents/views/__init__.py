"""Pages of pilot 2."""
