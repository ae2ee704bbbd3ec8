"""Pilot 8: Cho vay tín chấp."""
