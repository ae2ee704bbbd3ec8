"""Writes of the register: one transaction and one audit entry each."""
