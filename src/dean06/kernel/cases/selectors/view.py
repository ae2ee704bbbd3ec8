"""A case as a value: where it stands, what was handed in, what happened to it."""

from dataclasses import fields
from datetime import datetime
from uuid import UUID

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Entrance
from dean06.kernel.cases.deadlines import standing
from dean06.kernel.cases.models import Case, CaseEvent, Interlink, PostalFiling, Supplement, Task
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.types import Act
from dean06.kernel.cases.services.moving import fees_of, history
from dean06.kernel.cases.services.resulting import reference_of
from dean06.kernel.cases.statuses import Clock, Status
from dean06.kernel.cases.types import (
    CaseLine,
    CaseStep,
    CaseView,
    Channel,
    InterlinkInfo,
    PaperInfo,
    PaperSource,
    PostArrival,
    SupplementInfo,
)
from dean06.kernel.documents import api as documents


def as_line(case: Case, now: datetime, *, step: str = "", assignee: str = "") -> CaseLine:
    """One line of a list; nothing in it tells who filed."""
    status = Status(case.status)
    is_open = status.clock is not Clock.ENDS
    is_paused = status.clock is Clock.PAUSES and case.received_at is not None
    runs_late = is_open and not is_paused and case.due_at is not None and case.due_at < now
    return CaseLine(
        id=case.pk,
        code=case.code,
        procedure_code=case.procedure_code,
        procedure_name=case.procedure_name,
        status=status,
        channel=Channel(case.channel),
        unit_code=case.unit_code,
        unit_name=case.unit_name,
        submitted_at=case.submitted_at,
        received_at=case.received_at,
        due_at=case.due_at,
        promised_at=case.promised_at,
        ended_at=case.ended_at,
        is_paused=is_paused,
        is_overdue=case.is_late or runs_late,
        revision=case.revision,
        step=step,
        assignee=assignee,
    )


def as_view(case: Case) -> CaseView:
    """The whole case; while it is open its due instant is reckoned anew, because a pause moves it."""
    now = clock.now()
    procedure = procedure_of(case.version)
    case.due_at = standing(procedure.deadline, history(case), calendar.default_calendar(), now).due_at
    task = Task.objects.filter(case=case, closed_at__isnull=True).first()
    step = procedure.step(task.step_code) if task else None
    return CaseView(
        line=as_line(case, now, step=task.title if task else "", assignee=task.assignee_name if task else ""),
        procedure=procedure,
        applicant_id=case.applicant_id,
        applicant_name=case.applicant_name,
        entrance=Entrance(case.filing.entrance),
        answers=case.answers,
        result_number=case.result_number,
        acts=step.acts if step else (),
        lies_with=(task.unit_code, task.role) if task else ("", ""),
        step_code=task.step_code if task else "",
        held_by=task.assignee_id if task else None,
        papers=_papers(case),
        supplements=tuple(_supplement(row) for row in case.supplements.order_by("number")),
        fee_subject=_fee_subject(case),
        document=documents.document_of(reference_of(case.pk)),
        post=_post(case),
        together=_together(case),
        steps=tuple(_step(row) for row in case.events.order_by("number")),
    )


def _papers(case: Case) -> tuple[PaperInfo, ...]:
    rows = list(case.papers.order_by("added_at", "code"))
    cited = documents.lines_of(UUID(row.document_ref) for row in rows if row.document_ref)
    return tuple(
        PaperInfo(
            id=row.pk,
            code=row.code,
            name=row.name,
            source=PaperSource(row.source),
            document_ref=row.document_ref,
            sha256=row.sha256,
            file_name=row.file_name,
            added_at=row.added_at,
            document=cited[UUID(row.document_ref)] if row.document_ref else None,
        )
        for row in rows
    )


def _fee_subject(case: Case) -> str:
    """What the order for the fee asked for last is about; "" when none was asked for."""
    asked = CaseEvent.objects.filter(case=case, act=Act.ASK_PAYMENT.value).order_by("-number")
    number = asked.values_list("number", flat=True).first()
    return f"{fees_of(case)}/{number}" if number else ""


def _post(case: Case) -> PostArrival | None:
    row = PostalFiling.objects.filter(filing_id=case.filing_id).first() if case.channel == Channel.POST else None
    return PostArrival(**{one.name: getattr(row, one.name) for one in fields(PostArrival)}) if row else None


def _supplement(row: Supplement) -> SupplementInfo:
    return SupplementInfo(
        number=row.number,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        request=row.request,
        answered_at=row.answered_at,
        answer=row.answer,
    )


def _step(row: CaseEvent) -> CaseStep:
    who = ", ".join(part for part in (row.by_name, row.by_post, row.by_unit_name) if part)
    return CaseStep(number=row.number, at=row.at, act=row.act, status=Status(row.status), who=who, note=row.note)


def _together(case: Case) -> tuple[InterlinkInfo, ...]:
    """What was filed with it, failures too; seen from the main case only."""
    if case.parent_id:
        return ()
    rows = Interlink.objects.filter(filing_id=case.filing_id).select_related("case").order_by("position")
    return tuple(
        InterlinkInfo(
            id=row.pk,
            procedure_code=row.procedure_code,
            title=row.title,
            unit_code=row.unit_code,
            case_id=row.case_id,
            code=row.case.code if row.case else "",
            status=Status(row.case.status) if row.case else None,
            failure=row.failure,
            errors=row.errors,
        )
        for row in rows
    )
