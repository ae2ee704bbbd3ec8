"""Areas as of a day and what became of them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.text import fold
from dean06.kernel.parties import rules
from dean06.kernel.parties.models import Area, AreaSuccession
from dean06.kernel.parties.types import AreaInfo

MAX_FOUND = 50


def areas(as_of: date) -> list[AreaInfo]:
    """Areas in force on a day, in Vietnamese order."""
    return [info(row) for row in Area.objects.on(as_of).select_related("parent")]


def area(code: str, as_of: date) -> AreaInfo:
    """The area of this code on a day: codes are reused, so the day is part of the question. NotFound otherwise."""
    return info(_row(code, as_of))


def area_successors(code: str, known_on: date, as_of: date) -> list[AreaInfo]:
    """What the bearer of the code on `known_on` is part of on `as_of`; itself while alive. NotFound if none bore it."""
    start = _row(code, known_on)
    rows = {start.pk: start}

    def next_of(ended: Sequence[UUID]) -> list[UUID]:
        links = AreaSuccession.objects.filter(predecessor__in=ended, happened_on__lte=as_of)
        found = [link.successor for link in links.select_related("successor__parent")]
        rows.update({row.pk: row for row in found})
        return [row.pk for row in found]

    ends = rules.heirs(start.pk, is_alive=lambda key: rows[key].is_valid_on(as_of), next_of=next_of)
    return [info(row) for row in sorted((rows[key] for key in ends), key=lambda row: row.name_sort)]


def find_areas(text: str, as_of: date, *, limit: int = MAX_FOUND) -> list[AreaInfo]:
    """Areas in force whose name contains the text; tones and đ do not matter."""
    wanted = fold(text)
    if not wanted:
        return []
    rows = Area.objects.on(as_of).select_related("parent").filter(name_fold__contains=wanted)
    return [info(row) for row in rows[: min(limit, MAX_FOUND)]]


def info(row: Area) -> AreaInfo:
    """A row as others may see it."""
    return AreaInfo(
        id=row.pk,
        code=row.code,
        name=row.name,
        full_name=row.full_name,
        kind=row.kind,
        parent_code=row.parent.code if row.parent else "",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        verified=row.verified,
    )


def _row(code: str, day: date) -> Area:
    row = Area.objects.on(day).select_related("parent").filter(code=code).first()
    if row is None:
        raise NotFound(f"Không có địa bàn mã “{code}” vào ngày {day:%d/%m/%Y}.", code="area_not_found")
    return row
