"""One act upon a case: the event that moves it, its clock, its task, the audit entry, the event for the others."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from dean06.kernel.audit import api as audit
from dean06.kernel.base import calendar, clock, events
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.text import nfc
from dean06.kernel.cases import actions
from dean06.kernel.cases.deadlines import Step, from_arrival, standing
from dean06.kernel.cases.models import Case, CaseEvent, Supplement, Task
from dean06.kernel.cases.models.handling import LONGEST_NOTE
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.types import Channel, StepSpec
from dean06.kernel.cases.services.reporting import report_move
from dean06.kernel.cases.services.resulting import queue_result
from dean06.kernel.cases.services.telling import tell_status
from dean06.kernel.cases.statuses import Clock, Status
from dean06.kernel.cases.types import CaseMoved
from dean06.kernel.payments import api as payments

CLOCK_FIELDS = [
    "received_at",
    "due_at",
    "promised_at",
    "ended_at",
    "pauses",
    "is_late",
    "last_by",
    "last_act",
    "last_at",
]
FILE = "file"
ONE_TICK = timedelta(microseconds=1)


def fees_of(case: Case) -> str:
    """What the orders for a case's fees are about; each has the revision it was asked for at after it."""
    return f"case:{case.pk}"


def words(text: str, field: str, what: str) -> str:
    """A reason people will read. Invalid when it is missing or too long."""
    said = nfc(text.strip())
    if not said or len(said) > LONGEST_NOTE:
        raise Invalid(f"Hãy ghi {what}, từ 1 đến {LONGEST_NOTE} ký tự.", field=field)
    return said


def who(actor: Actor) -> str:
    """An officer by post and unit, a person by name."""
    return ", ".join(part for part in (actor.name, actor.post, actor.unit_name) if part)


def begin(actor: Actor, case: Case) -> None:
    """The first event of a case just made: nothing follows from it yet, no time runs and nobody had it before."""
    case.revision = 1
    _write(actor, case, act=FILE, at=max(clock.now(), case.submitted_at))


def move(actor: Actor, case: Case, *, act: str, label: str, status: Status, note: str = "", step: str = "") -> None:
    """Write the event and what follows from it: the clock, the desk, the applicant's letter.

    The caller holds the row and has judged the act.
    """
    before, is_new_status = case.status, case.status != status
    at = max(clock.now(), case.last_at + ONE_TICK)
    case.revision, case.status = case.revision + 1, status
    _write(actor, case, act=act, at=at, step=step, note=note)
    case.last_by, case.last_act, case.last_at = who(actor), label, at
    _set_clock(case, at)
    case.save(update_fields=CLOCK_FIELDS)
    if status in (Status.NOT_RECEIVED, Status.STOPPED, Status.HANDED_OVER):
        close_task(case, at)
        Supplement.objects.filter(case=case, answered_at__isnull=True, lapsed_at__isnull=True).update(lapsed_at=at)
    if before == Status.PAYMENT_ASKED and is_new_status:
        payments.call_off(SYSTEM, subject=fees_of(case))
    if is_new_status:
        tell_status(case, note)
        report_move(actor, case, note)
    if is_new_status and status is Status.DECIDED:
        queue_result(case)


def _write(actor: Actor, case: Case, *, act: str, at: datetime, step: str = "", note: str = "") -> None:
    """The event, for the history and for whoever listens."""
    CaseEvent.objects.create(
        case=case,
        number=case.revision,
        at=at,
        act=act,
        status=case.status,
        step_code=step,
        by_name=actor.name,
        by_post=actor.post,
        by_unit_code=actor.unit_code,
        by_unit_name=actor.unit_name,
        note=note,
    )
    status = Status(case.status)
    events.publish(CaseMoved(case_id=case.pk, code=case.code, act=act, status=status, revision=case.revision))


def history(case: Case) -> list[Step]:
    """The case's statuses in order, as its time is counted."""
    rows = CaseEvent.objects.filter(case=case).order_by("number").values_list("at", "status")
    return from_arrival([Step(at=at, status=Status(status)) for at, status in rows], arrival_of(case))


def arrival_of(case: Case) -> datetime | None:
    """When a file that came by post was with the unit; None for those that came otherwise."""
    return case.submitted_at if case.channel == Channel.POST else None


def open_task(case: Case, step: StepSpec, unit_code: str, at: datetime) -> Task:
    """Let the case lie with a unit at a step; whoever had it before is done."""
    if case.revision > 1:
        close_task(case, at)
    due_at = calendar.add_working_hours(clock.local(at), step.within_hours) if step.within_hours else None
    return Task.objects.create(
        case=case,
        step_code=step.code,
        title=step.title,
        unit_code=unit_code,
        role=step.role.value,
        opened_at=at,
        due_at=due_at,
    )


def close_task(case: Case, at: datetime) -> None:
    """Nobody has the case on the desk any more."""
    Task.objects.filter(case=case, closed_at__isnull=True).update(closed_at=at)


def record(
    actor: Actor, action: str, case: Case, *, fields: Iterable[str] = (), details: Mapping[str, Any] | None = None
) -> None:
    """The audit entry of an act upon a case, with its procedure's legal basis."""
    basis = "; ".join((*procedure_of(case.version).legal_basis, actions.LAW))
    audit.record(
        actor,
        action,
        object_type="cases.case",
        object_id=case.pk,
        purpose=f"{actions.PURPOSE}: {case.procedure_name}",
        legal_basis=basis,
        subjects=[case.applicant_id],
        fields=fields,
        details={"status": int(case.status), "revision": case.revision, **(details or {})},
        case_ref=case.code,
    )


def _set_clock(case: Case, now: datetime) -> None:
    """Where the time stands after the event. A promise earlier than the law's own day is none."""
    found = standing(procedure_of(case.version).deadline, history(case), calendar.default_calendar(), now)
    case.received_at, case.due_at, case.ended_at, case.pauses = (
        found.received_at,
        found.due_at,
        found.ended_at,
        found.pauses,
    )
    has_ended = Status(case.status).clock is Clock.ENDS
    case.is_late = found.is_overdue if has_ended or found.is_paused else found.pauses > 1
    if case.promised_at and case.due_at and case.promised_at <= case.due_at:
        case.promised_at = None
