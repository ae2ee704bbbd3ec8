"""What the filing pages say: where a case may go, what it costs, what was answered, what stands in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any

from dean06.kernel.base import clock
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Channel, DraftPaperInfo, FieldType, PaperSpec, Procedure
from dean06.kernel.documents.types import DocumentLine
from dean06.kernel.parties import api as parties
from dean06.portal import answer_forms, procedures

PAPER = "papers."
UNIT = "unit_code"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A section read back: labels with answers in words, or one list with its rows."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PaperBox:
    """One paper asked for: its files so far, what the wallet has besides, and what is wrong."""

    spec: PaperSpec
    files: tuple[DraftPaperInfo, ...]
    fitting: tuple[DocumentLine, ...]
    error: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is filed together: its title and the unit it goes to."""

    procedure: str
    title: str
    unit_code: str
    unit_name: str


def receivers(procedure: str, day: date) -> list[tuple[str, str]]:
    """Units a person may hand the procedure in to, by code and name."""
    return [(code, parties.unit(code, day).name) for code in cases.receivers(procedure, day)]


def parts(procedure: Procedure, unit_code: str, day: date) -> list[Part]:
    """What is filed together with a procedure handed in at a unit: each goes to its own authority of that commune."""
    found = []
    for child in procedure.children:
        code = cases.nearest_receiver(child.procedure, unit_code, day)
        name = parties.unit(code, day).name if code else ""
        found.append(Part(procedure=child.procedure, title=child.title, unit_code=code, unit_name=name))
    return found


def units_of_parts(procedure: Procedure, unit_code: str) -> dict[str, str]:
    """Where what is filed together goes: our own reckoning, never what a page sent."""
    found = {one.procedure: cases.nearest_receiver(one.procedure, unit_code, today()) for one in procedure.children}
    return {child: unit for child, unit in found.items() if unit}


def answered(procedure: Procedure, answers: Mapping[str, Any]) -> list[Answered]:
    """The form read back, questions that were asked only."""
    found = []
    asked = answer_forms.asked(procedure, answers)
    for title, group in groupby(asked, key=lambda spec: spec.section or answer_forms.UNNAMED):
        lines: list[tuple[str, str]] = []
        for spec in group:
            value = answers.get(spec.name)
            if spec.type is FieldType.LIST:
                for number, row in enumerate(value or [], start=1):
                    words = [answer_forms.written(column, row.get(column.name)) for column in spec.columns]
                    lines.append((f"{spec.label} {number}", ", ".join(word for word in words if word)))
            else:
                lines.append((spec.label, answer_forms.written(spec, value)))
        found.append(Answered(title=title, lines=tuple(lines)))
    return found


def paper_boxes(
    needed: Iterable[PaperSpec],
    files: Iterable[DraftPaperInfo],
    errors: Mapping[str, str],
    fitting: Mapping[str, tuple[DocumentLine, ...]] = MappingProxyType({}),
) -> list[PaperBox]:
    """The papers of a form, each with its files; documents that are used already are not offered again."""
    listed = list(files)
    used = {(one.code, one.document.id) for one in listed if one.document}
    return [
        PaperBox(
            spec=spec,
            files=tuple(one for one in listed if one.code == spec.code),
            fitting=tuple(one for one in fitting.get(spec.code, ()) if (spec.code, one.id) not in used),
            error=errors.get(PAPER + spec.code, ""),
        )
        for spec in needed
    ]


def of_form(blockers: Mapping[str, str]) -> dict[str, str]:
    """Those of the refusals that belong to the form."""
    return {name: message for name, message in blockers.items() if not name.startswith(PAPER)}


def of_papers(blockers: Mapping[str, str]) -> dict[str, str]:
    """Those of the refusals that belong to the papers."""
    return {name: message for name, message in blockers.items() if name.startswith(PAPER)}


def fees(procedure: Procedure, channel: Channel = Channel.ONLINE) -> list[tuple[str, str]]:
    """What handing in by a channel costs, by name and in words."""
    return [(fee.name, procedures.fee_words(fee)) for fee in procedure.fees if fee.channel is channel]


def today() -> date:
    """The day the page is drawn for."""
    return clock.today()
