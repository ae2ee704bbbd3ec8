"""A person who answers every question of a form, each by its kind, and hands in every paper asked for."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from tests.kernel.cases.office import MORNING, SCAN

from dean06.kernel.cases.procedures.forms import check_answers, holds, needed_papers
from dean06.kernel.cases.procedures.types import FieldSpec, FieldType, Procedure
from dean06.kernel.cases.types import IncomingPaper, PaperSource
from dean06.kernel.documents import api as documents

TODAY = MORNING.date()
# What fits the shapes the declarations ask for; a new shape is added here.
SHAPES = {
    "[^0-9]+": "Nguyễn Thị Hư Cấu",
    r"\d{6,20}": "123456789",
    r"\d{10}": "0123456789",
    r"\d{12}": "000026000099",
    r"\d{9}|\d{12}": "012345678",
    r"\d{10}(-\d{3})?|\d{12}": "0123456789",
    "[A-Z]{2}[0-9A-Z]{11}": "UQ01234567891",
}


def _text(spec: FieldSpec) -> str:
    return SHAPES[spec.pattern] if spec.pattern else "Thôn Hư Cấu"


def _rows(spec: FieldSpec) -> list[dict[str, Any]]:
    return [_answers(spec.columns, {}) for _ in range(max(1, spec.minimum or 0))]


_BY_KIND: dict[FieldType, Callable[[FieldSpec], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: lambda spec: "Lời khai hư cấu để thử.",
    FieldType.NUMBER: lambda spec: str(max(1, spec.minimum or 0)),
    FieldType.MONEY: lambda spec: str(max(1000, spec.minimum or 0)),
    FieldType.DATE: lambda spec: TODAY.isoformat(),
    FieldType.TIME: lambda spec: "08:30",
    FieldType.CHOICE: lambda spec: spec.choices[0].value,
    FieldType.YES_NO: lambda spec: "false",
    FieldType.PERSONAL_ID: lambda spec: "000026000099",
    FieldType.PHONE: lambda spec: "0912345678",
    FieldType.EMAIL: lambda spec: "hu-cau@vi-du.example",
    FieldType.LIST: _rows,
}


def _answers(fields: tuple[FieldSpec, ...], given: dict[str, Any]) -> dict[str, Any]:
    for spec in fields:
        if holds(spec.condition, given):
            given[spec.name] = _BY_KIND[spec.type](spec)
    return given


def answers_to(procedure: Procedure) -> dict[str, Any]:
    """Answers the form takes, as they are kept."""
    checked = check_answers(procedure, _answers(procedure.fields, {}), today=TODAY)
    assert checked.errors == {}, procedure.code
    return checked.answers


def papers_for(procedure: Procedure, answers: dict[str, Any]) -> list[IncomingPaper]:
    """A scan of every paper that must be there."""
    stored = documents.put_file(BytesIO(SCAN), max_bytes=len(SCAN), name="ban-chup.pdf")
    return [
        IncomingPaper(code=spec.code, source=PaperSource.FILE, sha256=stored.sha256, file_name="ban-chup.pdf")
        for spec in needed_papers(procedure, answers)
        if spec.required
    ]
