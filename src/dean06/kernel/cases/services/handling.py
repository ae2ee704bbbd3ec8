"""What officers do with a case that lies with them: every act is declared at the step, locked, judged, written once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.cases.acting import ALLOWED, WAITING
from dean06.kernel.cases.models import Case, Extension, Supplement, Task
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.types import Act, Procedure, StepSpec
from dean06.kernel.cases.services.access import check_act, check_no_kin, check_status, officers_case
from dean06.kernel.cases.services.making import check_receiver
from dean06.kernel.cases.services.moving import close_task, move, open_task, record, who, words
from dean06.kernel.cases.services.refusing import acting
from dean06.kernel.cases.services.register import housemates
from dean06.kernel.cases.services.resulting import check_outcome
from dean06.kernel.cases.services.telling import tell_promise
from dean06.kernel.cases.statuses import Status
from dean06.kernel.parties import api as parties

LONGEST_RESULT = 100
BEGINNING = "Bắt đầu xử lý"
WITH_PARENT = "Thủ tục chính không được giải quyết nên thủ tục liên thông cũng dừng."


def receive(actor: Actor, *, case_id: UUID, expected_revision: int) -> datetime:
    """Take a case in: the clock starts. Returns when it is due.

    A case filed together with another waits until that one is decided (Conflict). A desk that also decides has nobody
    to pass the case on to, so its work begins at once (status 4 follows 2 in the same act).
    """
    with acting(actor):
        case = take_in(actor, case_id, expected_revision)
        record(actor, f"cases.{Act.RECEIVE.value}", case)
    if case.due_at is None:
        raise RuntimeError(f"{case.code} was received and has no due instant")
    return case.due_at


def take_in(actor: Actor, case_id: UUID, expected_revision: int) -> Case:
    """The receipt itself, without its entry in the log. Inside the caller's transaction."""
    case, task, procedure = begin(actor, case_id, expected_revision, Act.RECEIVE)
    check_status(case, Act.RECEIVE.label, *ALLOWED[Act.RECEIVE])
    if case.parent and case.parent.status not in (Status.DECIDED, Status.HANDED_OVER):
        raise Conflict(f"Chờ kết quả hồ sơ {case.parent.code} rồi mới tiếp nhận hồ sơ này.", code="parent_open")
    check_receiver(procedure, case.unit_code, clock.local(case.submitted_at).date())
    move(actor, case, act=Act.RECEIVE.value, label=Act.RECEIVE.label, status=Status.RECEIVED)
    step = procedure.step(task.step_code)
    if step and Act.DECIDE in step.acts:
        move(actor, case, act="begin", label=BEGINNING, status=Status.PROCESSING, step=step.code)
    return case


def refuse(actor: Actor, *, case_id: UUID, expected_revision: int, reason: str) -> None:
    """Do not take a case in, with a reason; what was filed together ends with it."""
    with acting(actor):
        case, _, _ = begin(actor, case_id, expected_revision, Act.REFUSE)
        check_status(case, Act.REFUSE.label, *ALLOWED[Act.REFUSE])
        if case.received_at:
            raise Conflict(f"Hồ sơ {case.code} đã tiếp nhận: chỉ còn dừng giải quyết được.", code="received_already")
        said = words(reason, "reason", "lý do từ chối")
        ended = _end_children(actor, case)
        _act(actor, case, Act.REFUSE, Status.NOT_RECEIVED, note=said, ended=ended)


def assign(
    actor: Actor,
    *,
    case_id: UUID,
    expected_revision: int,
    step: str,
    unit_code: str = "",
    assignee_id: UUID | None = None,
    note: str = "",
) -> None:
    """Give the case to a step (the same one: to another officer, or to oneself), at ``unit_code`` or the unit it is at.

    ``assignee_id`` must hold a post of the step's role there today. Invalid for a step, unit or officer that is not.
    """
    with acting(actor):
        case, task, procedure = begin(actor, case_id, expected_revision, Act.ASSIGN)
        check_status(case, Act.ASSIGN.label, *ALLOWED[Act.ASSIGN])
        target = _step(procedure, step)
        unit = unit_code or task.unit_code
        if assignee_id == case.applicant_id:
            raise Invalid("Không giao hồ sơ cho chính người nộp.", code="own_case", field="assignee_id")
        name = _officer(unit, target, assignee_id)
        is_begun = case.received_at is not None and target.code != task.step_code
        if case.received_at is None and target.code != task.step_code:
            raise Conflict(f"Hồ sơ {case.code} chưa tiếp nhận nên chưa chuyển bước được.", code="not_received")
        status = Status.PROCESSING if is_begun and case.status == Status.RECEIVED else Status(case.status)
        _act(actor, case, Act.ASSIGN, status, note=note.strip(), step=target.code)
        given = open_task(case, target, unit, case.last_at)
        given.assignee_id, given.assignee_name = assignee_id, name
        given.save(update_fields=["assignee", "assignee_name"])


