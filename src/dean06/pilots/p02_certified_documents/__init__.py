"""Pilot 2: Giấy tờ điện tử và chứng thực."""
