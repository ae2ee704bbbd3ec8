"""Documents that prove themselves: stored, signed, shown in part, checked by anyone."""
