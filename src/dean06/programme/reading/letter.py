"""The letter around the annexes: who writes, to whom, about what, on which bases, and what it asks for by when."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from dean06.kernel.parties.names import squash
from dean06.programme.reading.citations import find_citations
from dean06.programme.reading.damage import flat
from dean06.programme.reading.deadlines import find_in_sentence
from dean06.programme.reading.items import span_of
from dean06.programme.reading.layout import count_in
from dean06.programme.reading.lines import Line, Stretch, stretch_of, tidy
from dean06.programme.reading.model import Deadline, Letter, Obligation, Span
from dean06.programme.reading.roles import read_roles

_NUMBER_LINE = re.compile(r"^\s*so\s*[:.]\s*(?P<number>[\d.\s…_]*?)\s*/\s*(?P<symbol>[a-zđ][a-zđ0-9\-–&]*)")
_BLANK = r"[\s.…_]*"
_DATE_LINE = re.compile(
    rf"ng[aà ]y\s*(?P<day>\d{{1,2}}|{_BLANK})\s*th[aá ]ng\s*(?P<month>\d{{1,2}}|{_BLANK})"
    rf"\s*n[aă ]m\s*(?P<year>\d{{4}}|{_BLANK})",
    re.IGNORECASE,
)
# "Hồng Lĩnh, ngày 03/04/2024": the place alone in front of it, and nothing behind.
_SHORT_DATE = re.compile(
    r"^(?P<place>(?:[A-ZĐÀ-Ỹ]\w*\s){0,4}[A-ZĐÀ-Ỹ]\w*)\s*,\s*ng[aà]y\s+"
    r"(?P<day>\d{1,2})\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>\d{4})\s*\.?$"
)
# The place stands in front of the date; what stands in front of it, on the same line, belongs to the number.
_PLACE = re.compile(r"(?P<place>[^\W\d_][^\d,/;:()]{1,40}?),?\s*$")
_SUBJECT = re.compile(r"^\s*v\s*[/.]\s*v[:.]?\s*", re.IGNORECASE)
_AUTHORITY = re.compile(r"^\s*(?:TM|KT|TL|TUQ|Q)\s*\.\s*", re.IGNORECASE)
# Two columns extracted as one line: "Nơi nhận: TM. ỦY BAN NHÂN DÂN".
_BESIDE = re.compile(r"^.*?[\s;:](?=(?:TM|KT|TL|TUQ|Q)\s*\.\s*[A-ZĐÀ-Ỹ]{2,})")
_LEADS = re.compile(r"(?<![a-z])(?:chu\s?tri|(?:lam|la) dau moi|chiu trach nhiem chinh)(?![a-z])")
_ASSIGNS = re.compile(r"^\s*(?:giao|de nghi)\s")
_POST = re.compile(r"^(?:pho\s+)?(?:chu tich|truong phong|giam doc|chanh van phong|truong ban|truong cong an|bi thu)")
_BULLET = re.compile(r"^\s*[-–—+•*]\s*")
_POINT = re.compile(r"^\s*(\d{1,2})\s*[.)]\s+(?=\S)")
_CLOSING = re.compile(r"\.\s*/\s*\.")
_PLAN = re.compile(r"(?<![a-z])(?:ke hoach|van ban trien khai)")
_MOTTO = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc")
LONGEST_NAME_WORDS = 6
LONGEST_LIST = 40
LONGEST_DATE_LINE = 110
LONGEST_LETTERHEAD = 16


def read_letter(lines: Sequence[Line], text: str) -> Letter:
    """Everything the letter says. Lines may stand in any order: letterheads are often extracted after the body."""
    if not lines:
        return Letter()
    whole = span_of(lines)
    number = _number_line(lines)
    place = _place_and_date(lines)
    body = stretch_of(lines)
    declared = count_in(body.text)
    obligations = _obligations(lines)
    subject = _subject(lines)
    signer_title, signer = _signer(lines)
    addressees = _listed(lines, "kinh gui")
    is_present = bool(number or place or subject or addressees or signer)
    return Letter(
        issuer=_issuer(lines),
        symbol=number[1] if number else "",
        number=number[0] if number else "",
        place=place[0] if place else "",
        issued_on=place[1] if place else None,
        date_words=place[2] if place else "",
        subject=subject,
        signer=signer,
        signer_title=signer_title,
        addressees=addressees,
        copies=_listed(lines, "noi nhan"),
        bases=tuple(find_citations(text, whole)),
        obligations=tuple(obligations),
        declared_pilots=declared,
        declared_span=_count_span(body) if declared is not None else None,
        span=whole,
        number_span=number[2] if number else None,
        is_present=is_present,
    )


def _number_line(lines: Sequence[Line]) -> tuple[str, str, Span] | None:
    for line in lines:
        match = _NUMBER_LINE.match(flat(line.text))
        if match:
            start, end = match.span("symbol")
            digits = re.sub(r"\D", "", match.group("number"))
            return digits, line.text[start:end].replace("–", "-"), Span(line.start, line.end)
    return None


def _place_and_date(lines: Sequence[Line]) -> tuple[str, date | None, str] | None:
    for line in lines:
        match = _DATE_LINE.search(line.text)
        if not match or len(line.text) > LONGEST_DATE_LINE or line.text[match.end() :].strip(" .…"):
            continue
        before = line.text[: match.start()]
        place = _PLACE.search(before)
        if place:
            words = tidy(_without_symbol(place.group("place")))
            return words, _date(match), tidy(f"{words}, {match.group()}")
    short = next((found for line in lines if (found := _SHORT_DATE.match(tidy(line.text)))), None)
    return (short.group("place"), _date(short), short.group()) if short else None


def _without_symbol(words: str) -> str:
    """Only the capitalised words in front of the comma: "UBND-CA Đức Thọ" is symbol and place in one line."""
    kept: list[str] = []
    for word in reversed(words.split()):
        if not word[:1].isupper() or word.isupper():
            break
        kept.append(word)
    return " ".join(reversed(kept)) or words


def _date(match: re.Match[str]) -> date | None:
    parts = [match.group(name).strip() for name in ("year", "month", "day")]
    if not all(part.isdigit() for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _issuer(lines: Sequence[Line]) -> str:
    """The capitals of the letterhead: "ỦY BAN NHÂN DÂN" and the next line; written as one writes the name."""
    for number, line in enumerate(lines):
        words = _without_motto(tidy(line.text))
        if not words.isupper() or _AUTHORITY.match(words) or not line.folded.startswith(("uy ban nhan dan", "ubnd")):
            continue
        following = _without_motto(tidy(lines[number + 1].text)) if number + 1 < len(lines) else ""
        if following.isupper() and len(following) < 40 and not _is_motto(following) and not _AUTHORITY.match(following):
            words = f"{words} {following}"
        return words
    for number, line in enumerate(lines):
        words = tidy(line.text)
        if words.isupper() and len(squash(words)) > 5 and not _is_motto(words) and number < LONGEST_LIST:
            return words
    return ""


def _without_motto(words: str) -> str:
    """The left half of a letterhead whose two columns were extracted as one line."""
    return re.split(r"\s*(?:CỘNG H[OÒ][AÀ]|CỘNG HÒA|Độc lập)\s", words)[0].strip() or words


def _is_motto(words: str) -> bool:
    plain = flat(words)
    return any(squash(part)[:12] in squash(plain) for part in _MOTTO)


def _subject(lines: Sequence[Line]) -> str:
    for number, line in enumerate(lines):
        match = _SUBJECT.match(line.text)
        if not match:
            continue
        parts = [line.text[match.end() :]]
        for following in lines[number + 1 : number + 4]:
            if not _continues_subject(following):
                break
            parts.append(following.text)
        return tidy(" ".join(parts))
    return ""


def _continues_subject(line: Line) -> bool:
    text = line.text.strip()
    return text[:1].islower() and not _DATE_LINE.search(text) and len(text) < 60


def _listed(lines: Sequence[Line], heading: str) -> tuple[str, ...]:
    """The entries of "Kính gửi" or "Nơi nhận"."""
    for number, line in enumerate(lines):
        if not line.folded.startswith(heading) and squash(line.text)[:7] != squash(heading)[:7]:
            continue
        entries: list[str] = []
        first = tidy(line.text.partition(":")[2])
        if first:
            entries.append(first)
        for following in lines[number + 1 : number + 1 + LONGEST_LIST]:
            if _BULLET.match(following.text):
                entries.append(tidy(_BULLET.sub("", following.text)))
            elif entries and following.text.strip()[:1].islower() and not entries[-1].endswith((";", ".")):
                entries[-1] = f"{entries[-1]} {tidy(following.text)}"
            else:
                break
        return tuple(entry.rstrip(" ;.,") for entry in entries)
    return ()


def _signer(lines: Sequence[Line]) -> tuple[str, str]:
    """Post and name below the authority line."""
    for number, line in enumerate(lines):
        authority = _BESIDE.sub("", line.text)
        if not _AUTHORITY.match(authority) or not tidy(authority).isupper():
            continue
        title = ""
        for following in lines[number + 1 : number + 8]:
            words = _right_half(tidy(following.text))
            if _POST.match(flat(words)) and words.isupper():
                title = words
            elif _looks_like_person(words):
                return title, words
        return title, ""
    return "", ""


def with_closing(letter: Letter, lines: Sequence[Line]) -> Letter:
    """A plan carries its signature and "Nơi nhận" behind its sections: look there for what the head does not have."""
    if not letter.is_present or (letter.signer and letter.copies):
        return letter
    title, name = (letter.signer_title, letter.signer) if letter.signer else _signer(lines)
    return replace(letter, signer=name, signer_title=title, copies=letter.copies or _listed(lines, "noi nhan"))


def _right_half(words: str) -> str:
    """What stands beside an entry of "Nơi nhận" when both columns came as one line: "- Lưu: VT. CHỦ TỊCH"."""
    if not _BULLET.match(words):
        return words
    kept: list[str] = []
    for word in reversed(words.split()):
        if not word[:1].isupper() or not word.isalpha():
            break
        kept.append(word)
    return " ".join(reversed(kept))


def _looks_like_person(words: str) -> bool:
    parts = words.split()
    return (
        2 <= len(parts) <= LONGEST_NAME_WORDS
        and all(p[:1].isupper() and p.isalpha() for p in parts)
        and not words.isupper()
    )


def _count_span(body: Stretch) -> Span | None:
    match = re.search(r"(?<![\d/.])\d{1,3}\s*m[o\s]?\s*h", flat(body.text))
    return body.span(match.start(), match.end()) if match else None


def _obligations(lines: Sequence[Line]) -> list[Obligation]:
    """The numbered points of the letter, each to the next; the closing words belong to the last."""
    points: list[tuple[int, int]] = []
    for place, line in enumerate(lines):
        match = _POINT.match(line.text)
        if match and int(match.group(1)) == len(points) + 1:
            points.append((int(match.group(1)), place))
    ends = [*(place for _, place in points[1:]), *([len(lines)] if points else [])]
    result: list[Obligation] = []
    for (number, first), last in zip(points, ends, strict=True):
        stop = _paragraph_end(lines, first, last)
        result.append(_obligation(number, [*lines[first:stop], *_goes_on(lines, stop)]))
    return result


def _goes_on(lines: Sequence[Line], stop: int) -> Sequence[Line]:
    """The rest of a sentence that an extracted letterhead has cut: what follows the line of place and date."""
    if stop >= len(lines) or not _is_letterhead(lines[stop]) or lines[stop - 1].text.rstrip().endswith((".", ";", ":")):
        return ()
    dated = (n for n in range(stop, min(len(lines), stop + LONGEST_LETTERHEAD)) if _DATE_LINE.search(lines[n].text))
    first = next(dated, len(lines)) + 1
    if first >= len(lines) or not lines[first].text.strip()[:1].islower():
        return ()
    return lines[first : _paragraph_end(lines, first, len(lines))]


def _paragraph_end(lines: Sequence[Line], first: int, last: int) -> int:
    for place, (line, following) in enumerate(pairwise(lines[first:last]), start=first):
        if _CLOSING.search(line.text):
            return place + 1
        if _leaves_body(following) and line.text.rstrip().endswith((".", ";", ":")):
            return place + 1
        if _is_letterhead(following):
            return place + 1
    return last


def _leaves_body(line: Line) -> bool:
    """ "Quá trình thực hiện ..." and other closing words that begin a paragraph of their own."""
    return line.text.strip()[:1].isupper() and flat(line.text).strip().startswith(
        ("qua trinh", "trong qua trinh", "noi nhan", "tren day")
    )


def _is_letterhead(line: Line) -> bool:
    words = tidy(line.text)
    return words.isupper() and flat(words).startswith(("uy ban nhan dan", "cong hoa", "ubnd", "tm.", "kt."))


def _obligation(number: int, lines: Sequence[Line]) -> Obligation:
    source = stretch_of(lines)
    match = _POINT.match(lines[0].text)
    words = source.cut(match.end() if match else 0, len(source.text))
    plain = flat(words.text)
    # A plan is due by its own day; the days behind it are those of what it plans.
    asks_for_plan = bool(_PLAN.search(plain))
    found = find_in_sentence(words.text, takes_first=asks_for_plan)
    roles = read_roles(words)
    has_roles = bool(_LEADS.search(plain) or _ASSIGNS.match(plain))
    return Obligation(
        number,
        tidy(words.text),
        span_of(lines),
        tuple(roles.lead) if has_roles else (),
        tuple(roles.coordinate) if has_roles else (),
        _placed(found, words),
        bool(found) and asks_for_plan,
    )


def _placed(found: Deadline | None, words: Stretch) -> Deadline | None:
    if found is None:
        return None
    milestones = tuple(replace(m, span=words.span(*m.span)) for m in found.milestones)
    return replace(found, span=words.span(*found.span), milestones=milestones)
