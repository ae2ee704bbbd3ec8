"""Contradictions of the document as a whole: its counts, the documents it cites, its own number, date and forms.

At this level `narrative` holds the value in the letter or in the text that comes first, `table` the value against it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from dean06.kernel.parties.names import squash
from dean06.programme.reading.citations import find_citations
from dean06.programme.reading.contradictions.pilots import falls_on_day_off
from dean06.programme.reading.contradictions.values import SEVERITY, deadline_value, decider
from dean06.programme.reading.damage import flat
from dean06.programme.reading.lines import Line, lines_of, tidy
from dean06.programme.reading.model import Citation, Group, Inconsistency, Letter, Severity, Span, Value

# Symbols this alike belong to the same document when its number, or its date, is the same.
SIMILAR_SYMBOL = 60
# Fixed words of an official letter (NĐ 30/2020) whose misspelling is a fault of the document.
_FORMS = (
    "ỦY BAN NHÂN DÂN",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
    "CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
)
_PREFIX = re.compile(r"^\s*(?:TM|KT|TL|TUQ|Q)\s*\.\s*", re.IGNORECASE)
# "(Kèm theo văn bản số ..../UBND ngày ... / 11 / 2023 ...)"; without its brackets only with the number left blank.
_ANNEX_NUMBER = re.compile(
    r"(?:\([^()]{0,48}?so\s*(?P<number>[\d.\s…_]*?)|\n[^()]{0,48}?so\s*(?P<blank>[.…_][.\s…_]*))\s*/\s*"
    r"(?P<symbol>[a-zđ][a-zđ0-9\-–&]*)[^)]{0,40}?(?:ngay|n\s)(?P<day>[\d\s.…_]*)/\s*(?P<month>[\d\s.…_]*)/\s*(?P<year>\d{4})"
)


def document_findings(
    letter: Letter, groups: Sequence[Group], numbers: Sequence[int], text: str
) -> list[Inconsistency]:
    """All contradictions that belong to no single assignment."""
    return [
        *_missing(letter),
        *_counts(letter, groups, numbers),
        *_cited(find_citations(text)),
        *_own_symbol(letter, text),
        *_days(letter),
        *_spelling(letter, lines_of(text, letter.span)),
    ]


def _finding(
    kind: str,
    field: str,
    first: Value,
    second: Value,
    *,
    spans: tuple[Span | None, Span | None] = (None, None),
    severity: Severity | None = None,
) -> Inconsistency:
    return Inconsistency(
        type=kind,
        field=field,
        narrative=first,
        table=second,
        severity=severity or SEVERITY[kind],
        may_decide=decider(kind),
        narrative_span=spans[0],
        table_span=spans[1],
    )


def _missing(letter: Letter) -> Iterator[Inconsistency]:
    """The letter leaves its number or its date blank."""
    if not letter.is_present or (letter.number and letter.issued_on):
        return
    if not letter.number_span and not letter.date_words:
        return
    issued = letter.issued_on.isoformat() if letter.issued_on else None
    yield _finding("missing_number_date", "document", letter.number or None, issued, spans=(letter.number_span, None))


def _counts(letter: Letter, groups: Sequence[Group], numbers: Sequence[int]) -> Iterator[Inconsistency]:
    for group in groups:
        if group.declared_count is not None and group.declared_count != len(group.pilots):
            yield _finding(
                "group_count", f"groups.{group.code}", len(group.pilots), group.declared_count, spans=(None, group.span)
            )
    if letter.declared_pilots is not None and numbers and letter.declared_pilots != len(numbers):
        yield _finding(
            "quantity_mismatch", "pilots", letter.declared_pilots, len(numbers), spans=(letter.declared_span, None)
        )


def _cited(citations: Sequence[Citation]) -> Iterator[Inconsistency]:
    """The same cited document with two dates, symbols or numbers; each pair of values once."""
    seen: set[tuple[str, str, str]] = set()
    for one, other in combinations(citations, 2):
        for kind, field, first, second in _differences(one, other):
            key = (kind, min(first, second), max(first, second))
            if key not in seen:
                seen.add(key)
                yield _finding(kind, field, first, second, spans=(one.span, other.span))


def _differences(one: Citation, other: Citation) -> Iterator[tuple[str, str, str, str]]:
    if one.kind != other.kind:
        return
    alike = fuzz.ratio(squash(one.symbol), squash(other.symbol))
    field = f"cited.{one.label}"
    if one.number == other.number and alike >= SIMILAR_SYMBOL:
        if squash(one.symbol) != squash(other.symbol):
            yield "symbol_mismatch", field, one.label, other.label
        if one.issued_on and other.issued_on and one.issued_on != other.issued_on:
            yield "date_mismatch", field, one.issued_on.isoformat(), other.issued_on.isoformat()
    same_symbol = squash(one.symbol) == squash(other.symbol)
    same_day = one.issued_on is not None and one.issued_on == other.issued_on
    if one.number != other.number and same_symbol and same_day:
        yield "number_mismatch", field, one.label, other.label


def _own_symbol(letter: Letter, text: str) -> Iterator[Inconsistency]:
    """An annex says which letter it belongs to: with the letter's own number, symbol and date, or not."""
    if not letter.symbol:
        return
    match = _ANNEX_NUMBER.search(_flat_lines(text), letter.span.end)
    if not match:
        return
    start, end = match.span("symbol")
    symbol = text[start:end].replace("–", "-")
    spans = (letter.number_span, Span(match.start(), match.end()))
    if squash(symbol) != squash(letter.symbol):
        yield _finding("symbol_mismatch", "document.symbol", letter.symbol, symbol, spans=spans)
    number = re.sub(r"\D", "", match.group("number") or "")
    if number and letter.number and number != letter.number:
        yield _finding("number_mismatch", "document.number", letter.number, number, spans=spans)
    issued = _iso(match)
    if issued and letter.issued_on and issued != letter.issued_on.isoformat():
        yield _finding("date_mismatch", "document.date", letter.issued_on.isoformat(), issued, spans=spans)


