"""What an officer's pages ask beside the queue itself: a case by its code, what may be done with it, lines by id.

Nothing here tells who filed, so nothing here is a look.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.prepared import Prepared
from dean06.kernel.cases.acting import makes_sense
from dean06.kernel.cases.models import Case, SavedView, Task
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.types import Act
from dean06.kernel.cases.selectors.figures import SEES_ALL
from dean06.kernel.cases.selectors.substitutes import stands_for
from dean06.kernel.cases.selectors.view import as_line
from dean06.kernel.cases.services.access import NOT_HERE, has_stake
from dean06.kernel.cases.services.looking import in_scope
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import CaseLine, SavedViewInfo


def case_id_of(actor: Actor, *, code: str) -> UUID:
    """The id behind a code the actor's unit has or had. NotFound for every other."""
    found = in_scope(actor).filter(code=code.upper()).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(NOT_HERE, code="case_not_found")
    return found


def is_in_scope(actor: Actor, *, case_id: UUID) -> bool:
    """Whether the actor's unit has or had the case. NotPermitted for whoever is no officer of a unit."""
    return in_scope(actor).filter(pk=case_id).exists()


def permitted_acts(actor: Actor, *, case_id: UUID) -> tuple[Act, ...]:
    """The acts of the step a case lies at which the services would take from this actor now; else none.

    On a colleague's name only taking it over is left. The services judge again: this is for drawing buttons.
    """
    task = Task.objects.filter(case_id=case_id, closed_at__isnull=True).select_related("case__version").first()
    if task is None or (task.unit_code, task.role) != (actor.unit_code, actor.role.value):
        return ()
    if has_stake(actor, task.case):
        return ()
    step = procedure_of(task.case.version).step(task.step_code)
    is_others = task.assignee_id is not None and task.assignee_id not in stands_for(actor)
    status, is_received = Status(task.case.status), task.case.received_at is not None
    return tuple(
        act
        for act in (step.acts if step else ())
        if makes_sense(act, status, is_received=is_received) and (act is Act.ASSIGN or not is_others)
    )


def case_lines(actor: Actor, *, case_ids: Iterable[UUID]) -> list[CaseLine]:
    """Lines of cases by id, oldest first: of every unit for those who see all, else of the actor's own."""
    rows = Case.objects.filter(pk__in=list(case_ids)).order_by("submitted_at", "pk")
    if actor.role not in SEES_ALL:
        rows = rows.filter(unit_code=actor.unit_code) if actor.role is Role.CLERK else rows.none()
    now = clock.now()
    return [as_line(row, now) for row in rows]


def saved_views(actor: Actor) -> list[SavedViewInfo]:
    """The actor's own ways of looking at the queue, by name."""
    rows = _VIEWS(actor.party_id) if actor.party_id else []
    return [SavedViewInfo(id=pk, name=name, query=query) for pk, name, query in rows]


def _views(owner_id: UUID) -> "QuerySet[SavedView, Any]":
    return SavedView.objects.filter(owner_id=owner_id).order_by("name").values_list("pk", "name", "query")


_VIEWS = Prepared(_views, UUID(int=1))
