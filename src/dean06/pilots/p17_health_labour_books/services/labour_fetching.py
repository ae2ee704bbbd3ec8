"""What passes between the labour book and social insurance, outside every transaction; what came is taken once."""

from typing import Any
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Conflict
from dean06.kernel.base.wiring import resolve
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.social_insurance import InsuranceRecord, RecordRefused, RecordRequest, SocialInsurance
from dean06.kernel.privacy import api as privacy
from dean06.pilots.p17_health_labour_books import actions_labour as actions
from dean06.pilots.p17_health_labour_books.access_labour import platform
from dean06.pilots.p17_health_labour_books.choices_labour import AskState, LabourKind, LabourSource
from dean06.pilots.p17_health_labour_books.models import LabourAsk, LabourEntry
from dean06.pilots.p17_health_labour_books.services.labour_asking import (
    FIELDS,
    PURPOSE_CODE,
    RECIPIENT,
    RECIPIENT_CODE,
    TOPIC,
)

WITHDRAWN, WRONG_PERSON = "consent_withdrawn", "wrong_person"


@outbox.handles(TOPIC)
def fetch(payload: dict[str, Any], message_id: str) -> None:
    """Ask for a record. InsuranceFailed makes the worker come back; a request whose consent is over asks nobody."""
    del message_id
    ask = LabourAsk.objects.filter(pk=UUID(payload["ask"]), state=AskState.WAITING).first()
    if ask is None:
        return
    if not privacy.has_consent(ask.subject_id, purpose=PURPOSE_CODE, recipient=RECIPIENT_CODE, field=actions.WORK):
        refuse_record(SYSTEM, ask_id=ask.pk, why=WITHDRAWN)
        return
    request = RecordRequest(
        id=str(ask.pk),
        consent=str(ask.consent_id),
        purpose=actions.PURPOSE,
        personal_id=parties.party(ask.subject_id).personal_id,
        asked_at=ask.asked_at,
    )
    try:
        record = resolve(SocialInsurance).record(request)
    except RecordRefused as refused:
        refuse_record(SYSTEM, ask_id=ask.pk, why=refused.why)
        return
    if record.personal_id != request.personal_id:
        refuse_record(SYSTEM, ask_id=ask.pk, why=WRONG_PERSON)
        return
    take_record(SYSTEM, ask_id=ask.pk, record=record)


def take_record(actor: Actor, *, ask_id: UUID, record: InsuranceRecord) -> bool:
    """Put a believed record into the book, in the place of what social insurance said before. False when it is no news.

    For the platform. Conflict for a record about somebody else or for another request.
    """
    platform(actor)
    with transaction.atomic():
        ask = LabourAsk.objects.select_for_update(of=("self",)).select_related("subject").get(pk=ask_id)
        if ask.state != AskState.WAITING:
            return False
        if (record.request_id, record.personal_id) != (str(ask.pk), parties.party(ask.subject_id).personal_id):
            raise Conflict("Câu trả lời về người khác.", code=WRONG_PERSON)
        _put(ask, [*_jobs(ask, record), *_benefits(ask, record)])
        ask.state, ask.record_id, ask.answered_at = AskState.ANSWERED, record.id, clock.now()
        ask.save(update_fields=["state", "record_id", "answered_at"])
        counts: dict[str, object] = {"periods": len(record.periods), "benefits": len(record.benefits)}
        _record(actor, actions.TAKE, ask, counts)
    return True


def refuse_record(actor: Actor, *, ask_id: UUID, why: str) -> None:
    """Note that what came cannot be used; nothing of it is kept and the person asks anew. For the platform."""
    platform(actor)
    with transaction.atomic():
        ask = LabourAsk.objects.select_for_update(of=("self",)).get(pk=ask_id)
        if ask.state == AskState.WAITING:
            ask.state, ask.reason, ask.answered_at = AskState.REFUSED, why, clock.now()
            ask.save(update_fields=["state", "reason", "answered_at"])
            _record(actor, actions.REFUSE_RECORD, ask, {"why": why})


def _put(ask: LabourAsk, entries: list[LabourEntry]) -> None:
    """In the place of what was there; what was known before keeps the instant it came, so that past days stay."""
    before = LabourEntry.objects.filter(subject_id=ask.subject_id, source=LabourSource.INSURANCE)
    came = dict(before.values_list("reference", "added_at"))
    before.delete()
    for one in entries:
        one.added_at = came.get(one.reference, one.added_at)
    LabourEntry.objects.bulk_create(entries)


def _jobs(ask: LabourAsk, record: InsuranceRecord) -> list[LabourEntry]:
    return [
        LabourEntry(
            subject_id=ask.subject_id,
            kind=LabourKind.JOB,
            source=LabourSource.INSURANCE,
            ask=ask,
            reference=one.reference,
            employer_code=one.employer_code,
            employer_name=one.employer_name,
            title=one.job_title,
            occupation=one.occupation,
            since=one.since,
            until=one.until,
            amount=one.salary,
        )
        for one in record.periods
    ]


def _benefits(ask: LabourAsk, record: InsuranceRecord) -> list[LabourEntry]:
    return [
        LabourEntry(
            subject_id=ask.subject_id,
            kind=LabourKind.BENEFIT,
            source=LabourSource.INSURANCE,
            ask=ask,
            reference=one.reference,
            employer_name=RECIPIENT,
            title=f"Quyết định {one.decision}",
            since=one.since,
            until=one.until,
            amount=one.amount,
        )
        for one in record.benefits
    ]


def _record(actor: Actor, action: str, ask: LabourAsk, details: dict[str, object]) -> None:
    audit.record(
        actor,
        action,
        object_type="p17.labour_ask",
        object_id=ask.pk,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=[ask.subject_id],
        fields=FIELDS,
        details=details,
    )
