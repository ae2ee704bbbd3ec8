"""Messages of the national portal: kept, made a case, an answer or a refusal with its reason, never lost."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted
from dean06.kernel.base.wiring import resolve
from dean06.kernel.cases import actions
from dean06.kernel.cases.arrival_types import ArrivalState
from dean06.kernel.cases.models import Arrival, Case
from dean06.kernel.cases.models.arrivals import LONGEST_WHY
from dean06.kernel.cases.services.applicant import answer_supplement
from dean06.kernel.cases.services.arrival_reading import PORTAL, Held, Later, Ready, Refused, files_of, make_ready
from dean06.kernel.cases.services.filing import file_parcel
from dean06.kernel.cases.services.moving import words
from dean06.kernel.cases.services.reporting import queue_report
from dean06.kernel.cases.statuses import Status
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.national_portal import Dossier, NationalPortal, Unreadable

FILED_HERE = "Hồ sơ đã đến cơ quan tiếp nhận, mã {code}."
ANSWERED_THERE = "Bổ sung trên Cổng Dịch vụ công quốc gia"
CHANGED = "Cổng gửi lại mã hồ sơ này với nội dung khác, và hồ sơ ở đây không chờ bổ sung."
DEFECT = "Phần mềm gặp lỗi khi xử lý tin này; chi tiết trong nhật ký máy chủ."
FIRST_PAUSE, LONGEST_PAUSE, MOST_DOUBLINGS = timedelta(minutes=1), timedelta(hours=1), 6
NUL, REPLACED = "\x00", "\ufffd"  # the one character the database cannot keep
OPEN = (ArrivalState.WAITING, ArrivalState.HELD)
log = structlog.get_logger(__name__)


def note_arrival(actor: Actor, *, message_id: str, raw: str) -> UUID:
    """Keep a message as it came; the same one again changes nothing. One that is no dossier is held for an operator."""
    known = Arrival.objects.filter(message_id=message_id).values_list("pk", flat=True).first()
    if known:
        return known
    dossier, wrong = _read(raw)
    with transaction.atomic():
        arrival = Arrival.objects.create(
            message_id=message_id,
            digest=hashlib.sha256(raw.encode()).hexdigest(),
            raw=raw.replace(NUL, REPLACED),
            portal_code=dossier.code if dossier else "",
            procedure=dossier.procedure if dossier else "",
            agency=dossier.agency if dossier else "",
            applicant_id=parties.find_person(dossier.personal_id) if dossier else None,
            state=ArrivalState.WAITING if dossier else ArrivalState.HELD,
            reason="" if dossier else "unreadable",
            why=wrong[:LONGEST_WHY],
        )
        _record(actor, actions.NOTE_ARRIVAL, arrival)
    return arrival.pk


def take_arrival(actor: Actor, *, arrival_id: UUID) -> ArrivalState:
    """Make a message what it is: a case, an answer to a request for more, a repeat, a refusal. What hangs on somebody
    who does not answer waits and is tried again."""
    arrival = Arrival.objects.get(pk=arrival_id)
    if arrival.state != ArrivalState.WAITING:
        return ArrivalState(arrival.state)
    try:
        return _done(arrival)
    except Later as unsettled:
        verdict = unsettled
    except DomainError as refusal:
        verdict = Held(refusal.code, refusal.message)
    except Exception:
        log.exception("cases.arrival_failed", arrival=str(arrival_id))
        verdict = Later("defect", DEFECT)
    return _settle(actor, arrival_id, verdict) if verdict.state else _put_off(arrival_id, verdict)


def retry_arrival(actor: Actor, *, arrival_id: UUID) -> None:
    """Let a held message be tried again, once what it hung on is mended. For operators."""
    with transaction.atomic():
        arrival = _held(actor, arrival_id)
        arrival.state, arrival.next_try_at, arrival.tries = ArrivalState.WAITING, clock.now(), 0
        arrival.save(update_fields=["state", "next_try_at", "tries"])
        _record(actor, actions.RETRY_ARRIVAL, arrival)


def refuse_arrival(actor: Actor, *, arrival_id: UUID, reason: str) -> None:
    """Refuse a held message, with words the applicant reads on the portal. For operators."""
    said = words(reason, "reason", "lý do từ chối")
    if len(said) > LONGEST_WHY:
        raise Invalid(f"Viết không quá {LONGEST_WHY} ký tự.", field="reason")
    _held(actor, arrival_id, lock=False)
    _settle(actor, arrival_id, Refused("by_operator", said))


def due_arrivals(*, most: int) -> list[UUID]:
    """Messages to be worked on now, the oldest first."""
    rows = Arrival.objects.filter(state=ArrivalState.WAITING, next_try_at__lte=clock.now())
    return list(rows.order_by("came_at", "pk").values_list("pk", flat=True)[:most])


def _done(arrival: Arrival) -> ArrivalState:
    dossier, wrong = _read(arrival.raw)
    if dossier is None:
        raise Held("unreadable", wrong)
    earlier = Arrival.objects.filter(portal_code=dossier.code, state=ArrivalState.FILED).first()
    if earlier is None:
        return _file(arrival.pk, dossier, make_ready(dossier))
    return _repeat(arrival, earlier) if arrival.digest == earlier.digest else _answer(arrival, dossier, earlier)


def _file(arrival_id: UUID, dossier: Dossier, ready: Ready) -> ArrivalState:
    with transaction.atomic():
        arrival = _locked(arrival_id)
        if arrival.state != ArrivalState.WAITING:
            return ArrivalState(arrival.state)
        key = f"{ready.applicant_id}:portal:{dossier.code}"
        done = file_parcel(
            PORTAL, ready.main, key=key, applicant_id=ready.applicant_id, child_units=ready.child_units
        )  # fmt: skip
        case = Case.objects.get(pk=done.case_id)
        _close(arrival, ArrivalState.FILED, case)
        queue_report(arrival, case, status=Status.SUBMITTED, note=FILED_HERE.format(code=case.code), by=PORTAL)
    return ArrivalState.FILED


def _repeat(arrival: Arrival, earlier: Arrival) -> ArrivalState:
    """The same dossier word by word."""
    with transaction.atomic():
        _close(_locked(arrival.pk), ArrivalState.REPEAT, _case_of(earlier))
    return ArrivalState.REPEAT


def _answer(arrival: Arrival, dossier: Dossier, earlier: Arrival) -> ArrivalState:
    """The same dossier with another content: the answer to a request for more, when one is open."""
    case = _case_of(earlier)
    if case.status != Status.SUPPLEMENT_ASKED or parties.party(case.applicant_id).personal_id != dossier.personal_id:
        raise Held("changed", CHANGED)
    there = set(case.papers.values_list("sha256", flat=True))
    papers = files_of(dossier, [one for one in dossier.attachments if one.sha256 not in there])
    with transaction.atomic():
        answer_supplement(
            PORTAL,
            case_id=case.pk,
            expected_revision=case.revision,
            answer=ANSWERED_THERE,
            changes={name: value for name, value in dossier.answers.items() if case.answers.get(name) != value},
            papers=papers,
        )
        _close(_locked(arrival.pk), ArrivalState.ANSWERED, case)
    return ArrivalState.ANSWERED


def _case_of(arrival: Arrival) -> Case:
    return Case.objects.get(filing_id__in=[arrival.filing_id], parent__isnull=True)


def _close(arrival: Arrival, state: ArrivalState, case: Case) -> None:
    """What it said lives in the case now."""
    arrival.state, arrival.filing_id, arrival.applicant_id = state, case.filing_id, case.applicant_id
    arrival.raw, arrival.reason, arrival.why, arrival.settled_at = "", "", "", clock.now()
    arrival.save()


def _settle(actor: Actor, arrival_id: UUID, verdict: Later) -> ArrivalState:
    """Held or refused, with the reason; of a refusal the portal is told."""
    with transaction.atomic():
        arrival = _locked(arrival_id)
        if arrival.state not in OPEN or verdict.state is None:
            return ArrivalState(arrival.state)
        arrival.state, arrival.reason, arrival.why = verdict.state, verdict.reason, verdict.words[:LONGEST_WHY]
        arrival.settled_at = clock.now()
        arrival.save(update_fields=["state", "reason", "why", "settled_at"])
        is_refused = verdict.state is ArrivalState.REFUSED
        _record(actor, actions.REFUSE_ARRIVAL if is_refused else actions.HOLD_ARRIVAL, arrival)
        if is_refused and arrival.portal_code:
            queue_report(arrival, None, status=Status.NOT_RECEIVED, note=arrival.why, by=PORTAL)
    return verdict.state


def _put_off(arrival_id: UUID, verdict: Later) -> ArrivalState:
    """Try again later, and later still each time."""
    with transaction.atomic():
        arrival = _locked(arrival_id)
        if arrival.state == ArrivalState.WAITING:
            pause = min(FIRST_PAUSE * 2 ** min(arrival.tries, MOST_DOUBLINGS), LONGEST_PAUSE)
            arrival.tries, arrival.next_try_at = arrival.tries + 1, clock.now() + pause
            arrival.reason, arrival.why = verdict.reason, verdict.words[:LONGEST_WHY]
            arrival.save(update_fields=["tries", "next_try_at", "reason", "why"])
    return ArrivalState(arrival.state)


def _read(raw: str) -> tuple[Dossier | None, str]:
    try:
        return resolve(NationalPortal).read(raw), ""
    except Unreadable as wrong:
        return None, wrong.words


def _locked(arrival_id: UUID) -> Arrival:
    return Arrival.objects.select_for_update(of=("self",)).get(pk=arrival_id)


def _held(actor: Actor, arrival_id: UUID, *, lock: bool = True) -> Arrival:
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Chỉ người vận hành làm được việc này.", code="not_operator")
    rows = Arrival.objects.select_for_update(of=("self",)) if lock else Arrival.objects
    arrival = rows.filter(pk=arrival_id).first()
    if arrival is None:
        raise NotFound("Không có tin này.", code="arrival_not_found")
    if arrival.state != ArrivalState.HELD:
        raise Conflict(f"Tin này không còn chờ người vận hành: {ArrivalState(arrival.state).label}.", code="not_held")
    return arrival


def _record(actor: Actor, action: str, arrival: Arrival) -> None:
    dossier, _ = _read(arrival.raw)
    number = dossier.personal_id if dossier else ""
    details: dict[str, Any] = {"portal_code": arrival.portal_code, "reason": arrival.reason}
    audit.record(
        actor,
        action,
        object_type="cases.arrival",
        object_id=arrival.pk,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=[parties.subject_of(number)] if parties.is_personal_id(number) else [],
        fields=[actions.FORM] if dossier else [],
        details=details,
    )
