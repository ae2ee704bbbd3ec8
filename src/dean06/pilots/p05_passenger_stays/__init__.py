"""Pilot 5: Lưu trú trên xe khách."""
