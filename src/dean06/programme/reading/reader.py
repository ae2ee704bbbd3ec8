"""From a file to a reading: source, parts, letter, both annexes, contradictions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from dean06.programme.reading.contradictions import document_findings, pilot_findings
from dean06.programme.reading.damage import Vocabulary, restore, restore_from
from dean06.programme.reading.errors import ReadingError
from dean06.programme.reading.layout import Block, GroupHeading, blocks_of
from dean06.programme.reading.letter import read_letter, with_closing
from dean06.programme.reading.lines import lines_of, tidy
from dean06.programme.reading.model import (
    Account,
    DispatchReading,
    Group,
    Inconsistency,
    Letter,
    PilotReading,
    Span,
)
from dean06.programme.reading.narrative import NarrativeAnnex, read_narrative
from dean06.programme.reading.normal import Normalised
from dean06.programme.reading.sources import MAX_FILE_BYTES, Grid, Source, load
from dean06.programme.reading.table_cells import TableAnnex
from dean06.programme.reading.table_flat import read_flat_table
from dean06.programme.reading.table_grid import is_assignment_table, read_grids
from dean06.programme.reading.text_grids import text_grids

# A file with fewer letters than this says nothing one could assign.
MIN_LETTERS = 40
QUOTE_CHARS = 400


def read_file(path: Path | str) -> DispatchReading:
    """The dispatch in a .txt, .docx or .pdf file. Raises ReadingError (Vietnamese, with a stable code), OSError."""
    file = Path(path)
    if file.stat().st_size > MAX_FILE_BYTES:
        # Not read at all: `load` only says by how much it is too large.
        return read_bytes(b"\0" * (MAX_FILE_BYTES + 1), file.name)
    return read_bytes(file.read_bytes(), file.name)


def read_bytes(data: bytes, filename: str) -> DispatchReading:
    """The dispatch in ``data``; ``filename`` helps to tell the format and to say what was found."""
    return read_source(load(data, filename))


def read_source(source: Source) -> DispatchReading:
    """The dispatch in a text with its tables. Raises ReadingError when it is none."""
    working = Normalised(source.text)
    text = working.text
    tables = _plan_tables(source.grids) or _plan_tables(text_grids(text))
    blocks = blocks_of(text, tuple(grid.span for grid in tables))
    letter = _letter(blocks, text)
    narrative = _narrative([b for b in blocks if b.part == "narrative"])
    if not narrative.accounts:
        narrative = _narrative_in_letter(blocks, narrative)
    table = _table(blocks, tables, narrative)
    _check(letter, narrative, table, text)
    vocabulary = Vocabulary([text])
    pilots = _pilots(narrative, table, vocabulary, text)
    groups = _groups(narrative, table, vocabulary)
    by_group = {number: group.code for group in groups for number in group.pilots}
    pilots = [replace(pilot, group=by_group.get(pilot.number, "")) for pilot in pilots]
    found = document_findings(letter, groups, [p.number for p in pilots], text)
    reading = DispatchReading(
        source_name=source.name,
        text=source.text,
        encoding=source.encoding,
        letter=letter,
        groups=tuple(groups),
        pilots=tuple(pilots),
        inconsistencies=tuple(_quoted(found, text)),
    )
    carried: DispatchReading = working.carry_back(reading)
    return carried


def _plan_tables(grids: Sequence[Grid]) -> list[Grid]:
    """The real tables that assign work, and those that go on with one on the next page without headings."""
    chosen: list[Grid] = []
    for grid in grids:
        continues = chosen and len(grid.rows[0]) == len(chosen[-1].rows[0])
        if is_assignment_table(grid) or continues:
            chosen.append(grid)
    return chosen


def _letter(blocks: Sequence[Block], text: str) -> Letter:
    first = next((block for block in blocks if block.part == "letter"), None)
    return with_closing(read_letter(first.lines, text), lines_of(text)) if first else Letter()


def _narrative(blocks: Iterable[Block]) -> NarrativeAnnex:
    accounts: dict[int, Account] = {}
    groups: list[tuple[GroupHeading, tuple[int, ...]]] = []
    for block in blocks:
        annex = read_narrative(block)
        for number, account in annex.accounts.items():
            accounts.setdefault(number, account)
        groups.extend(annex.groups)
    return NarrativeAnnex(accounts, groups)


def _narrative_in_letter(blocks: Sequence[Block], empty: NarrativeAnnex) -> NarrativeAnnex:
    """A dispatch without a separate annex: the pilots stand in the letter itself, with labels or sections."""
    letter = next((block for block in blocks if block.part == "letter"), None)
    if letter is None:
        return empty
    annex = read_narrative(letter)
    told = {n: a for n, a in annex.accounts.items() if a.columns - {"other", "objective"}}
    groups = [(h, tuple(n for n in numbers if n in told)) for h, numbers in annex.groups]
    return NarrativeAnnex(told, [(h, n) for h, n in groups if n]) if told else empty


def _table(blocks: Sequence[Block], tables: Sequence[Grid], narrative: NarrativeAnnex) -> TableAnnex:
    if tables:
        return read_grids(tables)
    titles = {number: account.title for number, account in narrative.accounts.items()}
    accounts: dict[int, Account] = {}
    groups: list[tuple[GroupHeading, tuple[int, ...]]] = []
    columns: TableAnnex | None = None
    for block in blocks:
        if block.part == "table":
            annex = read_flat_table(block, titles)
            columns = columns or annex
            for number, account in annex.accounts.items():
                accounts.setdefault(number, account)
            groups.extend(annex.groups)
    return TableAnnex(accounts, groups, columns.columns if columns else ())


def _check(letter: Letter, narrative: NarrativeAnnex, table: TableAnnex, text: str) -> None:
    if narrative.accounts or table.accounts:
        return
    letters = sum(c.isalpha() for c in text)
    found = "quá ít chữ" if letters < MIN_LETTERS else "không thấy phụ lục giao nhiệm vụ"
    if letter.is_present and letter.obligations and letter.symbol:
        return
    raise ReadingError(
        f"Không nhận ra đây là công văn giao nhiệm vụ ({found}; {letters} chữ cái, "
        f"{len(letter.obligations)} điểm đánh số). Cần một công văn có phụ lục các mô hình, nhiệm vụ được đánh số, "
        "hoặc bảng phân công có cột “Chủ trì”, “Phối hợp”.",
        "not_a_dispatch",
    )


def _pilots(narrative: NarrativeAnnex, table: TableAnnex, vocabulary: Vocabulary, text: str) -> list[PilotReading]:
    pilots: list[PilotReading] = []
    for number in sorted(narrative.accounts.keys() | table.accounts.keys()):
        prose = _restored(narrative.accounts.get(number), table.accounts.get(number), vocabulary)
        cells = _restored(table.accounts.get(number), narrative.accounts.get(number), vocabulary)
        found = tuple(_quoted(pilot_findings(prose, cells), text))
        shown = next(account.title for account in (cells, prose) if account)
        pilots.append(PilotReading(number, "", shown, prose, cells, found))
    return pilots


def _restored(account: Account | None, other: Account | None, vocabulary: Vocabulary) -> Account | None:
    """The account with lost letters of its title and tools put back where only one word fits."""
    if account is None:
        return None
    title = restore_from(account.written_title, other.title) if other and other.title else account.written_title
    tools = tuple(tidy(restore(tool, vocabulary)) for tool in account.tools)
    return replace(account, title=tidy(restore(title, vocabulary)).strip(" .:;"), tools=tools)


def _groups(narrative: NarrativeAnnex, table: TableAnnex, vocabulary: Vocabulary) -> list[Group]:
    """The groups of the table, else of the prose; a title is taken from the other annex where it reads better."""
    source = table.groups or _real_groups(narrative.groups)
    prose = {heading.code: heading.title for heading, _ in narrative.groups}
    groups: list[Group] = []
    for heading, numbers in source:
        title = tidy(restore(heading.title, vocabulary))
        if heading.code in prose and source is table.groups:
            title = restore_from(title, prose[heading.code])
        groups.append(Group(heading.code, title, heading.declared, numbers, heading.span))
    return groups


def _real_groups(found: list[tuple[GroupHeading, tuple[int, ...]]]) -> list[tuple[GroupHeading, tuple[int, ...]]]:
    """Without the sections of the plan itself ("I. Mục đích", "II. Nội dung"): they hold no pilots, or all of them."""
    filled = [(heading, numbers) for heading, numbers in found if numbers or heading.declared is not None]
    is_section = len(filled) == 1 and len(found) > 1 and filled[0][0].declared is None
    return [] if is_section else filled


def _quoted(findings: Iterable[Inconsistency], text: str) -> list[Inconsistency]:
    return [
        replace(f, narrative_quote=_quote(text, f.narrative_span), table_quote=_quote(text, f.table_span))
        for f in findings
    ]


def _quote(text: str, span: Span | None) -> str:
    return tidy(text[span.start : span.end])[:QUOTE_CHARS] if span else ""
