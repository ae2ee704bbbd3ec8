"""Who may act upon a case: the applicant upon her own, an officer upon what lies with his unit and role."""

from collections.abc import Collection
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, NotFound
from dean06.kernel.cases.models import Case, Task
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.forms import persons_named
from dean06.kernel.cases.procedures.types import Act, Channel, Procedure
from dean06.kernel.cases.selectors.substitutes import stands_for
from dean06.kernel.cases.services.refusing import Denied
from dean06.kernel.cases.statuses import Status
from dean06.kernel.parties import api as parties

NOT_HERE = "Không có hồ sơ này, hoặc hồ sơ không thuộc phạm vi của bà/ông."
OWN = "Bà/ông là người nộp hoặc có tên trong hồ sơ {code} nên không xử lý được. Chuyển cho đồng nghiệp."
KIN = "Hồ sơ {code} là của người cùng hộ với bà/ông nên bà/ông không ký được. Chuyển cho đồng nghiệp."
NOT_THIS_COUNTER = "Chỉ bộ phận tiếp nhận hồ sơ {code} mới ghi thay người nộp được."
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
    case = _known_here(actor, case_id)
    check_no_stake(actor, case)
    check_revision(case, expected_revision)
    task = Task.objects.filter(case=case, closed_at__isnull=True).first()
    if task is None:
        raise Conflict(f"Hồ sơ {case.code} đã xong: {Status(case.status).label}.", code="case_closed")
    if (task.unit_code, task.role) != (actor.unit_code, actor.role.value):
        raise Denied(
            f"Hồ sơ {case.code} đang ở bước “{task.title}”, không ở chỗ bà/ông.", code="lies_elsewhere", case=case
        )
    return case, task


def counters_case(actor: Actor, case_id: UUID, expected_revision: int) -> Case:
    """A case for whose applicant the actor's counter may speak, locked, wherever it lies: the counter that receives it.

    NotFound when it never lay with the unit; Denied for every other desk.
    """
    case = _known_here(actor, case_id)
    check_no_stake(actor, case)
    counter = procedure_of(case.version).steps[0]
    if (actor.unit_code, actor.role) != (case.unit_code, counter.role):
        raise Denied(NOT_THIS_COUNTER.format(code=case.code), code="not_at_this_counter", case=case)
    check_revision(case, expected_revision)
    return case


def portals_case(case_id: UUID, expected_revision: int) -> Case:
    """A case whose applicant speaks through the national portal, locked. NotFound for one that did not come from it."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("version")
    case = rows.filter(pk=case_id, channel=Channel.PORTAL).first()
    if case is None:
        raise NotFound(NOT_HERE, code="case_not_found")
    check_revision(case, expected_revision)
    return case


def check_no_stake(actor: Actor, case: Case) -> None:
    """Denied for whoever filed the case or is named in its form: nobody works on a case of his own."""
    if has_stake(actor, case):
        raise Denied(OWN.format(code=case.code), code="own_case", case=case)


def has_stake(actor: Actor, case: Case) -> bool:
    """Whether the actor filed the case or is named in its form."""
    if actor.party_id is None:
        return False
    named = persons_named(procedure_of(case.version), case.answers)
    return actor.party_id == case.applicant_id or (bool(named) and parties.party(actor.party_id).personal_id in named)


def check_no_kin(case: Case, kin: Collection[str] | None) -> None:
    """Denied when somebody of the officer's household filed the case or is named in its form."""
    concerned = persons_named(procedure_of(case.version), case.answers)
    if kin and concerned.union([parties.party(case.applicant_id).personal_id]).intersection(kin):
        raise Denied(KIN.format(code=case.code), code="household_case", case=case)


def _known_here(actor: Actor, case_id: UUID) -> Case:
    """A case that lies or lay with an officer's unit, locked."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("version")
    case = rows.filter(pk=case_id).first() if actor.role in OFFICERS and actor.unit_code else None
    if case is None or not Task.objects.filter(case=case, unit_code=actor.unit_code).exists():
        raise NotFound(NOT_HERE, code="case_not_found")
    return case


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
        raise Denied(f"Bước “{task.title}” không có việc “{act.label}”.", code="act_not_declared", case=case)
    if task.assignee_id and act is not Act.ASSIGN and task.assignee_id not in stands_for(actor):
        raise Denied(
            f"Hồ sơ {case.code} do {task.assignee_name} phụ trách. Nhận lại việc trước khi xử lý.",
            code="not_assignee",
            case=case,
        )


def check_status(case: Case, act: str, *allowed: Status) -> None:
    """Conflict when the act makes no sense where the case stands."""
    now = Status(case.status)
    if now not in allowed:
        raise Conflict(f"Hồ sơ {case.code} đang “{now.label}” nên không “{act}” được.", code="wrong_status")
