"""Pilot 7: Thẻ gắn chip trả tiền vé."""
