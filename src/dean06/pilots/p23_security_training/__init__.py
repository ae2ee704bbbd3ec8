"""Pilot 23: Tập huấn an toàn thông tin."""
