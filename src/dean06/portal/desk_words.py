"""A case in words: the answers by section of the form they were given on, papers, the course, the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.money import Dong, format_dong
from dean06.kernel.cases.types import Act, CaseStep, CaseView, FieldSpec, FieldType, PaperInfo, PaperSource, Status
from dean06.kernel.documents.types import DocumentLine, Standing
from dean06.ui import parts
from dean06.ui.formats import day as written
from dean06.ui.words import Tone

OTHER_ACTS = {
    "file": "Nộp hồ sơ",
    "begin": "Bắt đầu xử lý",
    "answer_supplement": "Người nộp bổ sung",
    "withdraw": "Người nộp xin rút",
    "keep": "Người nộp không rút nữa",
    "end_with_parent": "Dừng theo hồ sơ chính",
}
SOURCES = {
    PaperSource.WALLET: "lấy từ ví giấy tờ",
    PaperSource.FILE: "tệp gửi lên",
    PaperSource.COUNTER: "nộp hoặc xuất trình tại quầy",
}
TONES: dict[Status, Tone] = {
    Status.NOT_RECEIVED: "danger",
    Status.SUPPLEMENT_ASKED: "warning",
    Status.WITHDRAWAL_ASKED: "warning",
    Status.STOPPED: "danger",
    Status.DECIDED: "success",
    Status.HANDED_OVER: "success",
}


@dataclass(frozen=True)
class Answer:
    """A question and what was answered; ``table`` instead of ``text`` for a list."""

    label: str
    text: str
    table: parts.Table | None = None


@dataclass(frozen=True)
class Section:
    """Answers under one heading."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Paper:
    """A paper with where it came from in words; ``can_be_opened`` when there is a file, else perhaps a ``document``.

    ``warning`` says what happened to the document since.
    """

    id: UUID
    name: str
    source: str
    file_name: str
    added_at: datetime
    can_be_opened: bool
    document: DocumentLine | None
    warning: str


def sections(view: CaseView) -> list[Section]:
    """What was answered, by the headings of the form it was answered on; what was left open is not there."""
    asked = [field for field in view.procedure.fields if field.name in view.answers]
    return [
        Section(title=title, answers=tuple(_answer(field, view.answers[field.name]) for field in fields))
        for title, fields in groupby(asked, key=lambda field: field.section or "Tờ khai")
    ]


def papers(view: CaseView) -> list[Paper]:
    """The papers in the order they came."""
    return [_paper(one) for one in view.papers]


def missing_papers(view: CaseView) -> list[str]:
    """Names of papers the form asks for that are not in the file."""
    there = {one.code for one in view.papers}
    return [spec.name for spec in view.procedure.papers if spec.required and spec.code not in there]


def course(view: CaseView) -> list[parts.Event]:
    """The history, newest first."""
    return [
        parts.Event(
            at=step.at,
            title=f"{act_label(step)}: {step.status.label.lower()}",
            text=step.note,
            who=step.who,
            tone=TONES.get(step.status, "info"),
        )
        for step in reversed(view.steps)
    ]


def act_label(step: CaseStep) -> str:
    """What was done, in words."""
    if step.act in set(Act):
        return Act(step.act).label
    return OTHER_ACTS.get(step.act, "Ghi nhận")


def pauses(view: CaseView) -> list[tuple[datetime, datetime | None]]:
    """When the clock stood still after receipt, from and until; None: it still does."""
    found: list[tuple[datetime, datetime | None]] = []
    began = None
    for step in view.steps:
        is_pause = step.status is Status.SUPPLEMENT_ASKED
        if is_pause and began is None and view.line.received_at and step.at >= view.line.received_at:
            began = step.at
        elif not is_pause and began is not None:
            found.append((began, step.at))
            began = None
    return [*found, (began, None)] if began else found


def _paper(one: PaperInfo) -> Paper:
    return Paper(
        id=one.id,
        name=one.name,
        source=SOURCES[one.source],
        file_name=one.file_name,
        added_at=one.added_at,
        can_be_opened=one.source is PaperSource.FILE,
        document=one.document,
        warning=_since(one.document) if one.document else "",
    )


def _since(document: DocumentLine) -> str:
    """What became of a document after it was handed in; it held on that day, or it would have been refused."""
    if document.withdrawn_at:
        return f"Đã bị thu hồi ngày {written(clock.local(document.withdrawn_at).date())}, sau khi nộp hồ sơ."
    if document.expires_at and document.standing is Standing.EXPIRED:
        return f"Đã hết hạn ngày {written(clock.local(document.expires_at).date())}, sau khi nộp hồ sơ."
    return ""


def _answer(field: FieldSpec, value: Any) -> Answer:
    if field.type is FieldType.LIST:
        return Answer(label=field.label, text="", table=_table(field, value))
    return Answer(label=field.label, text=answer_words(field, value))


def _table(field: FieldSpec, rows: list[Mapping[str, Any]]) -> parts.Table:
    return parts.Table(
        caption=field.label,
        columns=[parts.Column(column.label) for column in field.columns],
        rows=[
            [answer_words(column, row[column.name]) if column.name in row else "" for column in field.columns]
            for row in rows
        ],
    )


def answer_words(field: FieldSpec, value: Any) -> str:
    """One answer as people read it."""
    match field.type:
        case FieldType.CHOICE:
            return next((one.label for one in field.choices if one.value == value), str(value))
        case FieldType.YES_NO:
            return "Có" if value else "Không"
        case FieldType.DATE:
            return written(date.fromisoformat(value))
        case FieldType.MONEY:
            return format_dong(Dong(value))
    return str(value)
