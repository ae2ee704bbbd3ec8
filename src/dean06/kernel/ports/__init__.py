"""One module per outside system: a ``Protocol`` in our words and standard-library types, seen by both of its sides."""
