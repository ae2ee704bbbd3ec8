"""Directives as they came: the list, and the reading view with the source text beside what was understood."""

import hashlib
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Q

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.programme.models import Assignment, Directive, Obligation, Reading, ReadingUnit
from dean06.programme.selectors.access import require_reader


@dataclass(frozen=True)
class Segment:
    """A stretch of the source text; ``anchor`` names what was understood from it, empty for plain text."""

    text: str
    anchor: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadingView:
    """A directive with its text cut at the spans of what was understood."""

    directive: Directive
    segments: list[Segment]
    readings: list[Reading]
    obligations: list[Obligation]
    unresolved: list[ReadingUnit]  # names no unit of the register was found for

    @property
    def pairs(self) -> list[tuple[Assignment, list[Reading]]]:
        """Both accounts of each assignment, side by side."""
        by_number = groupby(self.readings, key=lambda reading: reading.assignment)
        return [(task, list(accounts)) for task, accounts in by_number]


def directives(actor: Actor) -> list[Directive]:
    """All directives, newest first, each with counts of assignments and open contradictions."""
    require_reader(actor)
    undecided = Q(contradictions__decisions=None, contradictions__isnull=False)
    return list(
        Directive.objects.defer("source_text", "reading").annotate(
            task_count=Count("assignments", distinct=True),
            undecided=Count("contradictions", filter=undecided, distinct=True),
        )
    )


def directive(actor: Actor, directive_id: UUID) -> Directive:
    """One directive, or NotFound."""
    require_reader(actor)
    row = Directive.objects.filter(pk=directive_id).first()
    if row is None:
        raise NotFound("Không tìm thấy công văn này.")
    return row


def imported_from(actor: Actor, data: bytes) -> Directive | None:
    """The directive that was read from a file of this very content, if any."""
    require_reader(actor)
    return Directive.objects.filter(source_sha256=hashlib.sha256(data).hexdigest()).first()


def reading_view(actor: Actor, directive_id: UUID) -> ReadingView:
    """Source text and what was understood, tied by anchors in both directions."""
    row = directive(actor, directive_id)
    readings = list(
        Reading.objects.filter(assignment__directive=row)
        .select_related("assignment")
        .prefetch_related("units__reading__assignment")
        .order_by("assignment__number", "source")
    )
    duties = list(row.obligations.all())
    marks = [
        (item.span_start, item.span_end, anchor_of(item), f"Nhiệm vụ {item.assignment.number}") for item in readings
    ]
    marks += [
        (duty.span_start, duty.span_end, f"nghia-vu-{duty.position}", f"Yêu cầu {duty.position}") for duty in duties
    ]
    return ReadingView(
        directive=row,
        segments=_cut(row.source_text, sorted(marks)),
        readings=readings,
        obligations=duties,
        unresolved=[unit for reading in readings for unit in reading.units.all() if not unit.unit_code],
    )


def anchor_of(reading: Reading) -> str:
    """Name both sides of the page use for one reading of one assignment."""
    return f"{reading.source}-{reading.assignment.number}"


def _cut(text: str, marks: list[tuple[int, int, str, str]]) -> list[Segment]:
    segments: list[Segment] = []
    position = 0
    for start, end, anchor, label in marks:
        if start < position or end <= start:
            continue  # an overlap is shown once, under the first that claims it
        if start > position:
            segments.append(Segment(text[position:start]))
        segments.append(Segment(text[start:end], anchor, label))
        position = end
    if position < len(text):
        segments.append(Segment(text[position:]))
    return segments
