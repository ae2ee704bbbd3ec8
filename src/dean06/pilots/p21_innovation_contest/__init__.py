"""Pilot 21: Cuộc thi sáng kiến."""
