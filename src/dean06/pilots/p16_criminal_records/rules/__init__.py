"""The law of criminal-record certificates as pure functions; figures are dated data (``data/law.toml``)."""
