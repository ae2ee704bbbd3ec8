"""Loading areas and units from the reference files. Running it again changes only what the files changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.text import fold, nfc
from dean06.kernel.parties import names, reference, rules
from dean06.kernel.parties.models import Area, AreaSuccession, Unit, UnitAlias, UnitSuccession
from dean06.kernel.parties.models.dated import Dated
from dean06.kernel.parties.reference import Identity, SuccessionRow
from dean06.kernel.parties.services.access import require
from dean06.kernel.parties.types import LoadResult

# Two loaders at once wait for each other instead of meeting in the constraints. Any fixed number will do.
LOAD_LOCK = 0x06_2023


@dataclass
class _Tally:
    """Counts what a load did."""

    created: int = 0
    changed: int = 0
    by_table: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, *, created: int = 0, changed: int = 0) -> None:
        self.created += created
        self.changed += changed
        self.by_table[table] = self.by_table.get(table, 0) + created + changed


@transaction.atomic
def load_reference_data(actor: Actor = SYSTEM) -> LoadResult:
    """Bring areas, units, spellings and successions in line with the files, keyed on (code, valid_from). Idempotent.

    Rows are added and corrected, never removed: something may point at them. Writes one audit entry with counts.
    Operators and the platform may. LookupError when a file points at a unit that is not there.
    """
    require(actor, rules.MAY_ADMINISTER, "nạp dữ liệu nền")
    _wait_for_other_loaders()
    tally = _Tally()
    areas = _load_areas(tally)
    units = _load_units(tally)
    _load_aliases(tally, units)
    _load_successions(tally, AreaSuccession, reference.area_successions(), areas)
    _load_successions(tally, UnitSuccession, reference.unit_successions(), units)
    record(
        actor,
        "parties.load_reference_data",
        object_type="parties.reference_data",
        object_id="units-and-areas",
        details={"created": tally.created, "changed": tally.changed},
    )
    return LoadResult(created=tally.created, changed=tally.changed)


def _wait_for_other_loaders() -> None:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])


def _load_areas(tally: _Tally) -> dict[Identity, Area]:
    known = {(row.code, row.valid_from): row for row in Area.objects.all()}
    for row in reference.area_rows():
        facts = {
            "name": row.name,
            "kind": row.kind,
            "parent": _parent(known, row.parent, row.valid_from),
            "valid_until": row.valid_until,
            "source": row.source,
            "verified": row.verified,
        }
        known[row.code, row.valid_from] = _put(tally, Area, known, (row.code, row.valid_from), facts)
    return known


def _load_units(tally: _Tally) -> dict[Identity, Unit]:
    known = {(row.code, row.valid_from): row for row in Unit.objects.all()}
    areas = {(row.code, row.valid_from): row for row in Area.objects.all()}
    for row in reference.unit_rows():
        facts = {
            "name": row.name,
            "short_name": row.short_name,
            "kind": row.kind,
            "level": row.level,
            "parent": _parent(known, row.parent, row.valid_from),
            "area": _parent(areas, row.area, row.valid_from),
            "valid_until": row.valid_until,
            "is_authority": row.is_authority,
            "source": row.source,
            "verified": row.verified,
        }
        known[row.code, row.valid_from] = _put(tally, Unit, known, (row.code, row.valid_from), facts)
    return known


def _parent(known: dict[Identity, Any], code: str, day: Any) -> Any:
    """The row of a code in force on the first day of who points at it; None for no code."""
    if not code:
        return None
    for (other, _), row in known.items():
        if other == code and row.is_valid_on(day):
            return row
    raise LookupError(f"reference data points at {code!r}, which is not in force on {day}")


def _put(tally: _Tally, model: type[Any], known: dict[Identity, Any], identity: Identity, facts: dict[str, Any]) -> Any:
    """Create the row, correct it, or leave it alone."""
    row: Dated | None = known.get(identity)
    if row is None:
        row = model(code=identity[0], valid_from=identity[1], **facts)
        row.save(force_insert=True)
        tally.add(model.__name__, created=1)
        return row
    differing = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, facts[name])
    if differing:
        row.save()
        tally.add(model.__name__, changed=1)
    return row


def _load_aliases(tally: _Tally, units: dict[Identity, Unit]) -> None:
    spellings = names.aliases()
    have = set(UnitAlias.objects.values_list("unit_id", "text"))
    new = [
        UnitAlias(unit=unit, text=text, text_fold=fold(text))
        for (code, _), unit in units.items()
        for text in dict.fromkeys([unit.short_name, *map(nfc, spellings.get(code, ()))])
        if (unit.pk, text) not in have and text != unit.name
    ]
    UnitAlias.objects.bulk_create(new)
    tally.add("UnitAlias", created=len(new))


def _load_successions(
    tally: _Tally,
    model: type[AreaSuccession] | type[UnitSuccession],
    rows: Iterable[SuccessionRow],
    known: dict[Identity, Any],
) -> None:
    have = set(model.objects.values_list("predecessor_id", "successor_id"))
    for row in rows:
        old, new = known[row.predecessor], known[row.successor]
        if (old.pk, new.pk) not in have:
            model.objects.create(
                predecessor=old,
                successor=new,
                happened_on=row.happened_on,
                legal_source=row.legal_source,
                verified=row.verified,
            )
            tally.add(model.__name__, created=1)
