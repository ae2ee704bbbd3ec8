"""Pilot 12: Khóa học mở (MOOC)."""
