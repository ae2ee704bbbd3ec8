"""Procedures as data: one TOML file per procedure and period of validity, read into frozen values. Pure."""
