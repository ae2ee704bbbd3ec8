"""Pilot 11: Truyền thông nội bộ."""
