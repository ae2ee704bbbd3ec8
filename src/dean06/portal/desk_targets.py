"""To whom a case can be given: the steps of its procedure, the units of its commune, the officers who fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.cases.types import CaseView, StepSpec
from dean06.kernel.parties import api as parties

SEPARATOR = "|"


@dataclass(frozen=True)
class Target:
    """A step at a unit, for one officer or (``assignee_id`` None) for whoever is there."""

    step: str
    unit_code: str
    assignee_id: UUID | None

    @property
    def value(self) -> str:
        """As a form carries it."""
        return SEPARATOR.join((self.step, self.unit_code, str(self.assignee_id or "")))


def target_of(value: str) -> Target:
    """A value drawn by ``choices`` back into its parts."""
    step, unit_code, party = value.split(SEPARATOR)
    return Target(step=step, unit_code=unit_code, assignee_id=UUID(party) if party else None)


def own_target(actor: Actor, view: CaseView) -> Target | None:
    """Taking the case on one's own name; None when it is there already or lies with nobody."""
    if not view.step_code or view.held_by == actor.party_id:
        return None
    return Target(step=view.step_code, unit_code=view.lies_with[0], assignee_id=actor.party_id)


def choices(view: CaseView) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups for a select: "step, unit", and below it the unit as a whole and each of its officers.

    Before receipt a case stays at its step. A unit without an officer of the step's role is left out.
    """
    steps = view.procedure.steps
    if view.line.received_at is None:
        steps = tuple(step for step in steps if step.code == view.step_code)
    return [group for step in steps for unit in _units(view) if (group := _group(step, unit))]


def _group(step: StepSpec, unit: tuple[str, str]) -> tuple[str, list[tuple[str, str]]] | None:
    code, name = unit
    officers = {one.party_id: one for one in parties.holders(code, step.role.value, clock.today())}
    if not officers:
        return None
    whole = (Target(step.code, code, None).value, f"Cả đơn vị: {name}")
    each = [(Target(step.code, code, one.party_id).value, f"{one.name}, {one.title}") for one in officers.values()]
    return f"{step.title}: {name}", [whole, *each]


def _units(view: CaseView) -> Iterator[tuple[str, str]]:
    """The units of the commune that received the case, its own first."""
    today = clock.today()
    own = parties.unit(view.line.unit_code, today)
    yield own.code, own.name
    for unit in parties.units(today):
        if unit.area_code == own.area_code and unit.code != own.code:
            yield unit.code, unit.name
