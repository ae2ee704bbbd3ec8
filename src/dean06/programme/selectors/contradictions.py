"""The queue of contradictions and one of them with its decisions."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound
from dean06.programme.choices import Severity, UnitRole
from dean06.programme.models import Contradiction, Decision, Directive, Reading
from dean06.programme.rules.authority import may_decide
from dean06.programme.rules.topics import settles, types_about
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.day import end_of
from dean06.programme.selectors.directives import directive
from dean06.programme.selectors.facts import directive_as_of

ORDER = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Contradictions of a directive as of a day, the open and serious ones first."""

    directive: Directive
    open: list[Contradiction]
    decided: list[Contradiction]


def queue(actor: Actor, directive_id: UUID, as_of: date | None = None) -> Queue:
    """All contradictions of a directive, open ones by severity, as they stood at the end of a day (today)."""
    row, end = directive(actor, directive_id), end_of(as_of or clock.today())
    newest_first = Decision.objects.filter(decided_at__lt=end).order_by("-revision")
    taken = Prefetch("decisions", newest_first.select_related("settled_with"))
    items = Contradiction.objects.filter(directive=row, found_at__lt=end).select_related("assignment")
    found = sorted(items.prefetch_related(taken), key=_urgency)
    return Queue(
        directive=row,
        open=[item for item in found if not item.decisions.all()],
        decided=[item for item in found if item.decisions.all()],
    )


def contradiction(actor: Actor, contradiction_id: UUID) -> Contradiction:
    """One contradiction with its assignment, both readings' units and earlier decisions; NotFound otherwise."""
    require_reader(actor)
    taken = Prefetch("decisions", Decision.objects.select_related("settled_with__contradiction__assignment"))
    rows = Contradiction.objects.select_related("assignment", "directive")
    item = rows.prefetch_related(taken, "assignment__readings__units").filter(pk=contradiction_id).first()
    if item is None:
        raise NotFound("Không tìm thấy mâu thuẫn này.")
    return item


def sisters(actor: Actor, item: Contradiction) -> list[Contradiction]:
    """Contradictions of the same assignment about the same matter: one decision settles them together."""
    require_reader(actor)
    kinds = types_about(settles(item.type))
    if item.assignment_id is None or not kinds:
        return []
    rows = Contradiction.objects.filter(assignment_id=item.assignment_id, type__in=kinds).exclude(pk=item.pk)
    return list(rows.select_related("assignment"))


def said(item: Contradiction) -> dict[str, str]:
    """What each annex says about the matter, in words, for the choices of the decision; nothing where it is silent."""
    if item.assignment is None:
        return {}
    return {reading.source: words for reading in item.assignment.readings.all() if (words := _words(item, reading))}


def _words(item: Contradiction, reading: Reading) -> str:
    topic = settles(item.type)
    if topic == "deadline":
        return reading.deadline_text
    if topic == "lead":
        leads = "; ".join(unit.name for unit in reading.units.all() if unit.role == UnitRole.LEAD)
        return f"{leads} (đề nghị)" if leads and reading.lead_is_request else leads
    return ""


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
    return sorted((item for item in rows if may_decide(actor.role, item.type)), key=_urgency)


def _urgency(item: Contradiction) -> tuple[int, int]:
    return ORDER[Severity(item.severity)], item.position
