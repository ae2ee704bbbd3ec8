"""Reads the facts files of this package into `model.Facts`, refusing keys nobody knows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from dean06.programme.sample.model import (
    AnnexFact,
    CitedFact,
    Clause,
    DeadlineFact,
    ExpectedFact,
    Facts,
    GroupFact,
    LetterFact,
    NarrativeFact,
    ObligationFact,
    PilotFact,
    TableFact,
    UnitFact,
)

NAMES = ("duc_tho", "binh_yen", "son_giang")
"""Sample dispatches: the 23 pilots of Đức Thọ; a commune with 9; a plan of 14 tasks without a table."""

Deadlines = Mapping[str, DeadlineFact]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("dean06.programme.sample.facts").joinpath(f"{name}.toml").read_text("utf-8"))


def _tuples(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


@cache
def units() -> Mapping[str, UnitFact]:
    """Units every sample dispatch may name, by key."""
    return {key: UnitFact(key=key, **_tuples(raw)) for key, raw in _toml("units").items()}


def _clause(raw: dict[str, Any]) -> Clause:
    raw = dict(raw)
    return Clause(partners=tuple(raw.pop("with", ())), **_tuples(raw))


def _narrative(raw: dict[str, Any], title: str, deadlines: Deadlines) -> NarrativeFact:
    raw = {"title": title, **raw}
    clauses = tuple(_clause(clause) for clause in raw.pop("clauses", ()))
    deadline = deadlines[raw.pop("deadline")] if "deadline" in raw else None
    return NarrativeFact(clauses=clauses, deadline=deadline, **_tuples(raw))


def _table(raw: dict[str, Any], title: str, deadlines: Deadlines) -> TableFact:
    raw = {"title": title, **raw}
    deadline = deadlines[raw.pop("deadline")] if "deadline" in raw else None
    words = {key.removesuffix("_words"): raw.pop(key) for key in list(raw) if key.endswith("_words")}
    spelled = {unit: word for column in words.values() for unit, word in column.items()}
    return TableFact(is_request=raw.pop("request", False), deadline=deadline, words=spelled, **_tuples(raw))


def _pilot(raw: dict[str, Any], deadlines: Deadlines) -> PilotFact:
    title = raw.get("title", "")
    # `expect` sits under the row it is about, which TOML writes as part of that row's table.
    table = dict(raw["table"]) if "table" in raw else None
    expect = tuple(table.pop("expect", ())) if table else ()
    return PilotFact(
        number=raw["number"],
        narrative=_narrative(raw["narrative"], title, deadlines) if "narrative" in raw else None,
        table=_table(table, title, deadlines) if table else None,
        expect=expect,
    )


def _groups(raws: Iterable[dict[str, Any]], deadlines: Deadlines) -> tuple[GroupFact, ...]:
    return tuple(
        GroupFact(
            code=raw["code"],
            title=raw["title"],
            declared=raw.get("declared"),
            pilots=tuple(_pilot(pilot, deadlines) for pilot in raw["pilots"]),
        )
        for raw in raws
    )


def _letter(raw: dict[str, Any], deadlines: Deadlines) -> LetterFact:
    raw = dict(raw)
    obligations = tuple(
        ObligationFact(text=o["text"], deadline=deadlines[o["deadline"]] if "deadline" in o else None)
        for o in raw.pop("obligations")
    )
    return LetterFact(obligations=obligations, date=raw.pop("date", None), **_tuples(raw))


@cache
def load(name: str = "duc_tho") -> Facts:
    """Facts of the sample dispatch `name` (one of `NAMES`); KeyError for another name or an undefined deadline."""
    if name not in NAMES:
        raise KeyError(name)
    raw = _toml(name)
    deadlines = {key: DeadlineFact(**_tuples(value)) for key, value in raw["deadlines"].items()}
    annex = dict(raw["annex"])
    groups = list(raw.get("groups", ()))
    for part in annex.pop("files", ()):
        groups.extend(_toml(part)["groups"])
    return Facts(
        name=name,
        letter=_letter(raw["letter"], deadlines),
        annex=AnnexFact(**_tuples(annex)),
        groups=_groups(groups, deadlines),
        cited={key: CitedFact(key=key, **value) for key, value in raw.get("cited", {}).items()},
        units=units(),
        expected=tuple(ExpectedFact(**value) for value in raw.get("expected", ())),
    )
