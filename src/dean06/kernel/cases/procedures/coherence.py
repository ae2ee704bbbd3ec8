"""What a file must agree on with itself: names used once, conditions that can hold, steps that lead to a result."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from dean06.kernel.base.actor import Role
from dean06.kernel.base.declarations import Source
from dean06.kernel.base.positions import Path
from dean06.kernel.cases.procedures.types import Act, Condition, FieldType, Procedure
from dean06.kernel.ports.population import Field

# Who signs in is known by name, number, birth and sex; the rest is asked of the population register.
PREFILLS = frozenset(
    {f"applicant.{name}" for name in ("full_name", "personal_id", "birth_on", "sex")}
    | {f"register.{one.value}" for one in Field}
)
STEP_ROLES = frozenset({Role.CLERK, Role.COORDINATOR, Role.LEADER})
NEEDED_ACTS = (Act.RECEIVE, Act.DECIDE, Act.HAND_OVER)
NO_KIND = "Không có loại giấy tờ “{}” trong ví: xem kernel/documents/data/types."
YES_NO = ("true", "false")


def check(procedure: Procedure, source: Source) -> None:
    """Note every contradiction."""
    if procedure.valid_until is not None and procedure.valid_until <= procedure.valid_from:
        source.problem(("valid_until",), "“valid_until” (không tính ngày này) phải sau “valid_from”.")
    _names_once(procedure, source)
    for number, field in enumerate(procedure.fields):
        where: Path = ("field", number)
        _condition(procedure, source, where, field.condition, before=number)
        if field.prefill and field.prefill not in PREFILLS:
            source.problem((*where, "prefill"), f"Không điền sẵn được từ “{field.prefill}”.")
        elif field.prefill.startswith("register.") and not procedure.register_purpose:
            source.problem(
                (*where, "prefill"), "Điền sẵn từ CSDL dân cư thì phải ghi “register_purpose”: hỏi vì mục đích nào."
            )
    for number, paper in enumerate(procedure.papers):
        _condition(procedure, source, ("paper", number), paper.condition, before=len(procedure.fields))
    _fees(procedure, source)
    _steps(procedure, source)
    _children(procedure, source)


def check_kinds(procedure: Procedure, source: Source, kinds: Collection[str]) -> None:
    """Note papers that ask the wallet for a type of document that nobody issues into it."""
    for number, paper in enumerate(procedure.papers):
        if paper.document_type and paper.document_type not in kinds:
            source.problem(("paper", number, "document_type"), NO_KIND.format(paper.document_type))


def _names_once(procedure: Procedure, source: Source) -> None:
    _once(source, ("field",), "name", [one.name for one in procedure.fields])
    _once(source, ("paper",), "code", [one.code for one in procedure.papers])
    _once(source, ("step",), "code", [one.code for one in procedure.steps])
    _once(source, ("child",), "procedure", [one.procedure for one in procedure.children])
    for number, field in enumerate(procedure.fields):
        _once(source, ("field", number, "choice"), "value", [one.value for one in field.choices])
        _once(source, ("field", number, "column"), "name", [one.name for one in field.columns])


def _once(source: Source, path: Path, key: str, names: Sequence[str]) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            source.problem((*path, number, key), f"“{name}” đã dùng ở trên: mỗi mục một tên riêng.")


def _condition(procedure: Procedure, source: Source, where: Path, condition: Condition | None, *, before: int) -> None:
    """A condition hangs on an earlier question with a known set of answers."""
    if condition is None:
        return
    where = (*where, "when")
    asked = {one.name: one for one in procedure.fields[:before]}
    field = asked.get(condition.field)
    if field is None:
        source.problem(where, f"Điều kiện dựa vào “{condition.field}”, không có câu hỏi đó ở phía trên.")
        return
    if field.type not in (FieldType.CHOICE, FieldType.YES_NO):
        source.problem(where, "Điều kiện chỉ dựa được vào câu hỏi kiểu “choice” hoặc “yes_no”.")
        return
    answers = [one.value for one in field.choices] if field.choices else YES_NO
    for value in condition.values:
        if value not in answers:
            source.problem(where, f"“{condition.field}” không có câu trả lời “{value}”; có: {', '.join(answers)}.")


def _fees(procedure: Procedure, source: Source) -> None:
    """Of several lines for one way of filing each says when it is due."""
    ways = Counter(fee.channel for fee in procedure.fees)
    for number, fee in enumerate(procedure.fees):
        _condition(procedure, source, ("fee", number), fee.condition, before=len(procedure.fields))
        if ways[fee.channel] > 1 and fee.condition is None and not fee.note:
            source.problem(("fee", number), f"“{fee.name}” thu khi nào? Ghi “when” theo câu hỏi, hoặc “note”.")


def _steps(procedure: Procedure, source: Source) -> None:
    for number, step in enumerate(procedure.steps):
        if step.role not in STEP_ROLES:
            roles = ", ".join(sorted(STEP_ROLES))
            source.problem(("step", number, "role"), f"Bước xử lý do cán bộ làm, “role” là một trong: {roles}.")
    if Act.RECEIVE not in procedure.steps[0].acts:
        source.problem(("step", 0, "acts"), "Bước đầu tiên phải có việc “receive” (tiếp nhận).")
    if not {Act.DECIDE, Act.ASSIGN} & set(procedure.steps[0].acts):
        source.problem(("step", 0, "acts"), "Bước đầu tiên không “assign”, không “decide” được thì hồ sơ kẹt lại.")
    able: Counter[Act] = Counter(act for step in procedure.steps for act in step.acts)
    if able[Act.ASK_PAYMENT] and not able[Act.CONFIRM_PAYMENT]:
        source.problem(("step",), "Có bước “ask_payment” mà không bước nào “confirm_payment”: hồ sơ chờ phí mãi.")
    for missing in _missing(able):
        source.problem(("step",), f"Không bước nào có việc “{missing}”: hồ sơ sẽ không bao giờ xong.")


def _missing(able: Counter[Act]) -> Iterable[Act]:
    return (act for act in NEEDED_ACTS if not able[act])


def _children(procedure: Procedure, source: Source) -> None:
    for number, child in enumerate(procedure.children):
        if child.procedure == procedure.code:
            source.problem(("child", number, "procedure"), "Thủ tục không liên thông với chính nó.")
        for name, own in child.answers:
            if procedure.field(own) is None:
                source.problem(("child", number, "answers", name), f"Tờ khai này không có câu hỏi “{own}”.")
