"""Journeys of real people in a real browser against the whole running installation."""
