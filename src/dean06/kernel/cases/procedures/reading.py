"""One file into one Procedure. What the file may say is also told by protocols/procedure.schema.json."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from dean06.kernel.base.actor import Role
from dean06.kernel.base.declarations import DeclarationError, Source, Table
from dean06.kernel.base.money import Dong
from dean06.kernel.cases.deadlines import COUNTED, DeadlineKind, DeadlineRule
from dean06.kernel.cases.procedures import coherence
from dean06.kernel.cases.procedures.types import (
    Act,
    Channel,
    Child,
    Choice,
    Collected,
    Condition,
    Copy,
    DecisionList,
    Fee,
    FieldSpec,
    FieldType,
    Level,
    PaperSpec,
    Procedure,
    Result,
    StepSpec,
)

HIGHEST_ASSURANCE = 2
LONGEST_ANSWER = {FieldType.TEXT: 300, FieldType.LONG_TEXT: 4000}
NO_DAY = date(1, 1, 1)
NOTHING = DeadlineRule(kind=DeadlineKind.AT_ONCE)


def read_procedure(file: str, text: str, *, kinds: Collection[str] | None = None) -> Procedure:
    """The procedure a file declares. DeclarationError with every mistake and its line.

    ``kinds``: types of documents a paper may ask the wallet for; None where they are not judged (a pinned text).
    """
    source = Source(file, text)
    procedure = _procedure(source.root)
    if not source.problems:
        coherence.check(procedure, source)
        if kinds is not None:
            coherence.check_kinds(procedure, source, kinds)
    if source.problems:
        raise DeclarationError(source.problems)
    return procedure


def read_pinned(name: str, text: str) -> Procedure:
    """A declaration that was in force once, read again for its cases. DeclarationError when it has lost its shape.

    What a file must agree on with itself was judged when it was taken; rules made since then are not its rules.
    """
    source = Source(name, text)
    procedure = _procedure(source.root)
    if source.problems:
        raise DeclarationError(source.problems)
    return procedure


def _procedure(table: Table) -> Procedure:
    deadline, note, is_provisional = _deadline(table.table("deadline"))
    procedure = Procedure(
        code=table.code("code"),
        number=table.text("number", required=False),
        name=table.text("name"),
        lists=table.some_of("lists", DecisionList, required=False),
        applicants=table.text("applicants", required=False),
        level=table.one_of("level", Level) or Level.COMMUNE,
        authority=table.text("authority"),
        assurance_level=_assurance(table),
        least_age=table.number("least_age", least=1, required=False) or 0,
        register_purpose=table.code("register_purpose", required=False),
        legal_basis=table.texts("legal_basis"),
        valid_from=table.day("valid_from") or NO_DAY,
        valid_until=table.day("valid_until", required=False),
        deadline=deadline,
        deadline_note=note,
        is_provisional=is_provisional,
        fees=tuple(_fee(one) for one in table.tables("fee")),
        fields=tuple(_field(one) for one in table.tables("field", required=True)),
        papers=tuple(_paper(one) for one in table.tables("paper")),
        steps=tuple(_step(one) for one in table.tables("step", required=True)),
        children=tuple(_child(one) for one in table.tables("child")),
        result=_result(table.table("result")),
        source=table.text("source"),
        verified=table.flag("verified"),
    )
    table.done()
    return procedure


def _assurance(table: Table) -> int:
    level = table.number("assurance_level", least=0)
    if level is not None and level > HIGHEST_ASSURANCE:
        table.problem("assurance_level", f"“assurance_level” cao nhất là {HIGHEST_ASSURANCE}.")
    return level or 0


def _deadline(table: Table | None) -> tuple[DeadlineRule, str, bool]:
    if table is None:
        return NOTHING, "", False
    is_provisional = table.flag("provisional", default=False)
    note = table.text("note", required=is_provisional)
    return _rule(table), note, is_provisional


def _rule(table: Table) -> DeadlineRule:
    kind = table.one_of("kind", DeadlineKind)
    amount = table.number("amount", least=1, required=kind in COUNTED)
    day = table.day("day", required=kind is DeadlineKind.ON_DAY)
    table.done()
    if kind is None:
        return NOTHING
    if kind not in COUNTED and amount is not None:
        table.problem("amount", f"Thời hạn “{kind}” không đếm ngày giờ: bỏ “amount”.")
        return NOTHING
    if kind is not DeadlineKind.ON_DAY and day is not None:
        table.problem("day", "Chỉ thời hạn “on_day” mới có “day”.")
        return NOTHING
    if (kind in COUNTED and amount is None) or (kind is DeadlineKind.ON_DAY and day is None):
        return NOTHING  # said already
    return DeadlineRule(kind=kind, amount=amount or 0, day=day)


def _fee(table: Table) -> Fee:
    amount, note = table.number("amount", required=False), table.text("note", required=False)
    if not table.has("amount") and not note:
        table.problem("", "Chưa biết số tiền thì phải có “note” nói mức phí tính theo đâu.")
    fee = Fee(
        name=table.text("name"),
        channel=table.one_of("channel", Channel) or Channel.COUNTER,
        amount=None if amount is None else Dong(amount),
        collected=table.one_of("collected", Collected, required=False) or Collected.RECEIPT,
        note=note,
        condition=_condition(table),
    )
    if fee.channel is Channel.PORTAL:
        table.problem("channel", "Nộp trên Cổng Dịch vụ công quốc gia là nộp trực tuyến: viết “online”.")
    table.done()
    return fee


def _field(table: Table, *, is_column: bool = False) -> FieldSpec:
    kind = table.one_of("type", FieldType) or FieldType.TEXT
    if is_column and kind is FieldType.LIST:
        table.problem("type", "Trong một danh sách không lồng thêm danh sách.")
    choices = tuple(_choice(one) for one in table.tables("choice"))
    if (kind is FieldType.CHOICE) != bool(choices):
        table.problem("type", "Kiểu “choice” phải có các mục [[field.choice]]; kiểu khác thì không.")
    columns = () if is_column else tuple(_field(one, is_column=True) for one in table.tables("column"))
    if (kind is FieldType.LIST) != bool(columns) and not is_column:
        table.problem("type", "Kiểu “list” phải có các cột [[field.column]]; kiểu khác thì không.")
    spec = FieldSpec(
        name=table.code("name"),
        label=table.text("label"),
        type=kind,
        required=table.flag("required", default=True),
        hint=table.text("hint", required=False),
        choices=choices,
        columns=columns,
    )
    spec = _bounds(table, spec if is_column else _placed(table, spec))
    table.done()
    return spec


def _placed(table: Table, spec: FieldSpec) -> FieldSpec:
    """What only a question of the form itself has, not a column of a list."""
    section, prefill = table.text("section", required=False), table.text("prefill", required=False)
    return replace(spec, section=section, prefill=prefill, condition=_condition(table))


def _bounds(table: Table, spec: FieldSpec) -> FieldSpec:
    """The limits a type can have; another type's limit is an unknown key."""
    match spec.type:
        case FieldType.NUMBER | FieldType.MONEY | FieldType.LIST:
            low, high = table.number("minimum", required=False), table.number("maximum", required=False)
            if low is not None and high is not None and low > high:
                table.problem("minimum", "“minimum” lớn hơn “maximum”.")
            return replace(spec, minimum=low, maximum=high)
        case FieldType.TEXT | FieldType.LONG_TEXT:
            longest = table.number("longest", least=1, required=False) or LONGEST_ANSWER[spec.type]
            pattern = table.text("pattern", required=False)
            _check_pattern(table, pattern)
            message = table.text("pattern_message", required=bool(pattern))
            return replace(spec, longest=longest, pattern=pattern, pattern_message=message)
        case FieldType.DATE:
            return replace(spec, past_only=table.flag("past_only", default=False))
    return spec


