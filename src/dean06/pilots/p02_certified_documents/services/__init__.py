"""Writes of pilot 2."""
