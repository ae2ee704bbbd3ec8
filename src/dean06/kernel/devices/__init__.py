"""Devices at counters: terminals that read chip cards, what they are asked to read and what came of it."""
