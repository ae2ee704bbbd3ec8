"""Who leads and who helps, read from the sentences of a division of work.

The words "chủ trì" and "phối hợp" decide; who stands before them does it, who stands behind them is helped or helps.
Units that only give instructions ("theo hướng dẫn của ..."), own something ("ứng dụng của ...") or must act first
("sau khi ...") have no role. The rules are written out in docs/adr/0010-reading-dispatches.md.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from dean06.kernel.parties.names import Letters, Lexicon, Mention, find_units
from dean06.programme.reading.damage import flat, worn
from dean06.programme.reading.lines import Stretch, tidy
from dean06.programme.reading.loose_names import loose_names
from dean06.programme.reading.model import UnitName
from dean06.programme.reading.spans import Spans, just_before
from dean06.programme.reading.units import named, once

# Signs of the shortest deciding word with a letter lost, and of the longest run of them ("... thực hiện chủ trì ...").
SHORTEST_MARKER, LONGEST_MARKERS = 6, 48
Word = Literal["lead", "coordinate", "until"]

_MARKERS = Lexicon(
    [
        ("lead", "chủ trì"),
        ("lead", "chủ trì phối hợp"),
        ("lead", "làm đầu mối"),
        ("lead", "là đầu mối"),
        ("lead", "chịu trách nhiệm chính"),
        ("coordinate", "phối hợp"),
        ("until", "sau khi"),
        ("until", "trước khi"),
        ("until", "trong trường hợp"),
    ]
)
# A dot ends a sentence before a capital, not behind the letters that stand for a word ("P. Tư pháp", "TP. Vinh").
_STATEMENT_END = re.compile(
    r"(?<!\bP)(?<!\bTP)(?<!\bTX)(?<!\bTT)(?<!\bQ)\.(?=\s+[^\W\d_a-z]|\s*$)"
    r"|\n\s*[-–—+•*]\s|;(?=\s*(?i:giao|đề nghị)\s)"
)
# Directly in front of a unit: it then is not the one who acts.
_GOVERNED = re.compile(
    r"(?:(?<![a-z])(?:cua|thuoc|boi|theo|huong dan|chi dao|y kien|de nghi cua|bao cao|gui|ve|cho|tai|qua|den|toi"
    r"|tren|tu|phuc vu|ung dung|trinh|giup|tham muu|tham muu cho|yeu cau cua)\s*(?:cac\s*)?)$"
)
_JOINS = "|".join(map(worn, ("va", "cung", "cung voi", "voi", "la", "gom", "bao gom")))
_ONLY_JOINS = re.compile(rf"^[\s,;:\-–—()&/]*(?:(?:{_JOINS})[\s,;:]*)*$")
# What is left of a joining word that lost a letter ("v i" for "với").
_FRAGMENT = re.compile(r"(?<![a-z])[a-z](?![a-z])")
_BEGINS = re.compile(
    r"^[\s\-–—+•*,;:.\"“]*"
    rf"(?:(?:{worn('giao')}|{worn('de nghi')}|{worn('yeu cau')}|do|va|dong thoi|ubnd huyen giao"
    rf"|{worn('phan cong')}|rieng|đ)\s+(?:cho\s+)?)*$"
)
_LABELS_ONLY = re.compile(r"^\s*[:\-–]?\s*(?:la\s+)?[:]?\s*$")
_UNIT_WORD = re.compile(r"(?:don vi|co quan|dau moi|bo phan)\s*$")
_REQUEST = re.compile(r"(?<![a-z])de\s*nghi\s*$")
_ACTS_ALONE = re.compile(r"(?<![a-z])(?:to chuc|trien khai|thuc hien|xay dung|tham muu|hoan thien)(?![a-z])")
_CHARGES = re.compile(rf"[\s\-–—+•*]*{worn('giao')}\s")
_WITH = re.compile(rf"(?<![a-z]){worn('voi')}\s*(?:cac\s*)?$")
_SHARES_ONLY = re.compile(r"(?<![a-z])trong viec(?![a-z])")
_MARKER_ONLY = re.compile(
    r"^[\s,;:.()\-–+]*"
    r"(?:(?:don vi|co quan|chu\s*t?\s*r?i|chu tri|phoi hop|voi|va|thuc hien|de nghi|la)[\s,;:.()\-–+]*)+$"
)
_FOLLOWERS = frozenset({"don-vi-lien-quan", "co-quan-lien-quan", "don-vi", "doanh-nghiep", "co-quan-don-vi"})


@dataclass
class Roles:
    """Leads and coordinators read so far, and whether a lead is only asked for."""

    lead: list[UnitName] = field(default_factory=list)
    coordinate: list[UnitName] = field(default_factory=list)
    is_request: bool = False


@dataclass
class _Statement:
    """One sentence: who it says leads, who helps, and who acts without either word."""

    lead: list[UnitName] = field(default_factory=list)
    helpers: list[UnitName] = field(default_factory=list)
    partners: list[UnitName] = field(default_factory=list)
    acting: list[UnitName] = field(default_factory=list)
    is_request: bool = False
    # Somebody is asked to act without a word on who leads: a request only if the lead is taken from this sentence.
    asks: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Event:
    """A unit or a deciding word, at ``start:end`` of the statement."""

    start: int
    end: int
    mention: Mention | None
    word: Word | None


def read_roles(source: Stretch, *, keeps_lead: bool = False) -> Roles:
    """Leads and coordinators of a whole division of work.

    In prose a lead is no coordinator for being helped by others; ``keeps_lead``: a cell lists coordinators expressly,
    and a lead among them is a contradiction to be shown.
    """
    statements = [_Reader(source, start, end).read() for start, end in _statements(source.text)]
    lead = once(unit for s in statements for unit in s.lead)
    implied = [] if lead else _implied_lead(statements)
    lead = lead or implied
    codes = set() if keeps_lead else {unit.code or unit.name for unit in lead}
    helping = (u for s in statements for u in [*s.partners, *s.helpers, *s.acting])
    in_order = sorted(helping, key=lambda unit: unit.span)
    coordinate = [unit for unit in once(in_order) if (unit.code or unit.name) not in codes]
    requested = any(s.is_request or (implied and s.asks) for s in statements)
    return Roles(lead, coordinate, requested)


def has_markers(text: str) -> bool:
    """Whether ``text`` says in words who leads or helps."""
    return any(event.word in ("lead", "coordinate") for event in _markers(text))


@lru_cache(maxsize=4096)
def only_markers(text: str) -> bool:
    """Whether ``text`` holds nothing but words that give or join roles ("chủ trì; phối hợp:")."""
    plain = tidy(flat(text))
    if _MARKER_ONLY.match(plain):
        return True
    return SHORTEST_MARKER <= len(plain) <= LONGEST_MARKERS and bool(
        _MARKER_ONLY.match(tidy(_with_whole_markers(text)))
    )


def label_before(words: str) -> int:
    """Where a label of a role that ends ``words`` begins ("... Chủ trì: "), damaged or not; their end without one."""
    found = [m.start for m in _markers(words) if m.word in ("lead", "coordinate")]
    labels = (start for start in found if words.rstrip().endswith(":") and only_markers(words[start:]))
    return min(labels, default=len(words))


def _with_whole_markers(text: str) -> str:
    """``text`` flat, its deciding words without damage; offsets are not kept."""
    parts: list[str] = []
    position = 0
    for marker in _markers(text):
        if marker.word in ("lead", "coordinate") and marker.end > marker.start:
            parts += [flat(text[position : marker.start]), "chu tri" if marker.word == "lead" else "phoi hop"]
            position = marker.end
    return "".join([*parts, flat(text[position:])])


def _statements(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    position = 0
    for match in _STATEMENT_END.finditer(text):
        spans.append((position, match.start()))
        position = match.end()
    spans.append((position, len(text)))
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _implied_lead(statements: list[_Statement]) -> list[UnitName]:
    """The one actor of the only sentence that names any, when it says to carry the work out and nobody leads."""
    with_actors = [s for s in statements if s.helpers or s.acting]
    # Who is charged with the work ("Giao X ...") leads those who only help in sentences of their own.
    charged = [s for s in with_actors if s.acting and _CHARGES.match(flat(s.text))]
    if len(charged) == 1 and not any(s.acting for s in with_actors if s is not charged[0]):
        with_actors = charged
    if len(with_actors) != 1:
        return []
    only = with_actors[0]
    plain = flat(only.text)
    if not _ACTS_ALONE.search(plain) or _SHARES_ONLY.search(plain):
        return []
    actors = only.helpers or only.acting
    return [actors[0]] if all(u.code in _FOLLOWERS for u in actors[1:]) or only.helpers == actors[:1] else list(actors)


def _markers(text: str) -> list[_Event]:
    letters = Letters(text)
    events: list[_Event] = []
    index = 0
    while index < len(letters):
        if not letters.gap[index]:
            index += 1
            continue
        hits = _MARKERS.exact_at(letters, index) or _MARKERS.tolerant_at(letters, index)
        hit = max(hits, key=lambda h: h.score, default=None)
        if hit is None:
            index += 1
            continue
        start, end = letters.at[hit.start], letters.end_offset(hit.end)
        events.extend(_marker_events(hit.spelling.written, hit.spelling.key, start, end))
        index = hit.end
    return events


def _marker_events(written: str, key: str, start: int, end: int) -> list[_Event]:
    if written == "chủ trì phối hợp":
        return [_Event(start, start, None, "lead"), _Event(start, end, None, "coordinate")]
    word: Word = "lead" if key == "lead" else "coordinate" if key == "coordinate" else "until"
    return [_Event(start, end, None, word)]


class _Reader:
    """Walks one statement from left to right."""

    def __init__(self, source: Stretch, start: int, end: int) -> None:
        self.source, self.base = source, start
        self.text = source.text[start:end]
        self.plain = flat(self.text)
        self.result = _Statement(text=self.text)
        self.subject: list[UnitName] = []
        self.mode: Literal["subject", "lead", "partners", "closed"] = "subject"
        self.subject_decided = False
        self.is_asked = False
        self.took_partner = False
        self.position = 0
        self.behind: dict[int, Word | None] = {}

    def read(self) -> _Statement:
        """The roles in this statement."""
        found = find_units(self.text)
        named_ones = [*found, *loose_names(self.text, found)]
        mentions = [_Event(m.start, m.end, m, None) for m in named_ones]
        taken = Spans((m.start, m.end) for m in mentions)
        markers = [m for m in _markers(self.text) if not taken.touch(m.start, m.end)]
        events = sorted([*mentions, *markers], key=lambda event: (event.start, event.end))
        self.behind = self._verbs_behind(events)
        for number, event in enumerate(events):
            if event.word == "until":
                if self._cuts_off(events[number + 1 :]):
                    break
            elif event.word is not None:
                self._decide(event, events[number + 1 :])
            elif event.mention is not None:
                self._take(event.mention)
            self.position = max(self.position, event.end)
        if self.subject and not self.subject_decided:
            self.result.acting.extend(self.subject)
        return self.result

    def _cuts_off(self, rest: list[_Event]) -> bool:
        """ "sau khi X hoàn thiện" ends the sentence unless somebody is made to lead or help after it."""
        if any(event.word in ("lead", "coordinate") for event in rest):
            self.mode = "closed"
            return False
        return True

    def _decide(self, event: _Event, rest: list[_Event]) -> None:
        between = self.plain[self.position : event.start]
        if event.word == "lead":
            self._lead(event, rest, between)
        else:
            self._coordinate(event, rest)

    def _lead(self, event: _Event, rest: list[_Event], between: str) -> None:
        labels = self._is_label(event, rest)
        if self.subject and not (labels and self.subject_decided):
            self.result.lead.extend(self.subject)
            self.result.helpers = [u for u in self.result.helpers if u not in self.subject]
            self.subject_decided = True
            self.mode = "closed"
        elif labels:
            self.mode = "lead"
        if self.is_asked or _REQUEST.search(between) or _REQUEST.search(just_before(self.plain, event.start)):
            self.result.is_request = True

    def _coordinate(self, event: _Event, rest: list[_Event]) -> None:
        if self.subject and not self.subject_decided and not self._is_label(event, rest, strict=True):
            self.result.helpers.extend(self.subject)
            self.subject_decided = True
        self.mode = "partners"
        self.took_partner = False

    def _is_label(self, event: _Event, rest: list[_Event], *, strict: bool = False) -> bool:
        """ "Chủ trì: X", "Đơn vị chủ trì là X": the word names what follows."""
        if not rest or rest[0].mention is None:
            return False
        between = self.plain[event.end : rest[0].start]
        if strict:
            return ":" in between and bool(_LABELS_ONLY.match(between.replace("de nghi", "")))
        return bool(_LABELS_ONLY.match(between.replace("de nghi", "")))

    def _take(self, mention: Mention) -> None:
        unit = named(mention, self.source, self.base)
        before = self.plain[self.position : mention.start]
        joins = bool(_ONLY_JOINS.match(_FRAGMENT.sub(" ", before)))
        if self.mode == "lead" and (joins or "de nghi" in before):
            self.result.lead.append(unit)
            self.result.is_request = self.result.is_request or "de nghi" in before
            return
        near = just_before(self.plain, mention.start)
        if self._opens_subject(mention, before=before, near=near):
            self._open(unit, joins=joins, near=near)
            return
        if self.mode == "partners" and (joins or self._is_people_of(before)):
            self.result.partners.append(unit)
            self.took_partner = True
        elif self.mode == "subject" and self.subject and joins:
            self.subject.append(unit)
        elif self.mode == "subject" and self.subject and _WITH.search(before):
            # "A ... với B, C chủ trì": whatever is left of the word in front of it, those behind "với" only help.
            self.mode = "partners"
            self.result.partners.append(unit)
            self.took_partner = True
        else:
            self.mode = "closed"

    def _is_people_of(self, before: str) -> bool:
        return bool(re.match(r"^\s*(?:voi\s+)?(?:nhan su|can bo|doi ngu|luc luong)[a-z\s]{0,24}$", before))

    def _open(self, unit: UnitName, *, joins: bool, near: str) -> None:
        continues = joins and self.mode == "subject" and not self.subject_decided
        if self.subject and not self.subject_decided and not continues:
            self.result.acting.extend(self.subject)
        self.subject = [*self.subject, unit] if continues else [unit]
        self.subject_decided = False
        self.mode = "subject"
        self.is_asked = (self.is_asked and continues) or bool(_REQUEST.search(near))
        self.result.asks = self.result.asks or self.is_asked

    def _opens_subject(self, mention: Mention, *, before: str, near: str) -> bool:
        """Whether the unit begins a clause of its own: at the start, or after a comma with its own verb to follow."""
        if _BEGINS.match(self.plain[: mention.start]) or re.search(r"(?<![a-z])do\s+$", near):
            return True
        if _GOVERNED.search(near) or not re.search(r"[,;:]\s*(?:va\s*)?$|(?<![a-z])(?:va|giao|do)\s+$", before):
            return False
        follows = self.behind[mention.start]
        if self.mode == "lead" and _ONLY_JOINS.match(before) and ";" not in before:
            return follows is not None
        if self.mode == "partners" and _ONLY_JOINS.match(before):
            return self._begins_clause(follows, before)
        # "Về số hóa hộ tịch: Giao ... chủ trì": what it is about stands in front of the first who acts.
        is_first = self.mode == "subject" and not self.subject
        return (self.mode == "closed" or is_first) and follows is not None

    def _begins_clause(self, follows: Word | None, before: str) -> bool:
        """Among those helped: "phối hợp B, C phối hợp ..." begins anew, "A phối hợp B, C chủ trì" still means A."""
        if follows is None or ";" in before or not self.took_partner:
            return follows is not None and ("," in before or ";" in before)
        return follows == "coordinate" or bool(self.result.lead)

    def _verbs_behind(self, events: list[_Event]) -> dict[int, Word | None]:
        """For each unit, by where it starts: the deciding word right behind it or the units joined to it.

        From the last to the first, so that units joined share one answer.
        """
        behind: dict[int, Word | None] = {}
        following: _Event | None = None
        for event in reversed(events):
            if event.mention is not None:
                behind[event.start] = self._verb_behind(event, following, behind)
            following = event
        return behind

    def _verb_behind(self, unit: _Event, following: _Event | None, behind: dict[int, Word | None]) -> Word | None:
        if following is None:
            return None
        between = self.plain[unit.end : following.start]
        if following.word in ("lead", "coordinate"):
            return following.word if _ONLY_JOINS.match(between) or _UNIT_WORD.search(between) else None
        if following.mention is None or not _ONLY_JOINS.match(between):
            return None
        return behind[following.start]