def send_back(actor: Actor, *, case_id: UUID, expected_revision: int, reason: str) -> None:
    """Return the case to the earlier desk and officer it last came through, with a reason. Conflict without one."""
    with acting(actor):
        case, task, procedure = begin(actor, case_id, expected_revision, Act.RETURN)
        check_status(case, Act.RETURN.label, *ALLOWED[Act.RETURN])
        earlier = _codes_before(procedure, task.step_code)
        closed = Task.objects.filter(case=case, closed_at__isnull=False, step_code__in=earlier)
        before = closed.order_by("-closed_at").first()
        if before is None:
            raise Conflict(f"Hồ sơ {case.code} không có bước trước để trả về.", code="no_step_before")
        said = words(reason, "reason", "lý do trả lại")
        _act(actor, case, Act.RETURN, Status.PROCESSING, note=said, step=before.step_code)
        given = open_task(case, _step(procedure, before.step_code), before.unit_code, case.last_at)
        given.assignee_id, given.assignee_name = before.assignee_id, before.assignee_name
        given.save(update_fields=["assignee", "assignee_name"])


def ask_supplement(
    actor: Actor, *, case_id: UUID, expected_revision: int, request: str, counts_as_overdue: bool = False
) -> None:
    """Ask the applicant for more; the clock pauses. Once: a second request after receipt makes the case count as
    overdue (QĐ 766/QĐ-TTg), so it is a Conflict unless ``counts_as_overdue`` says the officer knows."""
    with acting(actor):
        case, _, _ = begin(actor, case_id, expected_revision, Act.ASK_SUPPLEMENT)
        check_status(case, Act.ASK_SUPPLEMENT.label, *ALLOWED[Act.ASK_SUPPLEMENT])
        if case.pauses and not counts_as_overdue:
            raise Conflict(
                f"Hồ sơ {case.code} đã yêu cầu bổ sung một lần. Yêu cầu lần nữa thì hồ sơ tính là quá hạn.",
                code="second_supplement",
            )
        said = words(request, "request", "cần bổ sung gì")
        _act(actor, case, Act.ASK_SUPPLEMENT, Status.SUPPLEMENT_ASKED, note=said)
        Supplement.objects.create(
            case=case,
            number=Supplement.objects.filter(case=case).count() + 1,
            asked_at=case.last_at,
            asked_by=who(actor),
            request=said,
        )


def stop(actor: Actor, *, case_id: UUID, expected_revision: int, reason: str) -> None:
    """Stop for good, with a reason; also the officer's half of a withdrawal. What was filed together ends with it."""
    with acting(actor):
        case, _, _ = begin(actor, case_id, expected_revision, Act.STOP)
        check_status(case, Act.STOP.label, *ALLOWED[Act.STOP])
        said = words(reason, "reason", "lý do dừng")
        ended = _end_children(actor, case)
        _act(actor, case, Act.STOP, Status.STOPPED, note=said, ended=ended)


def extend(actor: Actor, *, case_id: UUID, expected_revision: int, promised_at: datetime, reason: str) -> None:
    """Apologise and promise a later day. The law's own day stays what indicators count.

    Invalid when the promise is not later than the day due and the promise before.
    """
    with acting(actor):
        case, _, _ = begin(actor, case_id, expected_revision, Act.EXTEND)
        check_status(case, Act.EXTEND.label, *ALLOWED[Act.EXTEND])
        said = words(reason, "reason", "lý do chậm và lời xin lỗi")
        until = max(at for at in (case.due_at, case.promised_at, clock.now()) if at)
        if promised_at <= until:
            day = clock.local(until)
            raise Invalid(f"Ngày hẹn lại phải sau {day:%H:%M} ngày {day:%d/%m/%Y}.", field="promised_at")
        case.promised_at = promised_at
        _act(actor, case, Act.EXTEND, Status(case.status), note=said)
        Extension.objects.create(
            case=case,
            number=Extension.objects.filter(case=case).count() + 1,
            at=case.last_at,
            by=who(actor),
            reason=said,
            promised_at=promised_at,
        )
        tell_promise(case, said)


