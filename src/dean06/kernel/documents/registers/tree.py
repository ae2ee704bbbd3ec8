"""The tree over the rows of a register: RFC 6962 as in the audit log, each leaf salted.

A path shows the hashes of neighbours. Rows are easily guessed (a name, a number, a date), so without salt whoever holds
his own proof could try out what stands beside it.
"""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

from dean06.kernel.audit.tree import (
    Frontier,
    ProofError,
    inclusion_path,
    leaf_hash,
    nodes_of,
    root_of,
    verify_inclusion,
)
from dean06.kernel.documents.keys.sealing import derived

SALT_BYTES: Final = 16
USE: Final = "sealed-rows"

__all__ = ["SALT_BYTES", "ProofError", "leaf", "leaves", "path_to", "root_of", "rooted", "salt_of", "verify_inclusion"]


def salt_of(seal_id: UUID, position: int) -> bytes:
    """The salt of a row, told by the installation's key: nothing to be kept, nothing to be guessed."""
    return hmac.digest(derived(USE), seal_id.bytes + position.to_bytes(8), "sha256")[:SALT_BYTES]


def leaf(salt: bytes, content: bytes) -> bytes:
    """Hash of one row. ``salt`` has SALT_BYTES, so no part of a row can pass for salt."""
    return leaf_hash(salt + content)


def leaves(seal_id: UUID, contents: Iterable[bytes]) -> Iterator[bytes]:
    """Hashes of all rows in their order."""
    for position, content in enumerate(contents):
        yield leaf(salt_of(seal_id, position), content)


def rooted(hashes: Iterable[bytes]) -> tuple[bytes, int]:
    """Root over the hashes and how many there were, in the memory of a handful."""
    frontier = Frontier()
    for one in hashes:
        frontier.append(one)
    return frontier.root(), frontier.size


def path_to(position: int, hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The siblings that lead from a row to the root."""
    return tuple(inclusion_path(nodes_of(hashes), position, len(hashes)))
