"""Pilot 18: Chia sẻ dữ liệu (LGSP)."""
