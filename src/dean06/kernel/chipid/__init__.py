"""The chip of an identity card (ICAO 9303 parts 10 and 11): reading it, and proving what was read. Pure, no Django."""
