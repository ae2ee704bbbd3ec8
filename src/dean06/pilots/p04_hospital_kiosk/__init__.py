"""Pilot 4: Kiosk khám chữa bệnh."""
