"""Pilot 10: Du lịch và đặc sản."""
