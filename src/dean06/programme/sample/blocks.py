"""The dispatch between facts and file: paragraphs made of styled runs, and tables. Every format renders these."""

from __future__ import annotations

from dataclasses import dataclass

BODY, BOLD, LABEL, CELL = "body", "bold", "label", "cell"


@dataclass(frozen=True)
class Run:
    """A stretch of text in one type style; styles are separate fonts in a PDF, so they lose different letters."""

    text: str
    style: str = BODY


@dataclass(frozen=True)
class Para:
    """A paragraph. Kinds: body, bullet, heading, title, center, right."""

    runs: tuple[Run, ...]
    kind: str = "body"

    @property
    def text(self) -> str:
        """The whole paragraph without styles."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Row:
    """A row of the table: one cell per column, or a single text across (a group row)."""

    cells: tuple[str, ...]
    is_group: bool = False


@dataclass(frozen=True)
class Table:
    """Column keys with their headings, the heading over lead, coordinators and force, and the rows."""

    columns: tuple[str, ...]
    headings: tuple[str, ...]
    span_heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Head:
    """The letterhead's boxes (NĐ 30/2020: quốc hiệu, issuer, number, subject, place and date)."""

    issuer_parent: str
    issuer: tuple[str, ...]
    number: str
    subject: tuple[str, ...]
    is_titled: bool
    place_and_date: str


@dataclass(frozen=True)
class Signature:
    """The end of the letter: who signs, for whom, and who gets it."""

    authority: tuple[str, ...]
    signer: str
    copies: tuple[str, ...]
    mark: str


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
