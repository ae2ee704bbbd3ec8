"""The queue of contradictions and one of them with its decisions."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Value, When

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound
from dean06.programme.choices import Severity
from dean06.programme.models import Contradiction, Directive
from dean06.programme.rules.authority import may_decide
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.directives import directive
from dean06.programme.selectors.facts import directive_as_of

ORDER = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Contradictions of a directive, the open and serious ones first."""

    directive: Directive
    open: list[Contradiction]
    decided: list[Contradiction]


def queue(actor: Actor, directive_id: UUID) -> Queue:
    """All contradictions of a directive, open ones by severity."""
    row = directive(actor, directive_id)
    rank = Case(
        *(When(severity=severity, then=Value(place)) for severity, place in ORDER.items()),
        output_field=IntegerField(),
    )
    items = list(
        Contradiction.objects.filter(directive=row)
        .select_related("assignment")
        .prefetch_related("decisions")
        .annotate(decided=Count("decisions"), rank=rank)
        .order_by("rank", "position")
    )
    return Queue(
        directive=row,
        open=[item for item in items if not item.decided],  # type: ignore[attr-defined] # annotated above
        decided=[item for item in items if item.decided],  # type: ignore[attr-defined] # annotated above
    )


def contradiction(actor: Actor, contradiction_id: UUID) -> Contradiction:
    """One contradiction with its assignment, both readings' units and earlier decisions; NotFound otherwise."""
    require_reader(actor)
    item = (
        Contradiction.objects.select_related("assignment", "directive")
        .prefetch_related("decisions", "assignment__readings__units")
        .filter(pk=contradiction_id)
        .first()
    )
    if item is None:
        raise NotFound("Không tìm thấy mâu thuẫn này.")
    return item


def decidable_by(actor: Actor, item: Contradiction) -> bool:
    """May this actor settle it?"""
    return may_decide(actor.role, item.type)


def decider_label(item: Contradiction) -> str:
    """Who settles it, in words."""
    return "Chủ tịch UBND" if item.may_decide == Role.LEADER else "Cơ quan theo dõi"


def revision(contradiction_id: UUID) -> int:
    """How many decisions were taken on it."""
    return Contradiction.objects.get(pk=contradiction_id).decisions.count()


def waiting_for(actor: Actor) -> list[Contradiction]:
    """Undecided contradictions of the newest directive this actor may settle, serious ones first."""
    require_reader(actor)
    newest = directive_as_of(clock.today())
    if newest is None:
        return []
    rows = Contradiction.objects.filter(directive=newest, decisions=None).select_related("assignment")
    mine = [item for item in rows if may_decide(actor.role, item.type)]
    return sorted(mine, key=lambda item: (ORDER[Severity(item.severity)], item.position))
