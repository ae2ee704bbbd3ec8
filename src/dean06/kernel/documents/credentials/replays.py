"""Remembering what was shown, so that it counts once."""

from datetime import datetime
from typing import Protocol


class Replays(Protocol):
    """Proofs that were used."""

    def is_first(self, fingerprint: str, *, until: datetime) -> bool:
        """True once for a fingerprint; it may be forgotten after ``until``, when the proof is too old anyway."""
