"""Rules of both books."""
