"""Reads of cases: a person's own, an office's queue, the figures."""
