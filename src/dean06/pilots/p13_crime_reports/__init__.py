"""Pilot 13: Tố giác tội phạm."""