def decide(actor: Actor, *, case_id: UUID, expected_revision: int, result_number: str, note: str = "") -> None:
    """Sign the result under its number: the clock ends, and the case goes to whoever hands over.

    Denied for a case of the officer's own household, as far as the population register answers; the entry says whether
    it did. A result that has to be found out first refuses in the words of whoever finds it (``outcomes``).
    """
    number = result_number.strip()
    if not number or len(number) > LONGEST_RESULT:
        raise Invalid(f"Ghi số của kết quả, từ 1 đến {LONGEST_RESULT} ký tự.", field="result_number")
    kin = housemates(actor, act=f"ky-ket-qua.{case_id}")
    with acting(actor):
        case, _, procedure = begin(actor, case_id, expected_revision, Act.DECIDE)
        check_status(case, Act.DECIDE.label, *ALLOWED[Act.DECIDE])
        check_no_kin(case, kin)
        check_outcome(case)
        case.result_number = number
        case.save(update_fields=["result_number"])
        target = next(step for step in procedure.steps if Act.HAND_OVER in step.acts)
        move(
            actor,
            case,
            act=Act.DECIDE.value,
            label=Act.DECIDE.label,
            status=Status.DECIDED,
            note=note.strip(),
            step=target.code,
        )
        record(actor, f"cases.{Act.DECIDE.value}", case, details={"household_asked": kin is not None})
        open_task(case, target, case.unit_code, case.last_at)


def hand_over(actor: Actor, *, case_id: UUID, expected_revision: int, to: str) -> None:
    """Give the result out; ``to`` says to whom and how. Nothing follows."""
    with acting(actor):
        case, _, _ = begin(actor, case_id, expected_revision, Act.HAND_OVER)
        check_status(case, Act.HAND_OVER.label, *ALLOWED[Act.HAND_OVER])
        _act(actor, case, Act.HAND_OVER, Status.HANDED_OVER, note=words(to, "to", "trả cho ai, bằng cách nào"))


def begin(actor: Actor, case_id: UUID, expected_revision: int, act: Act) -> tuple[Case, Task, Procedure]:
    """The case, locked, with its desk and procedure, when the act is the actor's to do."""
    case, task = officers_case(actor, case_id, expected_revision)
    procedure = procedure_of(case.version)
    check_act(actor, procedure, case, task, act)
    return case, task, procedure


def _act(
    actor: Actor, case: Case, act: Act, status: Status, *, note: str = "", step: str = "", ended: Sequence[str] = ()
) -> None:
    """The act and its one entry, which names by code what ``ended`` with it."""
    move(actor, case, act=act.value, label=act.label, status=status, note=note, step=step)
    record(actor, f"cases.{act.value}", case, details={"ended_with_it": list(ended)} if ended else {})


def _codes_before(procedure: Procedure, code: str) -> list[str]:
    codes = [step.code for step in procedure.steps]
    return codes[: codes.index(code)]


def _step(procedure: Procedure, code: str) -> StepSpec:
    found = procedure.step(code)
    if found is None:
        raise Invalid("Thủ tục không có bước này.", code="step_not_found", field="step")
    return found


def _officer(unit_code: str, step: StepSpec, assignee_id: UUID | None) -> str:
    """The name of who gets the case; empty for the unit as a whole."""
    today = clock.today()
    if not parties.exists(unit_code, today):
        raise Invalid("Không có đơn vị này.", code="unit_not_found", field="unit_code")
    if assignee_id is None:
        return ""
    there = parties.holders(unit_code, step.role.value, today)
    name = next((one.name for one in there if one.party_id == assignee_id), None)
    if name is None:
        raise Invalid("Người này không giữ chức vụ phù hợp ở đơn vị đó.", code="not_an_officer", field="assignee_id")
    return name


def _end_children(actor: Actor, case: Case) -> list[str]:
    """What was filed together and is still open ends with the case it hangs on; the codes of those that did."""
    ended = []
    open_ones = Case.objects.select_for_update(of=("self",)).select_related("version").filter(parent=case)
    for child in open_ones.order_by("pk"):
        now = Status(child.status)
        if now in (Status.NOT_RECEIVED, Status.STOPPED, Status.DECIDED, Status.HANDED_OVER):
            continue
        end = Status.NOT_RECEIVED if child.received_at is None and now in WAITING else Status.STOPPED
        move(actor, child, act="end_with_parent", label="Dừng theo hồ sơ chính", status=end, note=WITH_PARENT)
        close_task(child, child.last_at)
        ended.append(child.code)
    return ended
