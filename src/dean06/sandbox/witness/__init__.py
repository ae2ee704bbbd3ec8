"""The witness twin: a second party that remembers a log and signs only what continues it."""