def _flat_lines(text: str) -> str:
    """Flat, but with its line ends."""
    return "".join("\n" if char == "\n" else plain for char, plain in zip(text, flat(text), strict=True))


def _iso(match: re.Match[str]) -> str:
    parts = [match.group(name).strip() for name in ("year", "month", "day")]
    return "-".join(part.zfill(2) for part in parts) if all(part.isdigit() for part in parts) else ""


def _days(letter: Letter) -> Iterator[Inconsistency]:
    for duty in letter.obligations:
        if duty.deadline and falls_on_day_off(duty.deadline):
            yield _finding(
                "deadline_non_working_day",
                f"obligations.{duty.number}",
                deadline_value(duty.deadline),
                None,
                spans=(duty.deadline.span, None),
                severity="medium" if duty.deadline.kind == "fixed" else "low",
            )


def _spelling(letter: Letter, lines: Sequence[Line]) -> Iterator[Inconsistency]:
    """A fixed form in the letter that misses a letter or has a wrong one. A gap is the scan's fault, not theirs."""
    for line in lines:
        if line.start >= letter.span.end or not line.text.strip().isupper():
            continue
        words = tidy(_PREFIX.sub("", line.text))
        for form in _FORMS:
            if _is_misspelt(words, form) and not re.search(r"\S {2,}\S", _PREFIX.sub("", line.text).strip()):
                yield _finding("spelling", "letter", words, form, spans=(Span(line.start, line.end), None))
                break


def _is_misspelt(words: str, form: str) -> bool:
    pieces, wanted = words.split(), form.split()
    if len(pieces) != len(wanted) or words == form:
        return False
    wrong = [(a, b) for a, b in zip(pieces, wanted, strict=True) if squash(a) != squash(b)]
    return len(wrong) == 1 and fuzz.ratio(squash(wrong[0][0]), squash(wrong[0][1])) >= SIMILAR_SYMBOL
