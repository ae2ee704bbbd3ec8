"""Pilot 20: Số hóa sổ bộ."""
