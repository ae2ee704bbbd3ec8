"""Documents the dispatch refers to: kind, number, symbol, date."""

import re
from datetime import date

from dean06.programme.reading.damage import flat, worn
from dean06.programme.reading.lines import tidy
from dean06.programme.reading.model import Citation, Span

_KINDS = (
    "Quyết định|Chỉ thị|Kế hoạch|Nghị quyết|Nghị định|Thông tư|Công văn|Thông báo|Luật|Công điện|Báo cáo|Hướng dẫn"
    "|Văn bản|Tờ trình|Chương trình|Kết luận"
)
_KIND = {f"kind{number}": kind for number, kind in enumerate(_KINDS.split("|"))}
# The number and symbol behind it vouch for a kind that lost letters ("Kế ho ch số 75/KH-UBND").
_ANY_KIND = "|".join(f"(?P<{group}>{worn(flat(kind))})" for group, kind in _KIND.items())
_NUMBER = re.compile(
    r"(?<![a-z])(?:" + _ANY_KIND + r")\s+"
    rf"(?:lien tich\s+|phoi hop\s+)?{worn('so')}\s*[:.]?\s*(?P<number>\d{{1,5}})\s*(?P<mark>[/\-])\s*"
)
# A symbol runs on over a line end after a hyphen or slash; it never holds a plain space.
_SYMBOL = re.compile(r"(?:\d{4}/)?[A-ZĐ][A-ZĐa-zđ&0-9.]*(?:[-–/]\s*\n?\s*[A-ZĐ0-9][A-ZĐa-zđ0-9&.]*)*")
_DATED = re.compile(
    r"^[\s,]*(?:n[ga ]{0,3}y\s+)(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})(?!\d)"
    r"|^[\s,]*ngay\s+(?P<day2>\d{1,2})\s+thang\s+(?P<month2>\d{1,2})\s+nam\s+(?P<year2>\d{4})(?!\d)"
)
_DATE_BEFORE = re.compile(r"ngay\s+(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})[^.;]{0,220}$")
REACH_BACK = 260


def find_citations(text: str, span: Span | None = None) -> list[Citation]:
    """Every document cited by number in ``text`` (or in a part of it), in order."""
    first, last = span or Span(0, len(text))
    plain = flat(text)
    found: list[Citation] = []
    for match in _NUMBER.finditer(plain, first, last):
        symbol = _SYMBOL.match(text, match.end())
        if not symbol:
            continue
        end = symbol.end()
        dated = _DATED.match(plain[end : end + 60].replace("\n", " "))
        issued_on = _date(dated) if dated else _date_before(plain, match.start(), found)
        end += dated.end() if dated else 0
        found.append(
            Citation(
                _kind(match),
                match.group("number"),
                "".join(symbol.group().split()).replace("–", "-").rstrip("."),
                issued_on,
                tidy(text[match.start() : end]),
                Span(match.start(), end),
                match.group("mark"),
            )
        )
    return found


def _kind(match: re.Match[str]) -> str:
    return next(kind for group, kind in _KIND.items() if match.group(group))


def _date(match: re.Match[str]) -> date | None:
    parts = [int(value) for value in match.groups() if value is not None]
    return _checked(*parts[:3])


def _checked(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date_before(plain: str, start: int, found: list[Citation]) -> date | None:
    """ "ngày 12/7/2023, ... đã ký Kế hoạch số 64/...": the day a document was signed may stand in front of it."""
    floor = max(found[-1].span.end if found else 0, start - REACH_BACK)
    before = plain[floor:start]
    if not re.search(r"(?<![a-z])(?:ky|ban hanh)\s+(?:ket\s+)?$", before):
        return None
    match = _DATE_BEFORE.search(before)
    return _checked(*(int(value) for value in match.groups())) if match else None
