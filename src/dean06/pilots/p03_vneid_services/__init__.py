"""Pilot 3: Dịch vụ công trên VNeID."""
