"""What is used inside VNeID: figures of the board, services with the level each demands, how people came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Entrance
from dean06.kernel.base.text import fold, sort_key
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Procedure
from dean06.kernel.identity import api as identity
from dean06.kernel.identity.types import EntranceFigures
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import Channel, Reached
from dean06.pilots.p03_vneid_services import rules

COUNTED_BACK = timedelta(days=30)
LONGEST_QUERY = 100
CASE_MESSAGES = "case"


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service as the mini-app lists it. ``needs_step_up``: this person would have to prove more first."""

    code: str
    name: str
    authority: str
    level: int
    needs_step_up: bool


@dataclass(frozen=True, kw_only=True)
class Month:
    """The last thirty days: sign-ins through the application, notices in its inbox."""

    came_in: EntranceFigures
    notices: Reached


def figures(days: Sequence[date]) -> dict[str, list[int]]:
    """Indicators: cases handed in inside VNeID up to each day, of these at level 2, and their share of all handed in
    online, in per cent.
    """
    found = cases.totals_at(_codes(days), days, ("vneid", "vneid_level_2", "online"))
    pairs = zip(found["vneid"], found["online"], strict=True)
    return {
        "cases_in_app": found["vneid"],
        "share_in_app": [rules.share(part, whole) for part, whole in pairs],
        "level_2_in_app": found["vneid_level_2"],
    }


def services_open(as_of: date) -> int:
    """Indicator: services that can be handed in inside VNeID."""
    return len(_open(as_of))


def services(day: date, *, level: int, query: str = "") -> list[Service]:
    """Those of them in which every word of the query occurs, by name, for a person signed in at a level."""
    words = fold(query[:LONGEST_QUERY]).split()
    found = [one for one in _open(day) if all(word in fold(one.name) for word in words)]
    return [
        Service(
            code=one.code,
            name=one.name,
            authority=one.authority,
            level=one.assurance_level,
            needs_step_up=one.assurance_level > level,
        )
        for one in sorted(found, key=lambda one: sort_key(one.name))
    ]


def month() -> Month:
    """How people came in and what reached them; counts only."""
    since = clock.now() - COUNTED_BACK
    return Month(
        came_in=identity.entrance_figures(Entrance.VNEID, since=since),
        notices=messaging.reached(Channel.VNEID, house=CASE_MESSAGES, since=since),
    )


def _open(day: date) -> list[Procedure]:
    return [one for one in cases.catalogue().on(day) if cases.receivers(one.code, day)]


def _codes(days: Sequence[date]) -> list[str]:
    """Every procedure in force on one of the days: an old file counts under the name it had."""
    return sorted({one.code for day in (min(days), max(days)) for one in cases.catalogue().on(day)})
