"""Searching what the 23 pilots offer, as people type: without tones, any order of words, any part of a word."""

from dataclasses import dataclass
from functools import cache

from dean06.kernel.base.text import fold
from dean06.kernel.manifest.api import all_pilots
from dean06.kernel.manifest.types import Pilot
from dean06.portal.life_events import LIFE_EVENTS

LONGEST_QUERY = 100
TITLE_WEIGHT, OFFER_WEIGHT, TEXT_WEIGHT = 9, 3, 1


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A pilot found, and those of its services that matched (empty when the pilot itself did)."""

    pilot: Pilot
    offers: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    pilot: Pilot
    title: str
    offers: tuple[tuple[str, str], ...]  # as shown, folded
    text: str


def search(query: str) -> list[Hit]:
    """Pilots in which every word of the query occurs, the best first; nothing for an empty query."""
    words = fold(query[:LONGEST_QUERY]).split()
    if not words:
        return []
    scored = [(score, entry) for entry in _entries() if (score := _score(entry, words))]
    scored.sort(key=lambda pair: (-pair[0], pair[1].pilot.number))
    return [_hit(entry, words) for _, entry in scored]


def _score(entry: _Entry, words: list[str]) -> int:
    """Sum over the words of the best place each occurs in; 0 as soon as one occurs nowhere."""
    total = 0
    for word in words:
        places = (
            (TITLE_WEIGHT, word in entry.title),
            (OFFER_WEIGHT, any(word in folded for _, folded in entry.offers)),
            (TEXT_WEIGHT, word in entry.text),
        )
        best = max(weight for weight, is_there in (*places, (0, True)) if is_there)
        if not best:
            return 0
        total += best
    return total


def _hit(entry: _Entry, words: list[str]) -> Hit:
    offers = tuple(shown for shown, folded in entry.offers if all(word in folded for word in words))
    return Hit(pilot=entry.pilot, offers=offers)


@cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(_entry(pilot) for pilot in all_pilots())


def _entry(pilot: Pilot) -> _Entry:
    offers = [case.title for case in pilot.case_types] + [document.title for document in pilot.document_types]
    events = [event for event in LIFE_EVENTS if pilot.number in event.pilots]
    around = " ".join(f"{event.title} {event.text} {event.words}" for event in events)
    return _Entry(
        pilot=pilot,
        title=fold(f"{pilot.short_title} {pilot.title}"),
        offers=tuple((offer, fold(offer)) for offer in offers),
        text=fold(f"{pilot.summary_vi} {around}"),
    )
