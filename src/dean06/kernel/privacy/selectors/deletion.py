"""Reads of deletion: what the operator sees."""

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.privacy.models import DeletionProof
from dean06.kernel.privacy.retention import as_proof
from dean06.kernel.privacy.types import Proof

SHOWN = 20


def deletion_runs(actor: Actor, *, limit: int = SHOWN) -> list[Proof]:
    """The newest batches of deleted records. For operators."""
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Mục này dành cho người vận hành hệ thống.")
    return [as_proof(row) for row in DeletionProof.objects.defer("digests").order_by("-at", "-id")[:limit]]
