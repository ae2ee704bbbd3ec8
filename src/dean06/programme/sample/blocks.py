"""The sample dispatch between facts and file: the letter, the annex in prose and the annex as a table."""

from __future__ import annotations

from dataclasses import dataclass

from dean06.programme.papers import Head, Para, Row, Signature

CELL = "cell"
"""The style of a title in the table: a font of its own in a PDF, so it loses other letters."""


@dataclass(frozen=True)
class Table:
    """Column keys with their headings, the heading over lead, coordinators and force, and the rows."""

    columns: tuple[str, ...]
    headings: tuple[str, ...]
    span_heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Dispatch:
    """A composed dispatch, ready for any format."""

    head: Head
    addressees: tuple[str, ...]
    body: tuple[Para, ...]
    signature: Signature
    annex: tuple[Para, ...]
    table_heading: tuple[Para, ...]
    table: Table | None
