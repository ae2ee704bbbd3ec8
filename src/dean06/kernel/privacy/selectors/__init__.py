"""Reads of privacy, one noun a module."""
