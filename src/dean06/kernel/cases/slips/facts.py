"""What stands in a slip, taken from a case and its history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict
from dean06.kernel.cases.models import Case, CaseEvent, Extension, PostalFiling, Supplement, Task
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.types import Act, Channel, Copy
from dean06.kernel.cases.slips.forms import SlipKind, form_on
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import Handing, SlipFacts, SlipPaper

# The declarations' own names for where to reach the applicant; a form without them leaves the line open.
ADDRESS, PHONE = "applicant_address", "applicant_phone"
NOT_YET = "Hồ sơ {code} chưa có giấy tờ này: {why}."


def available(case: Case) -> tuple[SlipKind, ...]:
    """The slips a case has come to, in the order of their numbers."""
    status = Status(case.status)
    there = {
        SlipKind.RECEIPT: case.received_at is not None,
        SlipKind.SUPPLEMENT: Supplement.objects.filter(case=case).exists(),
        SlipKind.REFUSAL: status is Status.NOT_RECEIVED,
        SlipKind.APOLOGY: Extension.objects.filter(case=case).exists(),
        SlipKind.STOP: status is Status.STOPPED,
        SlipKind.CONTROL: case.received_at is not None,
    }
    return tuple(kind for kind, is_there in there.items() if is_there)


def facts_of(case: Case, kind: SlipKind) -> SlipFacts:
    """A slip of the case. Conflict when the case has not come to it, or no such form was in force then."""
    if kind not in available(case):
        raise Conflict(NOT_YET.format(code=case.code, why="việc đó chưa xảy ra"), code="no_such_slip")
    at, by, said = _act(case, kind)
    form = form_on(kind, clock.local(at).date())
    if form is None:
        raise Conflict(NOT_YET.format(code=case.code, why="khi đó chưa có mẫu"), code="no_such_form")
    procedure = procedure_of(case.version)
    return SlipFacts(
        form=form,
        code=case.code,
        procedure=case.procedure_name,
        unit_code=case.unit_code,
        unit_name=case.unit_name,
        applicant=case.applicant_name,
        address=_answer(case, ADDRESS),
        phone=_answer(case, PHONE),
        at=at,
        by=by,
        words=said,
        submitted_at=case.submitted_at,
        received_at=case.received_at,
        due_at=case.due_at,
        promised_at=case.promised_at,
        channel=Channel(case.channel),
        return_address=_return_address(case),
        papers=tuple(
            SlipPaper(name=row.name, copy=Copy(row.copy).label) for row in case.papers.order_by("added_at", "code")
        ),
        fees=tuple(fee for fee in procedure.fees if fee.channel == case.channel),
        course=_course(case) if kind is SlipKind.CONTROL else (),
    )


def _return_address(case: Case) -> str:
    wishes = PostalFiling.objects.filter(filing_id=case.filing_id) if case.channel == Channel.POST else None
    return wishes.values_list("return_address", flat=True).first() or "" if wishes is not None else ""


def _answer(case: Case, name: str) -> str:
    said: Any = case.answers.get(name, "")
    return said if isinstance(said, str) else ""


def _act(case: Case, kind: SlipKind) -> tuple[datetime, str, str]:
    """When, by whom and with which words what the slip speaks of was done."""
    if kind is SlipKind.SUPPLEMENT:
        asked = Supplement.objects.filter(case=case).latest("number")
        return asked.asked_at, _name(case, asked.asked_at), asked.request
    if kind is SlipKind.APOLOGY:
        promised = Extension.objects.filter(case=case).latest("number")
        return promised.at, _name(case, promised.at), promised.reason
    if kind is SlipKind.CONTROL:
        return clock.now(), "", ""
    wanted = {SlipKind.RECEIPT: Status.RECEIVED, SlipKind.REFUSAL: Status.NOT_RECEIVED, SlipKind.STOP: Status.STOPPED}
    event = CaseEvent.objects.filter(case=case, status=wanted[kind]).order_by("number")[0]
    return event.at, event.by_name, event.note


def _name(case: Case, at: datetime) -> str:
    return str(CaseEvent.objects.filter(case=case, at=at).values_list("by_name", flat=True)[0])


def _course(case: Case) -> tuple[Handing, ...]:
    """Desk by desk; the officer who passed a case on is the one whose act opened the next desk."""
    tasks = list(Task.objects.filter(case=case).order_by("opened_at"))
    events = list(CaseEvent.objects.filter(case=case).order_by("number"))
    return tuple(
        Handing(
            desk=task.title,
            given_by=_at(events, task.opened_at).by_name,
            taken_by=task.assignee_name or _first_act(events, task),
            given_at=task.opened_at,
            due_at=task.due_at,
            done_at=task.closed_at,
        )
        for task in tasks
    )


def _at(events: Sequence[CaseEvent], at: datetime) -> CaseEvent:
    return next((one for one in reversed(events) if one.at <= at), events[0])


def _first_act(events: Sequence[CaseEvent], task: Task) -> str:
    """Who did something while a case lay with a unit as a whole; filing is no act of the office."""
    end = task.closed_at or clock.now()
    own = (one.by_name for one in events if task.opened_at < one.at <= end and one.act in set(Act))
    return next(own, "")
