"""All units of all times read at once, for pages that name many of them: two queries whatever is asked afterwards."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from dean06.kernel.parties import reference, rules
from dean06.kernel.parties.models import Unit, UnitSuccession
from dean06.kernel.parties.types import UnitInfo

COLUMNS = (
    "id", "code", "name", "short_name", "kind", "level", "area__code", "parent__code", "valid_from", "valid_until",
    "verified",
)  # fmt: skip
LOCAL_LEVELS = frozenset({"district", "commune"})


class UnitRegister:
    """A snapshot of the register of units; every question is asked as of a day and answered from memory."""

    def __init__(self, rows: Iterable[UnitInfo], authority_codes: Iterable[str]) -> None:
        self._rows = tuple(rows)
        self._members: dict[tuple[str, date], frozenset[str]] = {}
        self._bearers: dict[str, list[UnitInfo]] = defaultdict(list)
        for row in self._rows:
            self._bearers[row.code].append(row)
        for bearers in self._bearers.values():
            bearers.sort(key=lambda row: row.valid_from)
        self._authority_codes = sorted(set(authority_codes))

    def unit(self, code: str, on: date) -> UnitInfo | None:
        """The unit of this code on a day; None when the code was not in force then."""
        return next((row for row in self._bearers.get(code, ()) if _is_valid(row, on)), None)

    def name(self, code: str, on: date) -> str:
        """The name of a code on a day, else the one nearest in time; the code itself when nobody ever bore it."""
        bearer = self.nearest(code, on)
        return bearer.name if bearer else code

    def exists(self, code: str, on: date) -> bool:
        """Whether the code is in force on a day (a group counts)."""
        return self.unit(code, on) is not None

    def is_local(self, code: str, on: date) -> bool:
        """Whether the code is on that day one body of the district or a commune."""
        return _is_local(self.unit(code, on))

    def was_local(self, code: str, on: date) -> bool:
        """Whether the code is, or was before it ended, one body of the district or a commune."""
        return _is_local(self.nearest(code, on))

    def is_home(self, code: str, on: date) -> bool:
        """Whether the code is on that day a body of the very area this installation serves."""
        unit, home = self.unit(code, on), self.authority(on)
        return unit is not None and home is not None and _is_at(unit, home)

    def is_group(self, code: str) -> bool:
        """Whether the code is a collective name of dispatches."""
        return any(row.is_group for row in self._bearers.get(code, ()))

    def has_ended(self, code: str, on: date) -> bool:
        """Whether the code was in force before and is not any more on this day."""
        return not self.exists(code, on) and any(row.valid_until for row in self._begun(code, on))

    def ended_on(self, code: str, on: date) -> date | None:
        """The first day the newest bearer of the code up to `on` was gone; None while alive or never there."""
        begun = self._begun(code, on)
        return begun[-1].valid_until if begun and not self.exists(code, on) else None

    def members(self, group_code: str, on: date) -> frozenset[str]:
        """Codes of the single units a collective name stands for on a day; empty for a code that is no group."""
        rule = reference.group_rules().get(group_code)
        if rule is None:
            return frozenset()
        key = (group_code, on)
        if key not in self._members:
            self._members[key] = frozenset(row.code for row in self.units(on) if _belongs(row, rule))
        return self._members[key]

    def is_member(self, unit_code: str, group_code: str, on: date) -> bool:
        """Whether the collective name includes the unit on a day."""
        return unit_code in self.members(group_code, on)

    def units(self, on: date) -> list[UnitInfo]:
        """Single units in force on a day, in Vietnamese order of their names."""
        return [row for row in self._rows if _is_valid(row, on) and not row.is_group]

    def authority(self, on: date) -> UnitInfo | None:
        """The People's Committee this installation serves on a day."""
        found = (self.unit(code, on) for code in self._authority_codes)
        return next((unit for unit in found if unit is not None), None)

    def successors(self, code: str, on: date) -> list[UnitInfo]:
        """Units that carry the code's duties on a day: itself while alive. The heir in the area this installation
        serves comes first, as it keeps running the work; the others follow in Vietnamese order."""
        start = self.nearest(code, on)
        if start is None or start.valid_from > on:
            return []
        known = {row.id: row for row in self._rows}
        ends = rules.heirs(
            start.id,
            is_alive=lambda key: _is_valid(known[key], on),
            next_of=lambda keys: [heir for key in keys for heir, day in self._heirs.get(key, ()) if day <= on],
        )
        home = self.authority(on)
        heirs = [row for row in self._rows if row.id in ends]
        return sorted(heirs, key=lambda row: home is None or not _is_at(row, home))

    def predecessors(self, code: str, on: date) -> list[UnitInfo]:
        """Units that ended and whose duties this code carries on a day, in Vietnamese order; itself not among them."""
        ended = {row.code for row in self._rows if row.code != code and self.has_ended(row.code, on)}
        gone = (row for row in self._rows if row.code in ended and not row.is_group)
        return [row for row in gone if any(heir.code == code for heir in self.successors(row.code, on))]

    @cached_property
    def _heirs(self) -> dict[UUID, list[tuple[UUID, date]]]:
        heirs: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
        for ended, heir, day in UnitSuccession.objects.values_list("predecessor", "successor", "happened_on"):
            heirs[ended].append((heir, day))
        return dict(heirs)

    def _begun(self, code: str, on: date) -> list[UnitInfo]:
        return [row for row in self._bearers.get(code, ()) if row.valid_from <= on]

    def nearest(self, code: str, on: date) -> UnitInfo | None:
        """The bearer of a code on a day, else the one nearest in time; None when nobody ever bore it."""
        begun, bearers = self._begun(code, on), self._bearers.get(code, ())
        return begun[-1] if begun else next(iter(bearers), None)


def unit_register() -> UnitRegister:
    """The register as it is now, read once; keep it for one request or one act, not longer."""
    # Plain values: building some hundred rows of three tables costs ten times as much.
    rows = list(Unit.objects.values_list("is_authority", *COLUMNS))
    units = [_unit(values) for _, *values in rows]
    return UnitRegister(units, [unit.code for unit, row in zip(units, rows, strict=True) if row[0]])


def _unit(values: Sequence[Any]) -> UnitInfo:
    row_id, code, name, short_name, kind, level, area_code, parent_code, valid_from, valid_until, verified = values
    return UnitInfo(
        id=row_id,
        code=code,
        name=name,
        short_name=short_name,
        kind=kind,
        level=level,
        area_code=area_code or "",
        parent_code=parent_code or "",
        valid_from=valid_from,
        valid_until=valid_until,
        verified=verified,
    )


def _is_valid(row: UnitInfo, on: date) -> bool:
    return row.valid_from <= on and (row.valid_until is None or on < row.valid_until)


def _is_local(unit: UnitInfo | None) -> bool:
    return unit is not None and unit.level in LOCAL_LEVELS and not unit.is_group


def _belongs(row: UnitInfo, rule: rules.GroupRule) -> bool:
    by_kind = (row.level == level and row.kind in kinds for level, kinds in rule.kinds_by_level)
    return row.code in rule.codes or any(by_kind)


def _is_at(row: UnitInfo, home: UnitInfo) -> bool:
    return bool(row.area_code) and row.area_code == home.area_code
