"""Writes of both books."""
