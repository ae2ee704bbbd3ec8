"""Pages of the programme: thin, one question each."""
