"""Who stands in for whom on a day."""

from collections.abc import Iterable
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.cases.models import Substitution
from dean06.kernel.cases.types import SubstitutionInfo


def stands_for(actor: Actor) -> set[UUID]:
    """The actor and every colleague of his unit and role whose cases are his to work on today."""
    if actor.party_id is None:
        return set()
    today = clock.today()
    rows = Substitution.objects.filter(substitute_id=actor.party_id, unit_code=actor.unit_code, role=actor.role.value)
    away = rows.filter(valid_from__lte=today, valid_until__gt=today).values_list("away_id", flat=True)
    return {actor.party_id, *away}


def substitutions(unit_codes: Iterable[str]) -> list[SubstitutionInfo]:
    """Those of the units that are in force or still to come, the earliest first; names of officers are public."""
    rows = Substitution.objects.filter(unit_code__in=list(unit_codes), valid_until__gt=clock.today())
    return [
        SubstitutionInfo(
            id=row.pk,
            unit_code=row.unit_code,
            role=row.role,
            away_name=row.away_name,
            substitute_name=row.substitute_name,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            made_by=row.made_by,
        )
        for row in rows.order_by("valid_from", "away_name")
    ]
