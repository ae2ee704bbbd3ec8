"""How a dispatch is laid out: the choices a drafting office makes, apart from what it says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dean06.programme.sample.model import Facts

COLUMNS = ("number", "title", "lead", "coordinate", "force", "deadline", "tools")
"""The columns of the assignment table in the order of the dispatch of 2023."""

LEAD_AND_COORDINATE = "lead_coordinate"
"""One column that holds both the lead and the coordinators."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A drafting office's habits. `columns` is the order of the table; without `group_rows` items simply follow."""

    name: str = "standard"
    narrative: bool = True
    table: bool = True
    columns: tuple[str, ...] = COLUMNS
    group_rows: bool = True
    group_headings: bool = True
    item_word_in_titles: bool = True
    letterhead_after_body: bool = True

    @property
    def span(self) -> tuple[int, int] | None:
        """Indexes (first, last) of the columns standing under one common heading, or None where they are apart."""
        places = [self.columns.index(c) for c in ("lead", "coordinate", "force") if c in self.columns]
        together = len(places) == 3 and max(places) - min(places) == 2
        return (min(places), max(places)) if together else None


def fitting(facts: Facts, layout: Layout) -> Layout:
    """`layout` without the annexes for which `facts` say nothing: nobody prints an empty table."""
    return replace(
        layout,
        narrative=layout.narrative and any(pilot.narrative for pilot in facts.pilots),
        table=layout.table and any(pilot.table for pilot in facts.pilots),
    )


STANDARD = Layout()
LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        STANDARD,
        replace(
            STANDARD,
            name="deadline_first",
            columns=("number", "title", "deadline", "lead", "coordinate", "force", "tools"),
        ),
        replace(STANDARD, name="tools_first", columns=("number", "title", "tools", "lead", "coordinate", "deadline")),
        replace(
            STANDARD,
            name="merged",
            columns=("number", "title", LEAD_AND_COORDINATE, "force", "deadline", "tools"),
        ),
        replace(STANDARD, name="no_groups", group_rows=False, group_headings=False),
        replace(STANDARD, name="no_table", table=False),
        replace(STANDARD, name="no_narrative", narrative=False),
        replace(STANDARD, name="plain_titles", item_word_in_titles=False, letterhead_after_body=False),
    )
}
"""Layouts by name; every one of them is a dispatch a reader has to cope with."""
