"""Pilot 14: Hỗ trợ pháp lý."""
