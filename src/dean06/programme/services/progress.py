"""Progress of assignments: reported with evidence, counted once confirmed."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid, NotFound
from dean06.programme.choices import ProgressState, UnitRole, Verdict
from dean06.programme.models import ProgressReport
from dean06.programme.services import files as incoming
from dean06.programme.services import standing, verdicts
from dean06.programme.services.log import record

COMPLETE = 100


def report_progress(
    actor: Actor,
    *,
    assignment_id: UUID,
    unit_code: str,
    state: ProgressState,
    percent: int,
    summary: str,
    files: Sequence[incoming.IncomingFile],
    request_key: str,
) -> UUID:
    """Hand in a report and return its id; the same ``request_key`` again (double click) returns the same report.

    A unit that coordinates or deploys reports its own part; only a lead may report the whole as complete.
    """
    task = standing.assignment(assignment_id)
    standing.require_own_unit(actor, unit_code, "report_progress", "assignment", task.pk)
    as_lead = UnitRole.LEAD in standing.require_part(actor, task, unit_code, "report_progress")
    _check(state, percent, summary, files, as_lead=as_lead)
    if (earlier := _filed_already(unit_code, request_key)) is not None:
        return earlier
    stored = incoming.store(files)
    try:
        with transaction.atomic():
            report = ProgressReport.objects.create(
                assignment=task,
                unit_code=unit_code,
                state=state,
                percent=percent,
                as_lead=as_lead,
                summary=summary.strip(),
                submitted_at=clock.now(),
                submitted_by_id=standing.account(actor),
                request_key=request_key,
            )
            incoming.attach(stored, report=report)
            record(actor, "report_progress", "report", report.pk, assignment=task.number, unit=unit_code)
    except IntegrityError:
        # The twin of this request committed first; both are answered with the one report.
        if (earlier := _filed_already(unit_code, request_key)) is None:
            raise
        return earlier
    return report.pk


def judge_report(actor: Actor, *, report_id: UUID, verdict: Verdict, note: str) -> None:
    """Confirm or return a report. Conflict when somebody already did."""
    standing.require_assigner(actor, "judge_report", "report", report_id)
    with transaction.atomic():
        report = ProgressReport.objects.select_for_update().filter(pk=report_id).first()
        if report is None:
            raise NotFound("Không tìm thấy báo cáo này.")
        verdicts.give(actor, report, verdict, note)
        record(actor, "judge_report", "report", report.pk, verdict=verdict, unit=report.unit_code)


def _check(
    state: ProgressState, percent: int, summary: str, files: Sequence[incoming.IncomingFile], *, as_lead: bool
) -> None:
    if not summary.strip():
        raise Invalid("Hãy mô tả kết quả đã làm.", field="summary")
    if not 0 <= percent <= COMPLETE:
        raise Invalid("Tỷ lệ hoàn thành là số từ 0 đến 100.", field="percent")
    if state == ProgressState.COMPLETED and not as_lead:
        raise Invalid(
            "Đơn vị chủ trì mới báo cáo hoàn thành nhiệm vụ. Đơn vị phối hợp hãy chọn “Đang thực hiện” và nêu phần "
            "việc của mình đã xong.",
            field="state",
        )
    if state == ProgressState.COMPLETED and percent != COMPLETE:
        raise Invalid("Báo cáo hoàn thành thì tỷ lệ phải là 100.", field="percent")
    if state == ProgressState.COMPLETED and not files:
        raise Invalid("Báo cáo hoàn thành phải kèm ít nhất một tệp minh chứng.", field="files")


def _filed_already(unit_code: str, request_key: str) -> UUID | None:
    return (
        ProgressReport.objects.filter(unit_code=unit_code, request_key=request_key).values_list("pk", flat=True).first()
    )
