"""Pages of both books."""
