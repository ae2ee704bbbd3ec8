"""Pilot 15: Quản lý trường học."""
