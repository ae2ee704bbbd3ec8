"""Pilot 1: Dịch vụ công thiết yếu."""
