"""A document between facts and file: paragraphs made of styled runs, tables and boxes. Every format renders these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

BODY, BOLD, LABEL = "body", "bold", "label"
"""Type styles: upright, bold, italic."""


@dataclass(frozen=True)
class Run:
    """A stretch of text in one type style; styles are separate fonts in a PDF."""

    text: str
    style: str = BODY


@dataclass(frozen=True)
class Para:
    """A paragraph. Kinds: body, bullet, heading, title, center."""

    runs: tuple[Run, ...]
    kind: str = "body"

    @property
    def text(self) -> str:
        """The whole paragraph without styles."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading and its share of the width."""

    heading: str
    share: float = 1.0
    align: Literal["left", "center"] = "left"


@dataclass(frozen=True)
class Span:
    """A heading over several columns, `first` to `last`."""

    first: int
    last: int
    heading: str


@dataclass(frozen=True)
class Row:
    """A row of a table: one cell per column, or a single text across (a group row)."""

    cells: tuple[str, ...]
    is_group: bool = False


@dataclass(frozen=True)
class Table:
    """A ruled table whose headings come again on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    span: Span | None = None


Block = Para | Table


@dataclass(frozen=True)
class Head:
    """The letterhead's boxes: issuer under its parent, number, subject, place and date.

    A titled paper prints `subject` (the kind first) in the middle of the page; a công văn prints it under the number.
    """

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
    mark: str = ""


@dataclass(frozen=True)
class Annex:
    """Pages after the signature, numbered on their own."""

    blocks: tuple[Block, ...]
    is_landscape: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A whole document; `drawn_on` dates the file, so that the same paper is the same file."""

    head: Head
    addressees: tuple[str, ...]
    body: tuple[Block, ...]
    signature: Signature
    drawn_on: date
    annexes: tuple[Annex, ...] = ()

    @property
    def title(self) -> str:
        """What the file calls itself."""
        return " ".join(self.head.subject)
