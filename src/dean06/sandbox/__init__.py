"""Twins of national systems, each its own process: they import nothing of the platform, nor it anything of them."""
