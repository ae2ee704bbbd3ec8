"""Asking the register; keeping the table of purposes."""
