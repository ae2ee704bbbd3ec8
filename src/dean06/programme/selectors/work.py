"""What a unit has to do, and what waits for the assigner's answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.parties import api as parties
from dean06.programme.choices import UnitRole, Verdict
from dean06.programme.models import ExtensionRequest, Impediment, ProgressReport, UnitPlan
from dean06.programme.rules.authority import ASSIGNERS
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.facts import TaskFacts, directive_as_of, task_facts


@dataclass(frozen=True, kw_only=True)
class UnitTask:
    """An assignment as one unit sees it: its part in it and its own newest report."""

    facts: TaskFacts
    roles: tuple[UnitRole, ...]
    newest: ProgressReport | None


@dataclass(frozen=True, kw_only=True)
class Pending:
    """Everything that waits for an assigner, oldest first."""

    plans: list[UnitPlan]
    reports: list[ProgressReport]
    extensions: list[ExtensionRequest]
    impediments: list[Impediment]

    @property
    def count(self) -> int:
        """How many in all."""
        return len(self.plans) + len(self.reports) + len(self.extensions) + len(self.impediments)


def unit_tasks(actor: Actor, *, as_of: date, directive_id: UUID | None = None) -> list[UnitTask]:
    """Assignments in which the actor's unit has a part, itself or as a member of a group."""
    require_reader(actor)
    directive = directive_as_of(as_of, directive_id)
    if directive is None or not actor.unit_code:
        return []
    tasks = (_unit_task(item, actor.unit_code) for item in task_facts(directive, as_of))
    return [task for task in tasks if task.roles]


def pending(actor: Actor) -> Pending:
    """What waits for a verdict; only for assigners."""
    if actor.role not in ASSIGNERS:
        raise NotPermitted("Danh sách này dành cho cơ quan theo dõi và lãnh đạo UBND.")
    return Pending(
        plans=list(UnitPlan.objects.filter(verdict=Verdict.PENDING).order_by("submitted_at")),
        reports=list(
            ProgressReport.objects.filter(verdict=Verdict.PENDING).select_related("assignment").order_by("submitted_at")
        ),
        extensions=list(
            ExtensionRequest.objects.filter(verdict=Verdict.PENDING)
            .select_related("assignment")
            .order_by("requested_at")
        ),
        impediments=list(Impediment.objects.filter(resolved_at=None).select_related("assignment")),
    )


def report(actor: Actor, report_id: UUID) -> ProgressReport:
    """One report with its evidence; NotFound otherwise."""
    require_reader(actor)
    rows = ProgressReport.objects.select_related("assignment").prefetch_related("files")
    row = rows.filter(pk=report_id).first()
    if row is None:
        raise NotFound("Không tìm thấy báo cáo này.")
    return row


def extension(actor: Actor, extension_id: UUID) -> ExtensionRequest:
    """One extension request; NotFound otherwise."""
    require_reader(actor)
    row = ExtensionRequest.objects.select_related("assignment").filter(pk=extension_id).first()
    if row is None:
        raise NotFound("Không tìm thấy đề nghị gia hạn này.")
    return row


def impediment(actor: Actor, impediment_id: UUID) -> Impediment:
    """One difficulty with its answers; NotFound otherwise."""
    require_reader(actor)
    rows = Impediment.objects.select_related("assignment").prefetch_related("answers")
    row = rows.filter(pk=impediment_id).first()
    if row is None:
        raise NotFound("Không tìm thấy khó khăn, vướng mắc này.")
    return row


def unit_choices(as_of: date) -> list[tuple[str, str]]:
    """Single units in existence on a day, for a select: (code, name)."""
    units = [(unit.code, unit.name) for unit in parties.units(as_of) if parties.is_local(unit.code, as_of)]
    return sorted(units, key=lambda pair: pair[1])


def _unit_task(item: TaskFacts, unit_code: str) -> UnitTask:
    roles = {
        UnitRole(duty.role)
        for duty in item.duties
        if duty.unit_code == unit_code or parties.is_member(unit_code, duty.unit_code, item.as_of)
    }
    own = [report for report in item.reports if report.unit_code == unit_code]
    ordered = tuple(role for role in UnitRole if role in roles)
    return UnitTask(facts=item, roles=ordered, newest=own[-1] if own else None)
