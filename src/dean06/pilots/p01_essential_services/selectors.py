"""What the board counts of the essential services, and their list with what is missing named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import DecisionList, Procedure, Reuse, ServiceList

ESSENTIAL = (DecisionList.QD_06, DecisionList.QD_422)


@dataclass(frozen=True, kw_only=True)
class Service:
    """One essential service: its declaration, how many files came in, and whether it can be handed in online here."""

    procedure: Procedure
    filed: int
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A decision's list against what is declared here; ``unknown``: services of which not even the name is known."""

    decision: ServiceList
    declared: int
    verified: int
    unknown: int


def figures(days: Sequence[date]) -> dict[str, list[int]]:
    """Indicators: cases of essential services handed in up to each day, of these online, and ended in time."""
    found = cases.totals_at(_codes(days[-1]), days, ("filed", "online", "in_time"))
    return {"cases_filed": found["filed"], "cases_online": found["online"], "cases_in_time": found["in_time"]}


def not_asked_again(day: date) -> Reuse:
    """Papers of essential services demanded up to a day, and how many of them the wallet gave."""
    return cases.papers_from_wallet([day], _codes(day))[0]


def services_open(as_of: date) -> int:
    """Indicator: services of Decision 06 for which some unit here takes cases in."""
    own = [one for one in _essential(as_of) if DecisionList.QD_06 in one.lists]
    return sum(bool(cases.receivers(one.code, as_of)) for one in own)


def services(day: date) -> list[Service]:
    """Every essential service in force on a day, those most used first, then by name."""
    filed = cases.filed_by_procedure(_codes(day), day)
    found = [
        Service(
            procedure=one,
            filed=filed.get(one.code, 0),
            is_open=bool(cases.receivers(one.code, day)),
        )
        for one in _essential(day)
    ]
    return sorted(found, key=lambda one: (-one.filed, one.procedure.name))


def counters(day: date) -> list[Counter]:
    """Decisions 06 and 422: how many services each names, how many are declared, which are missing."""
    return [_counter(one, day) for one in cases.service_lists() if one.code in ESSENTIAL]


def _counter(decision: ServiceList, day: date) -> Counter:
    own = [one for one in cases.catalogue().on(day) if decision.code in one.lists]
    known = len(own) + len(decision.named)
    return Counter(
        decision=decision,
        declared=len(own),
        verified=sum(one.verified for one in own),
        unknown=max(0, decision.count - known),
    )


def _essential(day: date) -> list[Procedure]:
    return [one for one in cases.catalogue().on(day) if set(one.lists) & set(ESSENTIAL)]


def _codes(day: date) -> list[str]:
    return [one.code for one in _essential(day)]
