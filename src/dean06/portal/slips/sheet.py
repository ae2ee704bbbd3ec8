"""A slip between facts and file: a letterhead, a title, lines, perhaps a table, who signs, perhaps a code to scan."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A ruled table; ``shares`` are the widths of its columns in proportion."""

    headings: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One slip. ``lines`` are (label, text), ``listed`` a numbered list under its label, ``signers`` (post, name).

    ``address`` is what the QR code holds, empty for none; ``draft_note`` says what has not been held against the law,
    ``seal`` who signs the file.
    """

    parent: str
    unit: str
    number: str
    form: str
    title: str
    place: str
    drawn_on: date
    lines: tuple[tuple[str, str], ...] = field(repr=False, default=())
    listed: tuple[str, tuple[str, ...]] = ("", ())
    paragraphs: tuple[str, ...] = field(repr=False, default=())
    grid: Grid | None = None
    signers: tuple[tuple[str, str], ...] = ()
    address: str = ""
    code: str = ""
    draft_note: str = ""
    seal: str = ""
    is_landscape: bool = False
