"""Search orders: the first goes out by itself when the case is received, another one when an officer says why."""

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.base.text import nfc
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import CaseFacts, CaseMoved, Status
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.types import PartyInfo
from dean06.kernel.ports.judicial_register import Subject
from dean06.pilots.p16_criminal_records import actions
from dean06.pilots.p16_criminal_records.access import PROCEDURE, checkable
from dean06.pilots.p16_criminal_records.choices import SearchState
from dean06.pilots.p16_criminal_records.models import LONGEST_REASON, OPEN_STATES, Finding, RecordRequest, Search
from dean06.pilots.p16_criminal_records.rules.people import Form, birth_year_of, why_not

TOPIC = "p16.order"
SEXES = ("male", "female")


def open_request(actor: Actor, *, case_id: UUID) -> bool:
    """Begin with a case that was received: one request, one search on its way. False when there was nothing to do.

    For the platform alone (NotPermitted by ``case_facts``).
    """
    facts = cases.case_facts(actor, case_id=case_id)
    if facts is None or facts.procedure_code != PROCEDURE or facts.received_at is None:
        return False
    who = parties.party(facts.applicant_id)
    form = Form(facts.answers["form_number"])
    why = why_not(form, applicant_id=who.personal_id, subject_id=str(facts.answers.get("applicant_id", "")))
    with transaction.atomic():
        request = RecordRequest(
            case_id=case_id, holder_id=facts.applicant_id, form=form.value, opened_at=clock.now(), stopped_why=why
        )
        RecordRequest.objects.bulk_create([request], ignore_conflicts=True)
        if not RecordRequest.objects.filter(pk=request.pk).exists():
            return False
        if not why:
            _order(actor, request, subject_of(facts, who), number=1)
        _record(actor, actions.OPEN_REQUEST, request, facts.code, {"form": form.value, "stopped": bool(why)})
    return True


def order_again(actor: Actor, *, case_id: UUID, reason: str) -> None:
    """Another search, for a reason; what the one before brought is set aside, and so is the finding that rests on it.

    Once the certificate is signed its finding stays; the new answer says whether it has to be withdrawn. Conflict while
    a search is on its way, or when none may go out at all.
    """
    said = reason_of(reason)
    facts = cases.case_facts(SYSTEM, case_id=case_id)
    with transaction.atomic():
        request, is_decided = checkable(actor, case_id)
        if facts is None or request.stopped_why:
            raise Conflict(request.stopped_why, code="no_search")
        if request.searches.filter(state__in=OPEN_STATES).exists():
            raise Conflict("Lệnh tra cứu trước còn chờ trả lời.", code="search_open")
        if not is_decided:
            Finding.objects.filter(request=request).delete()
        who = parties.party(request.holder_id)
        number = request.searches.count() + 1
        _order(actor, request, subject_of(facts, who), number=number, reason=said)
        _record(actor, actions.ORDER_AGAIN, request, facts.code, {"number": number})


def hear(moved: CaseMoved) -> None:
    """A case moved: when it was taken in, begin. Called after the commit; what a crash misses the worker finds."""
    if moved.status is Status.RECEIVED:
        open_request(SYSTEM, case_id=moved.case_id)


def subject_of(facts: CaseFacts, who: PartyInfo) -> Subject:
    """Who is looked for: the register of people first, the form for what it does not hold."""
    answers = facts.answers
    return Subject(
        personal_id=who.personal_id,
        full_name=who.full_name,
        born=who.birth_on.isoformat() if who.birth_on else birth_year_of(who.personal_id),
        sex=who.sex if who.sex in SEXES else "",
        father=str(answers.get("father") or ""),
        mother=str(answers.get("mother") or ""),
        residence=str(answers.get("applicant_address") or ""),
    )


def reason_of(text: str) -> str:
    """Words for the file. Invalid when there are none, or too many."""
    said = nfc(" ".join(text.split()))
    if not 0 < len(said) <= LONGEST_REASON:
        raise Invalid(f"Ghi lý do, nhiều nhất {LONGEST_REASON} ký tự.", field="reason")
    return said


def by(actor: Actor) -> str:
    """An officer by post and unit, the platform by its name."""
    return ", ".join(part for part in (actor.name, actor.post, actor.unit_name) if part)


def _order(actor: Actor, request: RecordRequest, subject: Subject, *, number: int, reason: str = "") -> None:
    search = Search.objects.create(
        request=request,
        number=number,
        state=SearchState.WAITING,
        subject=asdict(subject),
        ordered_at=clock.now(),
        ordered_by=by(actor),
        reason=reason,
    )
    outbox.enqueue(TOPIC, {"search": str(search.pk)}, message_id=f"{TOPIC}:{search.pk}")


def _record(actor: Actor, action: str, request: RecordRequest, code: str, details: dict[str, object]) -> None:
    audit.record(
        actor,
        action,
        object_type="p16.request",
        object_id=request.pk,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=[request.holder_id],
        fields=[actions.IDENTITY],
        details=details,
        case_ref=code,
    )
