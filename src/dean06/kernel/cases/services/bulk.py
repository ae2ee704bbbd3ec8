"""Many cases received in one act: each is answered by itself, the log has one entry for all."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import DomainError, Invalid
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.services.handling import take_in
from dean06.kernel.cases.types import Received

MOST_RECEIVED = 50


def receive_many(actor: Actor, *, revisions: Mapping[UUID, int]) -> list[Received]:
    """Take in every case that may be taken in as it was read (case id -> revision), in the order given.

    What ``receive`` would refuse is answered with its reason and stops no other. Invalid for none, or more than
    ``MOST_RECEIVED``.
    """
    if not 0 < len(revisions) <= MOST_RECEIVED:
        raise Invalid(f"Chọn từ 1 đến {MOST_RECEIVED} hồ sơ để tiếp nhận.", field="case_ids")
    with transaction.atomic():
        # One order of locks for everybody, so that two clerks with overlapping choices never wait for each other.
        done = {case_id: _one(actor, case_id, revisions[case_id]) for case_id in sorted(revisions)}
        answers = [done[case_id] for case_id in revisions]
        taken = Case.objects.filter(pk__in=[one.case_id for one in answers if one.due_at])
        audit.record(
            actor,
            actions.RECEIVE_MANY,
            object_type="cases.case",
            object_id="list",
            purpose=actions.PURPOSE,
            legal_basis=actions.LAW,
            subjects=set(taken.values_list("applicant_id", flat=True)),
            details={
                "received": [one.code for one in answers if one.due_at],
                "refused": {str(one.case_id): one.reason for one in answers if not one.due_at},
            },
        )
    return answers


def _one(actor: Actor, case_id: UUID, revision: int) -> Received:
    try:
        with transaction.atomic():
            case = take_in(actor, case_id, revision)
    except DomainError as refusal:
        return Received(case_id=case_id, code="", due_at=None, reason=refusal.code, refusal=refusal.message)
    return Received(case_id=case_id, code=case.code, due_at=case.due_at, reason="", refusal="")
