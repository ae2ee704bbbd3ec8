"""Looks at a person's data, grouped and filtered by the database: 10,000 of them are one page and two counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from dean06.kernel.audit import api as audit
from dean06.kernel.audit.types import BULK_FROM, Look
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy.models import UnexpectedLook
from dean06.kernel.privacy.rules.looks import Reason

OTHERS, OWN, AUTOMATIC = "others", "own", "automatic"
GROUPS = (OTHERS, OWN, AUTOMATIC)

# The same three groups everywhere: the person herself as a citizen, the platform by itself, and everybody else (devices
# too). Nobody in the first two acts for a unit, so only entries without one are opened to see.
_LOOKS = """
SELECT subject.entry_id, subject.at, entry.unit_code AS unit, entry.subject_count AS persons,
    CASE WHEN entry.unit_code <> '' THEN 'others'
         WHEN entry.body::jsonb -> 'actor' ->> 'role' = 'citizen'
            AND entry.body::jsonb -> 'actor' ->> 'party' = subject.party_id::text THEN 'own'
         WHEN entry.body::jsonb -> 'actor' ->> 'role' = 'system'
            AND coalesce(entry.body::jsonb ->> 'device', '') = '' THEN 'automatic'
         ELSE 'others' END AS kind
FROM audit_auditsubject subject JOIN audit_auditentry entry ON entry.id = subject.entry_id
WHERE subject.party_id = %(party)s AND (entry.release_on IS NULL OR entry.release_on <= %(today)s)
"""
_WHERE = """
kind = %(kind)s AND (%(unit)s = '' OR unit = %(unit)s) AND (NOT %(only_bulk)s OR persons >= %(bulk)s)
AND (%(since)s::timestamptz IS NULL OR at >= %(since)s) AND (%(until)s::timestamptz IS NULL OR at < %(until)s)
"""
# Put together from the constants above; what a person chose travels as parameters.
_COUNTS = f"""
SELECT kind, unit, count(*), count(*) FILTER (WHERE persons >= %(bulk)s) FROM ({_LOOKS}) look GROUP BY 1, 2
"""  # noqa: S608
_PAGE = f"""
SELECT entry_id FROM ({_LOOKS}) look WHERE {_WHERE} ORDER BY at DESC, entry_id DESC LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608
_TOTAL = f"SELECT count(*) FROM ({_LOOKS}) look WHERE {_WHERE}"  # noqa: S608


@dataclass(frozen=True, kw_only=True)
class LookChoice:
    """Which looks: one of ``GROUPS``, of one unit, between two days (both included), only bulk ones."""

    group: str = OTHERS
    unit_code: str = ""
    since: date | None = None
    until: date | None = None
    only_bulk: bool = False

    @property
    def is_plain(self) -> bool:
        """Nothing narrowed: the total is known from the counts."""
        return not (self.unit_code or self.since or self.until or self.only_bulk)


@dataclass(frozen=True, kw_only=True)
class LookGroups:
    """How many looks there are by group, how many others' were bulk, and the units that looked (code, name, count)."""

    by_group: dict[str, int]
    bulk: int
    units: tuple[tuple[str, str, int], ...]


def look_counts(actor: Actor) -> LookGroups:
    """Counts over all looks at the actor's own data."""
    by_group = dict.fromkeys(GROUPS, 0)
    bulk, units = 0, dict[str, int]()
    for kind, unit, count, many in _rows(_COUNTS, _parameters(actor, LookChoice())):
        by_group[kind] += count
        if kind == OTHERS:
            bulk += many
            units |= {unit: count} if unit else {}
    register, today = parties.unit_register(), clock.today()
    ordered = sorted(units.items(), key=lambda item: (-item[1], item[0]))
    named = tuple((code, register.name(code, today), count) for code, count in ordered)
    return LookGroups(by_group=by_group, bulk=bulk, units=named)


def look_total(actor: Actor, wanted: LookChoice) -> int:
    """How many looks the filter lets through."""
    return int(_rows(_TOTAL, _parameters(actor, wanted))[0][0])


def looks_page(actor: Actor, wanted: LookChoice, *, limit: int, offset: int) -> list[Look]:
    """Looks at the actor's own data, newest first."""
    if actor.party_id is None:
        return []
    rows = _rows(_PAGE, _parameters(actor, wanted) | {"limit": limit, "offset": offset})
    return audit.looks_by_entry(actor.party_id, [row[0] for row in rows])


def look_at(actor: Actor, *, entry_id: UUID) -> Look:
    """One look at the actor's own data. NotFound when it concerns somebody else."""
    found = audit.looks_by_entry(actor.party_id, [entry_id]) if actor.party_id else []
    if not found:
        raise NotFound("Không có lượt xem này trong dữ liệu của bà/ông.", code="look_not_found")
    return found[0]


def unexpected_reasons(actor: Actor, entry_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Words why the actor was told of these looks, by entry id; expected ones are not in it."""
    if actor.party_id is None:
        return {}
    rows = UnexpectedLook.objects.filter(party_id=actor.party_id, entry_id__in=list(entry_ids))
    return {row.entry_id: tuple(Reason(code).label for code in row.reasons) for row in rows}


def _parameters(actor: Actor, wanted: LookChoice) -> dict[str, Any]:
    return {
        "party": actor.party_id,
        "kind": wanted.group if wanted.group in GROUPS else OTHERS,
        "unit": wanted.unit_code,
        "only_bulk": wanted.only_bulk,
        "bulk": BULK_FROM,
        "today": clock.today(),
        "since": _midnight(wanted.since) if wanted.since else None,
        "until": _midnight(wanted.until + timedelta(days=1)) if wanted.until else None,
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.VN_TZ)


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
