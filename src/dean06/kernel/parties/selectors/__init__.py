"""Reads of the register. Units and areas are public facts; people are read for a purpose (services/people.py)."""
