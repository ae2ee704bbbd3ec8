"""Reads the reference data files into plain rows: communes expanded, days filled in, codes checked. No Django.

Sources and what is verified stand in the files themselves.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dean06.kernel.base.text import fold
from dean06.kernel.parties import names
from dean06.kernel.parties.rules import GroupRule

DATA = Path(__file__).parent / "data"
AREA_WORDS = {"township": "thị trấn", "commune": "xã"}
LEVELS = ("central", "province", "district", "commune", "local")

Identity = tuple[str, date]


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """One area while it is one."""

    code: str
    name: str
    kind: str
    parent: str
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool

    @property
    def spoken(self) -> str:
        """ "xã Tùng Ảnh", as it stands inside the name of a unit."""
        return f"{AREA_WORDS[self.kind]} {self.name}"

    @property
    def slug(self) -> str:
        """ "xa-tung-anh", as it stands inside the code of a unit."""
        return fold(self.spoken).replace(" ", "-")


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """One unit while it exists; `heirs` are the codes that carry its duties from `valid_until` on."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: str
    area: str
    valid_from: date
    valid_until: date | None
    is_authority: bool
    source: str
    verified: bool
    heirs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SuccessionRow:
    """`predecessor` went into `successor` on a day."""

    predecessor: Identity
    successor: Identity
    happened_on: date
    legal_source: str
    verified: bool


@cache
def _read(name: str) -> dict[str, Any]:
    with (DATA / name).open("rb") as stream:
        return tomllib.load(stream)


@cache
def area_rows() -> tuple[AreaRow, ...]:
    """All areas; parents come before children."""
    data = _read("areas.toml")
    return tuple(
        AreaRow(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=row.get("parent", ""),
            valid_from=row.get("valid_from", data["register_starts_on"]),
            valid_until=row.get("valid_until"),
            source=data["source"],
            verified=row["verified"],
        )
        for row in data["areas"]
    )


@cache
def area_successions() -> tuple[SuccessionRow, ...]:
    """What became of the old areas."""
    data = _read("areas.toml")
    day: date = data["reorganised_on"]
    begins = {row.code: row.valid_from for row in area_rows() if row.valid_until == day}
    pairs = [(old, row["into"], row["verified"]) for row in data["mergers"] for old in row["from"]]
    pairs += [(row["code"], new, row["verified"]) for row in data["dissolved"] for new in row["into"]]
    return tuple(
        SuccessionRow(
            predecessor=(old, begins[old]),
            successor=(new, day),
            happened_on=day,
            legal_source=data["law"],
            verified=verified,
        )
        for old, new, verified in pairs
    )


def _communes(*, is_new: bool) -> list[AreaRow]:
    day = _read("areas.toml")["reorganised_on"]
    rows = [row for row in area_rows() if row.kind in AREA_WORDS]
    return [row for row in rows if (row.valid_from == day) == is_new]


@cache
def unit_rows() -> tuple[UnitRow, ...]:
    """All units, groups included; parents come before children."""
    data = _read("units.toml")
    rows = [*_listed_units(data), *_groups(data), *_old_commune_bodies(data), *_new_commune_bodies(data)]
    return tuple(_parents_first(rows))


def _listed_units(data: Mapping[str, Any]) -> Iterator[UnitRow]:
    known = {entry.code: entry for entry in names.all_units()}
    slugs = [row.slug for row in _communes(is_new=True)]
    for row in data["units"]:
        entry = known.get(row["code"])
        yield _unit(
            data,
            row,
            name=entry.name if entry else row["name"],
            short_name=entry.short_name if entry else row["short"],
            level=entry.level if entry else row["level"],
            heirs=tuple(code for heir in row.get("heirs", []) for code in _spread(heir, slugs)),
        )


def _spread(code: str, slugs: list[str]) -> list[str]:
    """ "ubnd-{commune}" for every new commune; a plain code for itself."""
    return [code.format(commune=slug) for slug in slugs] if "{commune}" in code else [code]


def _groups(data: Mapping[str, Any]) -> Iterator[UnitRow]:
    listed = {row["code"] for row in data["units"]}
    for entry in names.all_units():
        if entry.is_generic and entry.code not in listed:
            row = {"code": entry.code, "kind": "group"}
            yield _unit(data, row, name=entry.name, short_name=entry.short_name, level=entry.level)


