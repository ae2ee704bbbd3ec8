"""A declared form in words, as the clerk who works with it and the operator who installs it need to see it."""

from dataclasses import dataclass
from itertools import groupby

from dean06.kernel.base.actor import Role
from dean06.kernel.cases.types import Condition, FieldSpec, FieldType, PaperSpec, Procedure
from dean06.ui.parts import Cell, Column, Table
from dean06.ui.words import ROLE_NAMES

TYPES = {
    FieldType.TEXT: "một dòng chữ",
    FieldType.LONG_TEXT: "đoạn văn",
    FieldType.NUMBER: "số",
    FieldType.MONEY: "số tiền",
    FieldType.DATE: "ngày",
    FieldType.TIME: "giờ",
    FieldType.CHOICE: "chọn một",
    FieldType.YES_NO: "có hoặc không",
    FieldType.PERSONAL_ID: "số định danh",
    FieldType.PHONE: "số điện thoại",
    FieldType.EMAIL: "thư điện tử",
    FieldType.LIST: "danh sách",
}
YES_NO = {"true": "có", "false": "không"}
SOURCES = {"applicant": "VNeID", "register": "CSDL quốc gia về dân cư"}
ALWAYS = "Luôn hỏi"


@dataclass(frozen=True, kw_only=True)
class Section:
    """Questions under one heading, as a table and as bare labels."""

    title: str
    labels: tuple[str, ...]
    table: Table


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step inside the office: whose, in what time, with which buttons."""

    title: str
    who: str
    hours: int
    acts: tuple[str, ...]


def sections(procedure: Procedure) -> list[Section]:
    """The form by its headings, in order."""
    found = []
    for title, fields in groupby(procedure.fields, key=lambda field: field.section or "Tờ khai"):
        own = list(fields)
        rows = [_row(procedure, field) for field in own]
        found.append(Section(title=title, labels=tuple(one.label for one in own), table=_table(title, rows)))
    return found


def _table(title: str, rows: list[tuple[Cell, ...]]) -> Table:
    heads = ("Câu hỏi", "Trả lời bằng", "Quy tắc", "Khi nào hỏi", "Điền sẵn từ")
    return Table(caption=title, columns=[Column(head) for head in heads], rows=rows, hide_caption=True)


def _row(procedure: Procedure, field: FieldSpec) -> tuple[Cell, ...]:
    asked = condition_words(procedure, field.condition) or ALWAYS
    return (field.label, _type(field), rules(field), asked, SOURCES.get(field.prefill.split(".")[0], ""))


def _type(field: FieldSpec) -> str:
    """The type, with the answers offered or the columns asked."""
    inside = [one.label for one in field.choices] + [one.label for one in field.columns]
    return f"{TYPES[field.type]}: {'; '.join(inside)}" if inside else TYPES[field.type]


def rules(field: FieldSpec) -> str:
    """What the server checks, in one line."""
    said = ["bắt buộc" if field.required else "không bắt buộc"]
    unit = " dòng" if field.type is FieldType.LIST else ""
    if field.minimum is not None:
        said.append(f"ít nhất {field.minimum}{unit}")
    if field.maximum is not None:
        said.append(f"nhiều nhất {field.maximum}{unit}")
    if field.longest:
        said.append(f"tối đa {field.longest} ký tự")
    if field.past_only:
        said.append("không sau hôm nay")
    if field.pattern_message:
        said.append(field.pattern_message.rstrip("."))
    return "; ".join(said)


def condition_words(procedure: Procedure, condition: Condition | None) -> str:
    """On what a question or a paper hangs; "" when on nothing."""
    field = procedure.field(condition.field) if condition else None
    if condition is None or field is None:
        return ""
    answers = {choice.value: choice.label for choice in field.choices} or YES_NO
    return f"Khi “{field.label}” là {' hoặc '.join(answers[value].lower() for value in condition.values)}"


def papers(procedure: Procedure) -> list[tuple[PaperSpec, str]]:
    """Papers of the file, each with when it is needed in words."""
    return [(paper, condition_words(procedure, paper.condition)) for paper in procedure.papers]


def steps(procedure: Procedure) -> list[StepLine]:
    """The steps with their buttons."""
    return [
        StepLine(
            title=step.title,
            who=ROLE_NAMES[Role(step.role)],
            hours=step.within_hours,
            acts=tuple(act.label for act in step.acts),
        )
        for step in procedure.steps
    ]
