"""Tamper-evident record of every act: who, in which hat, did what, to whom, for which purpose, on which legal basis."""