def _old_commune_bodies(data: Mapping[str, Any]) -> Iterator[UnitRow]:
    became = {row.predecessor: row.successor for row in area_successions()}
    new_slugs = {(row.code, row.valid_from): row.slug for row in _communes(is_new=True)}
    for area in _communes(is_new=False):
        heir_slug = new_slugs[became[area.code, area.valid_from]]
        for body in data["old_commune_bodies"]:
            heirs = tuple(heir.format(commune=heir_slug) for heir in body["heirs"])
            parent = "ubnd-huyen" if body["kind"] == "committee" else "cong-an-huyen"
            yield _commune_body(data, body, area, parent=parent, heirs=heirs)


def _new_commune_bodies(data: Mapping[str, Any]) -> Iterator[UnitRow]:
    for area in _communes(is_new=True):
        for body in data["new_commune_bodies"]:
            parent = body.get("parent", "").format(commune=area.slug)
            yield _commune_body(data, body, area, parent=parent, heirs=())


def _commune_body(
    data: Mapping[str, Any], body: Mapping[str, str], area: AreaRow, *, parent: str, heirs: tuple[str, ...]
) -> UnitRow:
    words = {"place": area.name}
    is_new = area.valid_until is None
    code = body["code"].format(commune=area.slug)
    row = {
        "code": code,
        "kind": body["kind"],
        "parent": parent,
        "area": area.code,
        "from": area.valid_from,
        "until": area.valid_until,
        "authority": is_new and body["kind"] == "committee" and area.code == data["authority_commune"],
    }
    name = body["name"].format(commune=area.spoken, **words)
    known = {entry.code: entry.short_name for entry in names.all_units()} if not is_new else {}
    short_name = known.get(code, body["short"].format(**words))
    return _unit(data, row, name=name, short_name=short_name, level="commune", heirs=heirs)


def _unit(
    data: Mapping[str, Any],
    row: Mapping[str, Any],
    *,
    name: str,
    short_name: str,
    level: str,
    heirs: tuple[str, ...] = (),
) -> UnitRow:
    return UnitRow(
        code=row["code"],
        name=name,
        short_name=short_name,
        kind=row["kind"],
        level=level,
        parent=row.get("parent", ""),
        area=row.get("area", ""),
        valid_from=row.get("from", data["register_starts_on"]),
        valid_until=row.get("until"),
        is_authority=row.get("authority", False),
        source=data["source"],
        verified=False,
        heirs=heirs,
    )


def _parents_first(rows: list[UnitRow]) -> Iterator[UnitRow]:
    """By length of the chain of parents, so that a parent is written before who points at it."""
    parent_of = {row.code: row.parent for row in rows}

    def depth(parent: str) -> int:
        return 1 + depth(parent_of[parent]) if parent else 0

    return iter(sorted(rows, key=lambda row: depth(row.parent)))


def unit_successions() -> Iterator[SuccessionRow]:
    """Who carries the duties of units that ended. An heir is the row of that code in force on the day."""
    law: str = _read("units.toml")["law"]
    for row in unit_rows():
        if row.valid_until is None:
            continue
        for heir in row.heirs:
            yield SuccessionRow(
                predecessor=(row.code, row.valid_from),
                successor=(heir, in_force(heir, row.valid_until).valid_from),
                happened_on=row.valid_until,
                legal_source=law,
                verified=row.verified,
            )


def in_force(code: str, day: date) -> UnitRow:
    """The row of a code on a day. Raises LookupError: reference data that points nowhere is a mistake in the file."""
    for row in unit_rows():
        if row.code == code and row.valid_from <= day and (row.valid_until is None or day < row.valid_until):
            return row
    raise LookupError(f"units.toml: no unit {code!r} on {day}")


@cache
def group_rules() -> Mapping[str, GroupRule]:
    """What the collective names of dispatches stand for, by code."""
    return {
        row["code"]: GroupRule(
            code=row["code"],
            codes=frozenset(row.get("codes", [])),
            kinds_by_level=tuple((level, frozenset(row[level])) for level in LEVELS if level in row),
        )
        for row in _read("units.toml")["groups"]
    }
