"""Pilot 19: Người sử dụng đất."""
