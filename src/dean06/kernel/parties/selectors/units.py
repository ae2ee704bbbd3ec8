"""Units as of a day, their names, heirs and members."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.text import fold
from dean06.kernel.parties import reference, rules
from dean06.kernel.parties.models import Unit, UnitKind, UnitSuccession
from dean06.kernel.parties.models.dated import DatedQuerySet
from dean06.kernel.parties.types import UnitInfo

MAX_FOUND = 50


def units(as_of: date, *, with_groups: bool = False) -> list[UnitInfo]:
    """Units in force on a day in Vietnamese order; collective names only when asked for."""
    rows = _rows().on(as_of)
    return _infos(rows if with_groups else rows.exclude(kind=UnitKind.GROUP))


def unit(code: str, as_of: date) -> UnitInfo:
    """The unit of this code on a day. NotFound when the code was not in force then."""
    row = _rows().on(as_of).filter(code=code).first()
    if row is None:
        raise NotFound(f"Không có đơn vị mã “{code}” vào ngày {as_of:%d/%m/%Y}.", code="unit_not_found")
    return info(row)


def unit_name(code: str, on: date) -> str:
    """The name a code had on a day, else the name nearest to it in time. NotFound for a code never used."""
    row = _nearest(code, on)
    return row.name


def exists(code: str, on: date) -> bool:
    """Whether the code is in force on a day (a group counts)."""
    return Unit.objects.on(on).filter(code=code).exists()


def is_local(code: str, on: date) -> bool:
    """Whether the code is on that day one body of the district or a commune: no group, not province or centre."""
    rows = Unit.objects.on(on).filter(code=code, level__in=("district", "commune"))
    return rows.exclude(kind=UnitKind.GROUP).exists()


def has_ended(code: str, on: date) -> bool:
    """Whether the code was in force before and is not any more on this day."""
    return not exists(code, on) and Unit.objects.filter(code=code, valid_until__lte=on).exists()


def ended_on(code: str) -> date | None:
    """The first day the code was no longer in force; None while it is, or when it never was."""
    last = Unit.objects.filter(code=code).order_by("-valid_from").first()
    return last.valid_until if last else None


def successors(code: str, as_of: date, *, known_on: date | None = None) -> list[UnitInfo]:
    """The units that carry the code's duties on a day: itself while alive, else the ends of all chains of succession.

    `known_on` says which bearer of a reused code is meant (the one of that day); without it the one alive on `as_of`
    counts. Empty when nobody took the duties over or the unit is still to come. NotFound for a code never used.
    """
    start = _nearest(code, known_on or as_of)
    if start.valid_from > as_of:
        return []
    rows = {start.pk: start}

    def next_of(ended: Sequence[UUID]) -> list[UUID]:
        links = UnitSuccession.objects.filter(predecessor__in=ended, happened_on__lte=as_of)
        found = [link.successor for link in links.select_related("successor__area", "successor__parent")]
        rows.update({row.pk: row for row in found})
        return [row.pk for row in found]

    ends = rules.heirs(start.pk, is_alive=lambda key: rows[key].is_valid_on(as_of), next_of=next_of)
    return [info(row) for row in sorted((rows[key] for key in ends), key=lambda row: row.name_sort)]


def members(group_code: str, on: date) -> list[UnitInfo]:
    """Single units a collective name stands for on a day; empty for a code that is no group or has no fixed members."""
    rule = reference.group_rules().get(group_code)
    if rule is None:
        return []
    belongs = Q(code__in=rule.codes)
    for level, kinds in rule.kinds_by_level:
        belongs |= Q(level=level, kind__in=kinds)
    return _infos(_rows().on(on).filter(belongs).exclude(kind=UnitKind.GROUP))


def is_member(unit_code: str, group_code: str, on: date) -> bool:
    """Whether the collective name includes the unit on a day."""
    return any(member.code == unit_code for member in members(group_code, on))


def authority(on: date) -> str:
    """Code of the People's Committee this installation serves on a day. NotFound when reference data is not loaded."""
    row = Unit.objects.on(on).filter(is_authority=True).first()
    if row is None:
        raise NotFound("Chưa nạp dữ liệu đơn vị cho ngày này. Hãy chạy lệnh seed.", code="no_authority")
    return row.code


def find_units(text: str, as_of: date, *, limit: int = MAX_FOUND) -> list[UnitInfo]:
    """Units in force whose name or any spelling contains the text; tones and đ do not matter."""
    wanted = fold(text)
    if not wanted:
        return []
    matches = Q(name_fold__contains=wanted) | Q(aliases__text_fold__contains=wanted)
    return _infos(_rows().on(as_of).filter(matches).distinct()[: min(limit, MAX_FOUND)])


def info(row: Unit) -> UnitInfo:
    """A row as others may see it."""
    return UnitInfo(
        id=row.pk,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        level=row.level,
        area_code=row.area.code if row.area else "",
        parent_code=row.parent.code if row.parent else "",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        verified=row.verified,
    )


def _rows() -> DatedQuerySet[Unit]:
    return Unit.objects.select_related("area", "parent")


def _infos(rows: QuerySet[Unit]) -> list[UnitInfo]:
    return [info(row) for row in rows]


def _nearest(code: str, day: date) -> Unit:
    """The row in force on the day; else the last that ended before; else the first to come."""
    bearers = list(_rows().filter(code=code).order_by("valid_from"))
    if not bearers:
        raise NotFound(f"Không có đơn vị nào mang mã “{code}”.", code="unit_not_found")
    begun = [row for row in bearers if row.valid_from <= day]
    return begun[-1] if begun else bearers[0]
