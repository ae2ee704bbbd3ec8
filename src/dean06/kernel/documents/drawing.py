"""Whoever draws a document's sheet: the pages' house has fonts and templates, documents know what stands on it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

# In the drawn file's keywords, so that a file handed in names its document; believed only under a good signature.
MARK = "dean06-document:"


@dataclass(frozen=True, kw_only=True)
class DocumentSheet:
    """A document to be drawn: letterhead of its unit, title, lines (label, words), the code to print, who signs.

    ``draft_note`` says what has not been held against the law, empty for none. ``words`` are paragraphs below the
    lines, ``pages`` pictures (JPEG or PNG) that follow, a page each.
    """

    id: UUID
    unit_code: str
    unit_name: str
    number: str
    day: date
    title: str
    lines: tuple[tuple[str, str], ...] = field(repr=False)
    proof: str
    until: date | None
    code: str = field(repr=False)
    seal: str
    draft_note: str
    words: tuple[str, ...] = field(default=(), repr=False)
    pages: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class SealSheet:
    """The record of a sealed register, to be drawn: what a machine reads (``mark``) and the same for people."""

    mark: str
    unit_code: str
    unit_name: str
    day: date
    title: str
    lines: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    seal: str


class PaperPress(Protocol):
    """Draws sheets. Implementations SHALL give PDF/A with its fonts inside and ``MARK`` with the id as keyword."""

    def draw(self, sheet: DocumentSheet) -> bytes:
        """The file."""
        ...

    def draw_seal(self, sheet: SealSheet) -> bytes:
        """The file; its keywords are exactly ``sheet.mark``."""
        ...
