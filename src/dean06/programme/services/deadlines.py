"""Deadlines in force: a new entry never overwrites an older one."""

from datetime import date

from dean06.kernel.base import clock
from dean06.programme.choices import DeadlineBound, DeadlineKind, DutyBasis
from dean06.programme.models import Assignment, DeadlineEntry, Decision
from dean06.programme.rules.deadlines import Deadline


def current(task: Assignment) -> DeadlineEntry | None:
    """The newest entry."""
    return task.deadlines.order_by("-revision").first()


def add(task: Assignment, deadline: Deadline, basis: DutyBasis, decision: Decision | None = None) -> DeadlineEntry:
    """Put a deadline in force, inside the caller's transaction, which holds the assignment's lock."""
    newest = current(task)
    return DeadlineEntry.objects.create(
        assignment=task,
        revision=newest.revision + 1 if newest else 1,
        text=deadline.text,
        kind=deadline.kind,
        on=deadline.on,
        bound=deadline.bound,
        basis=basis,
        decision=decision,
        recorded_at=clock.now(),
    )


def rule(entry: DeadlineEntry | None) -> Deadline:
    """An entry as the rules see it; no entry is no deadline."""
    if entry is None:
        return Deadline()
    return Deadline(text=entry.text, kind=entry.kind, on=entry.on, bound=entry.bound)


def fixed(day: date) -> Deadline:
    """A plain calendar day, the day itself included."""
    return Deadline(text=f"{day:%d/%m/%Y}", kind=DeadlineKind.FIXED, on=day, bound=DeadlineBound.INCLUSIVE)
