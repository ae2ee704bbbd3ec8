"""Writes of privacy, one noun a module."""
