"""Pilot 17: Sổ sức khỏe, sổ lao động."""
