"""Entries and subjects as the tables keep them, and back; the same words as in the port."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from dean06.kernel.ports.judicial_register import Ban, Conviction, Entry, Penalty, Subject

DAYS = ("judged_on", "main_served_on", "rest_served_on", "again_on", "cleared_on")


def kept(entry: Entry) -> dict[str, Any]:
    """An entry as JSON."""
    told = asdict(entry)
    told["convictions"] = [{name: _plain(value) for name, value in one.items()} for one in told["convictions"]]
    told["bans"] = [{name: _plain(value) for name, value in one.items()} for one in told["bans"]]
    return told


def entry_of(told: Mapping[str, Any]) -> Entry:
    """And back."""
    return Entry(
        reference=told["reference"],
        subject=Subject(**told["subject"]),
        convictions=tuple(map(_conviction, told["convictions"])),
        bans=tuple(Ban(**one | {name: _day(one[name]) for name in ("since", "until")}) for one in told["bans"]),
    )


def key_of(reference: str, conviction: Conviction) -> str:
    """Names one conviction among those of a person."""
    return f"{reference}|{conviction.judgement}|{conviction.article}"


def _conviction(told: Mapping[str, Any]) -> Conviction:
    days = {name: _day(told[name]) for name in DAYS}
    return Conviction(**dict(told) | days | {"penalty": Penalty(told["penalty"])})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
