"""Which place of a list a new credential gets: never the same twice, and nobody can tell the order of issue.

Places are the numbers 0, 1, 2 ... sent through a permutation only the issuer's secret knows (a Feistel network with
HMAC-SHA-256, walked until it falls into the list). So the issuer keeps one counter and one secret for each list, no
table of free places, and two places say nothing of when, in which batch or to whom their credentials were issued.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

SECRET_BYTES = 32
ROUNDS = 10  # of an unbalanced choice as small as these lists; four are the least a proof wants


@dataclass(frozen=True, kw_only=True)
class Allocator:
    """The places of one list. ``secret``: 32 random bytes, one for each list, kept as signing keys are."""

    secret: bytes = field(repr=False)
    size: int

    def __post_init__(self) -> None:
        """ValueError for a secret that is none, or a list without places."""
        if len(self.secret) != SECRET_BYTES or self.size < 1:
            raise ValueError("an allocator needs 32 secret bytes and a size")

    def place(self, count: int) -> int:
        """The place of the credential issued as number ``count`` in this list, from 0; IndexError when it is full."""
        if not 0 <= count < self.size:
            raise IndexError("the list is full: begin another")
        half = max(1, ((self.size - 1).bit_length() + 1) // 2)
        place = self._permute(count, half)
        while place >= self.size:
            place = self._permute(place, half)
        return place

    def _permute(self, number: int, half: int) -> int:
        mask = (1 << half) - 1
        left, right = number >> half, number & mask
        for step in range(ROUNDS):
            keyed = hmac.digest(self.secret, bytes([step]) + right.to_bytes(8, "big"), hashlib.sha256)
            left, right = right, left ^ int.from_bytes(keyed[:8], "big") & mask
        return left << half | right
