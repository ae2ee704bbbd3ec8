"""The procedures declared here, as anybody may read them: by what happens in a life, by search, one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dean06.kernel.base.money import format_dong
from dean06.kernel.base.text import fold, sort_key
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import (
    Agency,
    Channel,
    DeadlineKind,
    DeadlineRule,
    Fee,
    NamedService,
    Procedure,
    ServiceList,
)
from dean06.kernel.parties import api as parties
from dean06.portal.catalogue import LONGEST_QUERY
from dean06.portal.clerk_view import condition_words
from dean06.portal.life_events import LIFE_EVENTS, LifeEvent
from dean06.ui.formats import day as written

OTHER = LifeEvent(title="Việc khác", text="Thủ tục chưa xếp vào việc nào ở trên", pilots=())
SHOWN_CHANNELS = (Channel.ONLINE, Channel.COUNTER, Channel.POST)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A life event and the procedures that belong to it, in the editor's order."""

    event: LifeEvent
    procedures: tuple[Procedure, ...]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A decision's list held against what is declared. ``missing``: services of which not even the name is known.

    ``is_least``: names nobody held against the decision may be another list's, so at least that many are missing.
    """

    title: str
    count: int
    declared: int
    verified: int
    named: tuple[NamedService, ...]
    missing: int
    is_least: bool
    source: str


@dataclass(frozen=True, kw_only=True)
class FeeRow:
    """A fee's name and what it costs by each channel in words, empty where it is not said."""

    name: str
    when: str
    cells: tuple[tuple[str, str], ...]


def groups(day: date) -> list[Group]:
    """All procedures in force on a day, each under the first life event that names it or under the rest."""
    left = {procedure.code: procedure for procedure in cases.catalogue().on(day)}
    found = []
    for event in LIFE_EVENTS:
        own = tuple(left.pop(code) for code in event.procedures if code in left)
        if own:
            found.append(Group(event=event, procedures=own))
    return [*found, Group(event=OTHER, procedures=tuple(left.values()))] if left else found


def search(query: str, day: date) -> list[Procedure]:
    """Procedures in which every word of the query occurs, those named so first; nothing for an empty query."""
    words = fold(query[:LONGEST_QUERY]).split()
    if not words:
        return []
    around = {code: event for event in LIFE_EVENTS for code in event.procedures}
    scored = [(_score(one, around.get(one.code, OTHER), words), one) for one in cases.catalogue().on(day)]
    ordered = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], len(pair[1].name)))
    return [one for _, one in ordered]


def _score(procedure: Procedure, event: LifeEvent, words: list[str]) -> int:
    """One for each word, one more for each in the name; 0 as soon as a word occurs nowhere."""
    name = fold(procedure.name)
    text = fold(f"{procedure.name} {procedure.number} {procedure.result.name} {event.title} {event.words}")
    if not all(word in text for word in words):
        return 0
    return len(words) + sum(word in name for word in words)


def in_force(code: str, day: date) -> Procedure | None:
    """The version of a procedure in force on a day."""
    found = cases.catalogue().find(code, day)
    return found.procedure if found else None


def versions(code: str) -> list[Procedure]:
    """Every version of a procedure, the newest first."""
    own = (one.procedure for one in cases.catalogue().declared if one.procedure.code == code)
    return sorted(own, key=lambda one: one.valid_from, reverse=True)


def all_versions() -> list[Procedure]:
    """Everything declared, as an operator goes through it: by name, the newest version first."""
    codes = {one.procedure.code: one.procedure.name for one in cases.catalogue().declared}
    return [one for code in sorted(codes, key=lambda code: fold(codes[code])) for one in versions(code)]


def agencies(day: date) -> list[tuple[str, Agency]]:
    """Every unit that can number its files on a day, by name, with the code it does so under."""
    found = [(parties.unit_name(one.unit_code, day), one) for one in cases.agencies(day)]
    return sorted(found, key=lambda pair: sort_key(pair[0]))


def tallies(day: date) -> list[Tally]:
    """Every decision's list as it stands on a day."""
    return [_tally(one, cases.catalogue().on(day)) for one in cases.service_lists()]


def _tally(decision: ServiceList, procedures: Iterable[Procedure]) -> Tally:
    own = [one for one in procedures if decision.code in one.lists]
    return Tally(
        title=decision.title,
        count=decision.count,
        declared=len(own),
        verified=sum(one.verified for one in own),
        named=decision.named,
        missing=max(0, decision.count - len(own) - len(decision.named)),
        is_least=bool(decision.named) and not decision.verified,
        source=decision.source,
    )


def deadline_words(procedure: Procedure) -> str:
    """The time the law gives, without its note; a stand-in of ours is never told as one."""
    return "Chưa có thời hạn cố định" if procedure.is_provisional else _rule_words(procedure.deadline)


def _rule_words(rule: DeadlineRule) -> str:
    match rule.kind:
        case DeadlineKind.WORKING_DAYS:
            return f"{rule.amount} ngày làm việc"
        case DeadlineKind.CALENDAR_DAYS:
            return f"{rule.amount} ngày"
        case DeadlineKind.WORKING_HOURS:
            return f"{rule.amount} giờ làm việc"
        case DeadlineKind.SAME_DAY:
            return "Trong ngày"
        case DeadlineKind.ON_DAY:
            return f"Ngày {written(rule.day)}"
        case DeadlineKind.AT_ONCE:
            return "Ngay khi nhận"


def fee_channels(procedure: Procedure) -> list[Channel]:
    """The channels the fee table speaks of."""
    given = {fee.channel for fee in procedure.fees}
    return [channel for channel in SHOWN_CHANNELS if channel in given]


def fee_rows(procedure: Procedure) -> list[FeeRow]:
    """The fee table, one row for each name, one cell for each channel."""
    table = {(fee.name, fee.channel): fee_words(fee) for fee in procedure.fees}
    conditions = {fee.name: fee.condition for fee in procedure.fees}
    names = dict.fromkeys(fee.name for fee in procedure.fees)
    channels = fee_channels(procedure)
    return [
        FeeRow(
            name=name,
            when=condition_words(procedure, conditions.get(name)),
            cells=tuple((channel.label, table.get((name, channel), "")) for channel in channels),
        )
        for name in names
    ]


def fee_words(fee: Fee) -> str:
    """An amount with its note; free said in words."""
    if fee.amount is None:
        return fee.note
    amount = format_dong(fee.amount) if fee.amount else "Không thu"
    return f"{amount}. {fee.note}" if fee.note else amount
