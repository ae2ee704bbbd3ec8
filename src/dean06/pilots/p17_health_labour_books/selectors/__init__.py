"""Reads of both books."""
