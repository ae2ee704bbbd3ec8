"""Purposes in force, for whoever may use them."""

from collections.abc import Iterable
from datetime import date

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.text import sort_key
from dean06.kernel.ports.population import Field
from dean06.kernel.registry.models import Purpose, on_day
from dean06.kernel.registry.types import PurposeInfo, Verb


def purposes(actor: Actor) -> list[PurposeInfo]:
    """What the actor may ask for today, by title."""
    rows = on_day(clock.today()).filter(roles__contains=[actor.role.value])
    return [one for one in _by_title(rows) if one.is_open_to(actor)]


def purpose(code: str, day: date) -> PurposeInfo | None:
    """The purpose as it stands on a day; None when there is none."""
    row = on_day(day).filter(code=code).first()
    return info(row) if row else None


def all_purposes() -> list[PurposeInfo]:
    """Every row of the table, past and future ones too: the table is public, it names no person."""
    return _by_title(Purpose.objects.all())


def _by_title(rows: Iterable[Purpose]) -> list[PurposeInfo]:
    """In dictionary order, which the database cannot do here; rows of one purpose by day."""
    return sorted(map(info, rows), key=lambda one: (sort_key(one.title), one.valid_from))


def info(row: Purpose) -> PurposeInfo:
    """The row in the words of the house."""
    return PurposeInfo(
        code=row.code,
        title=row.title,
        legal_basis=row.legal_basis,
        provider_code=row.provider_code,
        verbs=frozenset(map(Verb, row.verbs)),
        fields=frozenset(map(Field, row.fields)),
        claims=frozenset(row.claims),
        roles=frozenset(map(Role, row.roles)),
        units=frozenset(row.units),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        verified=row.verified,
    )
