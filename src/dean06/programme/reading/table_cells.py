"""From the cells of one table row, however they were found, to what the table says of one pilot."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dean06.programme.reading.damage import flat, worn
from dean06.programme.reading.deadlines import read_deadline
from dean06.programme.reading.headings import Column
from dean06.programme.reading.items import label_end
from dean06.programme.reading.layout import GroupHeading
from dean06.programme.reading.lines import Stretch, tidy, whole_symbols
from dean06.programme.reading.model import Account, Deadline, Span, UnitName
from dean06.programme.reading.roles import has_markers, read_roles
from dean06.programme.reading.tools import read_tools
from dean06.programme.reading.units import read_list

# "Đề nghị" in front of the lead, any of its letters but most of the second word may be lost.
_REQUEST = re.compile(
    r"^[\s\-+•:]*(?:chu tri\s*[:\-]\s*)?"
    rf"(?:{worn('de nghi')}|(?:d\s?e|d|e)\s*n\s?(?:g\s?h|g|h)\s?i?|n\s?g\s?h\s?i?|n\s?hi|n\s?g\s?i)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class TableAnnex:
    """What the table says: an account per pilot, the groups with the pilots under their rows, the columns it has."""

    accounts: dict[int, Account]
    groups: list[tuple[GroupHeading, tuple[int, ...]]]
    columns: tuple[Column, ...]


def account_of(cells: Mapping[Column, Stretch], columns: Sequence[Column], words: str, span: Span) -> Account:
    """The row as an account. Lead and coordinators may share a cell; each list keeps its order."""
    title = cells.get("title", Stretch([]))
    start = label_end(title.text)
    shown = title.cut(start, len(title.text))
    lead, coordinate, requested = _roles(cells)
    return Account(
        title=tidy(shown.text).strip(" .:;"),
        written_title=whole_symbols(shown.text).replace("\n", " "),
        lead=tuple(lead),
        lead_is_request=requested,
        coordinate=tuple(coordinate),
        force=tuple(read_list(cells.get("force", Stretch([])))),
        deadline=deadline_of(cells.get("deadline", Stretch([]))),
        tools=tuple(read_tools(cells.get("tools", Stretch([])).text)),
        words=words,
        span=span,
        title_span=shown.span(0, len(shown.text)) if shown.text else span,
        field_spans={name: cell.span(0, len(cell.text)) for name, cell in cells.items() if cell.text},
        columns=frozenset(columns),
    )


def is_request(text: str) -> bool:
    """Whether a cell begins with "Đề nghị": its lead is outside the issuer's power."""
    return bool(_REQUEST.search(flat(text[:40])))


def without_request(text: str) -> str:
    """The words of a cell without a leading "Đề nghị"."""
    match = _REQUEST.match(flat(text[:40]))
    return text[match.end() :] if match else text


def _roles(cells: Mapping[Column, Stretch]) -> tuple[list[UnitName], list[UnitName], bool]:
    lead_cell = cells.get("lead", Stretch([]))
    other_cell = cells.get("coordinate", Stretch([]))
    if not has_markers(lead_cell.text):
        requested = is_request(lead_cell.text)
        if not has_markers(other_cell.text):
            return read_list(lead_cell), read_list(other_cell), requested
        roles = read_roles(other_cell, keeps_lead=True)
        return read_list(lead_cell) or roles.lead, roles.coordinate, requested or roles.is_request
    roles = read_roles(lead_cell, keeps_lead=True)
    return roles.lead, [*roles.coordinate, *read_list(other_cell)], roles.is_request


def deadline_of(words: Stretch) -> Deadline | None:
    """The deadline of a cell or section, its spans in the whole text."""
    found = read_deadline(words.text)
    if found is None:
        return None
    placed = tuple(replace(m, span=words.span(*m.span)) for m in found.milestones)
    return replace(found, span=words.span(*found.span), milestones=placed)
