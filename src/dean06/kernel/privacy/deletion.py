"""Proof of deletion: digests of the ids that went, a Merkle root over them, and the way to check a claim later.

The root is written into the audit entry of the act, so changing or adding a proof afterwards shows in the log. An id is
a random number or a counter, never a fact about a person, so its digest gives nothing away.
"""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from dean06.kernel.audit import tree
from dean06.kernel.base import clock
from dean06.kernel.privacy.models import DeletionProof

DIGEST_SIZE = 32


def digest_of(category: str, record_id: object) -> bytes:
    """Digest of one record's id within its category."""
    return hashlib.sha256(f"{category}\0{record_id}".encode()).digest()


def digests_of(category: str, record_ids: Sequence[object]) -> list[bytes]:
    """Sorted digests: the same records give the same root in whatever order they went."""
    return sorted(digest_of(category, record_id) for record_id in record_ids)


def root_of(digests: Sequence[bytes]) -> bytes:
    """Merkle root (RFC 6962) over digests in their order."""
    return tree.root_of(tree.leaf_hash(digest) for digest in digests)


def prove(what: tuple[str, str, str], record_ids: Sequence[object], *, run_id: UUID, entry: UUID) -> DeletionProof:
    """Write the proof for records (category code, its label, the rule) deleted in this transaction."""
    category, label, rule = what
    digests = digests_of(category, record_ids)
    return DeletionProof.objects.create(
        run_id=run_id,
        at=clock.now(),
        category=category,
        label=label,
        rule=rule,
        count=len(digests),
        root=root_of(digests),
        digests=b"".join(digests),
        audit_entry_id=entry,
    )


def holds(proof: DeletionProof, digest: bytes) -> bool:
    """Whether this digest is among those of the proof."""
    return digest in _split(bytes(proof.digests))


def is_intact(proof: DeletionProof) -> bool:
    """Whether the digests still give the root, and are as many as counted."""
    digests = _split(bytes(proof.digests))
    return len(digests) == proof.count and digests == sorted(digests) and root_of(digests) == bytes(proof.root)


def _split(joined: bytes) -> list[bytes]:
    return [joined[start : start + DIGEST_SIZE] for start in range(0, len(joined), DIGEST_SIZE)]
