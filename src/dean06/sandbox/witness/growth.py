"""Does one Merkle tree continue another? By the definition of RFC 6962, 2.1.2, read backwards.

The log's side checks proofs with the iterative algorithm of RFC 9162; this one is written from the recursive
definition, so that one misreading cannot hide on both sides.
"""

import hashlib
from collections.abc import Sequence


class NotProven(Exception):
    """The proof does not lead to both roots."""


def check(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """NotProven unless the tree of ``old_size`` > 0 leaves is the beginning of the tree of ``new_size`` leaves."""
    if not 0 < old_size <= new_size:
        raise NotProven("sizes out of order")
    left = list(proof)
    try:
        found = _subproof(old_size, new_size, left, old_root)
    except IndexError as error:
        raise NotProven("the proof is too short") from error
    if left:
        raise NotProven("the proof is too long")
    if found != (old_root, new_root):
        raise NotProven("the proof leads to other roots")


def _subproof(old: int, new: int, proof: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """Hashes of the old and the new part of a subtree. ``known``: the old root, while the subtree begins at leaf 0."""
    if old == new:
        value = proof.pop() if known is None else known
        return value, value
    split = 1 << (new - 1).bit_length() - 1
    beside = proof.pop()
    if old <= split:
        was, now = _subproof(old, split, proof, known)
        return was, _node(now, beside)
    was, now = _subproof(old - split, new - split, proof, None)
    return _node(beside, was), _node(beside, now)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
