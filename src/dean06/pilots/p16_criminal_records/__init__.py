"""Pilot 16: Lý lịch tư pháp."""
