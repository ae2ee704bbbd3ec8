"""Pilot 9: Thi trực tuyến có giám sát."""
