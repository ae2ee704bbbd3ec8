"""Pilot 6: Kiểm soát ra/vào khu du lịch."""
