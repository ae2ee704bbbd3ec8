"""Reads of the programme: the actor first, access scoped here, everything as of a day."""
