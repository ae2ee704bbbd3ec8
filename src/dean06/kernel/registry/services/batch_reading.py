"""Reading what came back: each reading is a look at the persons it shows, and is told to them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base.actor import Actor
from dean06.kernel.parties import api as parties
from dean06.kernel.registry import actions
from dean06.kernel.registry.models import Batch
from dean06.kernel.registry.selectors.batches import all_lines, own, to_look_into
from dean06.kernel.registry.services.batch_ending import OBJECT
from dean06.kernel.registry.types import LineInfo


def read_differences(actor: Actor, *, batch_id: UUID, limit: int, offset: int) -> Sequence[LineInfo]:
    """Lines that do not simply match, a page of them. NotFound when the list is not the actor's."""
    batch = own(actor, batch_id)
    with transaction.atomic():
        lines = to_look_into(batch_id, limit=limit, offset=offset)
        _record(actor, batch, lines)
    return lines


def read_all(actor: Actor, *, batch_id: UUID) -> Sequence[LineInfo]:
    """Every line, to take away. NotFound when the list is not the actor's."""
    batch = own(actor, batch_id)
    with transaction.atomic():
        lines = list(all_lines(batch_id))
        _record(actor, batch, lines)
    return lines


def _record(actor: Actor, batch: Batch, lines: Sequence[LineInfo]) -> None:
    persons = parties.subjects_of(line.personal_id for line in lines if not line.problem)
    record(
        actor, actions.READ_BATCH, object_type=OBJECT, object_id=batch.pk, purpose=batch.purpose_title,
        legal_basis=batch.legal_basis, subjects=persons, case_ref=batch.act,
        fields=map(actions.claim_code, batch.compared),
        details={"purpose": batch.purpose_code, "lines": len(lines)},
    )  # fmt: skip
