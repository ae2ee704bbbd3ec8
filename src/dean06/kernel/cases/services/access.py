"""Who may act upon a case: the applicant upon her own, an officer upon what lies with his unit and role."""

from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.cases.models import Case, Task
from dean06.kernel.cases.procedures.types import Act, Procedure
from dean06.kernel.cases.statuses import Status

NOT_HERE = "Không có hồ sơ này, hoặc hồ sơ không thuộc phạm vi của bà/ông."
OFFICERS = frozenset({Role.CLERK, Role.COORDINATOR, Role.LEADER})


def own_case(actor: Actor, case_id: UUID, expected_revision: int) -> Case:
    """The actor's own case, locked. NotFound for anybody else's, Conflict when it has moved meanwhile."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("version")
    case = rows.filter(pk=case_id, applicant_id__in=[actor.party_id]).first() if actor.party_id else None
    if case is None:
        raise NotFound(NOT_HERE, code="case_not_found")
    check_revision(case, expected_revision)
    return case


def officers_case(actor: Actor, case_id: UUID, expected_revision: int) -> tuple[Case, Task]:
    """A case that lies with the actor's unit and role, locked, with the open task.

    NotFound when it never lay with the unit; Conflict when it has moved meanwhile or lies elsewhere now.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("version")
    case = rows.filter(pk=case_id).first() if actor.role in OFFICERS and actor.unit_code else None
    if case is None or not Task.objects.filter(case=case, unit_code=actor.unit_code).exists():
        raise NotFound(NOT_HERE, code="case_not_found")
    check_revision(case, expected_revision)
    task = Task.objects.filter(case=case, closed_at__isnull=True).first()
    if task is None:
        raise Conflict(f"Hồ sơ {case.code} đã xong: {Status(case.status).label}.", code="case_closed")
    if (task.unit_code, task.role) != (actor.unit_code, actor.role.value):
        raise NotPermitted(f"Hồ sơ {case.code} đang ở bước “{task.title}”, không ở chỗ bà/ông.", code="lies_elsewhere")
    return case, task


def check_revision(case: Case, expected: int) -> None:
    """Conflict that says who was faster, with what, when."""
    if case.revision != expected:
        at = clock.local(case.last_at)
        raise Conflict(
            f"Hồ sơ {case.code} đã thay đổi: {case.last_by} vừa “{case.last_act}” lúc {at:%H:%M} ngày {at:%d/%m/%Y}."
            " Hãy tải lại để xem rồi làm tiếp.",
            code="case_changed",
        )


def check_act(actor: Actor, procedure: Procedure, case: Case, task: Task, act: Act) -> None:
    """The step allows the act, and a colleague who took the file on is not passed over (but may be relieved of it)."""
    step = procedure.step(task.step_code)
    if step is None or act not in step.acts:
        raise NotPermitted(f"Bước “{task.title}” không có việc “{act.label}”.", code="act_not_declared")
    if task.assignee_id and task.assignee_id != actor.party_id and act is not Act.ASSIGN:
        raise NotPermitted(
            f"Hồ sơ {case.code} do {task.assignee_name} phụ trách. Nhận lại việc trước khi xử lý.", code="not_assignee"
        )


def check_status(case: Case, act: str, *allowed: Status) -> None:
    """Conflict when the act makes no sense where the case stands."""
    now = Status(case.status)
    if now not in allowed:
        raise Conflict(f"Hồ sơ {case.code} đang “{now.label}” nên không “{act}” được.", code="wrong_status")