def _check_pattern(table: Table, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error:
        table.problem("pattern", "“pattern” không phải là biểu thức chính quy đúng.")


def _choice(table: Table) -> Choice:
    choice = Choice(value=table.code("value"), label=table.text("label"))
    table.done()
    return choice


def _condition(table: Table) -> Condition | None:
    """``when = { field = "...", is = ["..."] }``."""
    when = table.table("when", required=False)
    if when is None:
        return None
    condition = Condition(field=when.code("field"), values=when.texts("is"))
    when.done()
    return condition


def _paper(table: Table) -> PaperSpec:
    paper = PaperSpec(
        code=table.code("code"),
        name=table.text("name"),
        copy=table.one_of("copy", Copy) or Copy.ORIGINAL,
        count=table.number("count", least=1, required=False) or 1,
        required=table.flag("required", default=True),
        document_type=table.code("document_type", required=False),
        condition=_condition(table),
    )
    table.done()
    return paper


def _step(table: Table) -> StepSpec:
    step = StepSpec(
        code=table.code("code"),
        title=table.text("title"),
        role=table.one_of("role", Role) or Role.CLERK,
        acts=table.some_of("acts", Act),
        within_hours=table.number("within_hours", least=1, required=False) or 0,
    )
    table.done()
    return step


def _child(table: Table) -> Child:
    answers = table.table("answers", required=False)
    pairs = tuple((name, answers.code(name)) for name in answers.data) if answers else ()
    child = Child(procedure=table.code("procedure"), title=table.text("title"), answers=pairs)
    table.done()
    return child


def _result(table: Table | None) -> Result:
    if table is None:
        return Result(name="", document_type="")
    result = Result(name=table.text("name"), document_type=table.code("document_type"))
    table.done()
    return result
