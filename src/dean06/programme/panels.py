"""What of the programme waits for a person, for the workspace home."""

from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.programme.selectors.contradictions import waiting_for
from dean06.programme.selectors.work import UnitTask, pending, unit_tasks
from dean06.ui import panels
from dean06.ui.parts import Link, Status

MOST_ROWS = 6


def register() -> None:
    """Offer the panels to the workspace home."""
    panels.register("programme.work", _work, roles=(Role.CLERK, Role.COORDINATOR), order=20)
    panels.register("programme.verdicts", _verdicts, roles=(Role.COORDINATOR, Role.LEADER), order=10)
    panels.register("programme.contradictions", _contradictions, roles=(Role.COORDINATOR, Role.LEADER), order=30)


def _work(actor: Actor) -> panels.Panel:
    tasks = [task for task in unit_tasks(actor, as_of=clock.today()) if not task.facts.status.is_done]
    return panels.Panel(
        title="Nhiệm vụ của đơn vị",
        rows=tuple(_task_row(task) for task in tasks[:MOST_ROWS]),
        count=len(tasks),
        more=Link("Tất cả nhiệm vụ của đơn vị", reverse("programme:work")),
    )


def _task_row(task: UnitTask) -> panels.Row:
    assignment = task.facts.task
    return panels.Row(
        text=f"{assignment.number}. {assignment.title}",
        url=reverse("programme:assignment", args=[assignment.pk]),
        note=", ".join(str(role.label) for role in task.roles),
        status=Status(task.facts.status.value),
    )


def _verdicts(actor: Actor) -> panels.Panel:
    waiting = pending(actor)
    kinds = (
        ("kế hoạch chờ trả lời", len(waiting.plans)),
        ("báo cáo tiến độ chờ xác nhận", len(waiting.reports)),
        ("đề nghị gia hạn", len(waiting.extensions)),
        ("khó khăn, vướng mắc chưa giải quyết", len(waiting.impediments)),
    )
    rows = tuple(
        panels.Row(text=f"{count} {what}", url=reverse("programme:verdicts")) for what, count in kinds if count
    )
    return panels.Panel(title="Chờ ông/bà trả lời", rows=rows, count=waiting.count)


def _contradictions(actor: Actor) -> panels.Panel:
    items = waiting_for(actor)
    return panels.Panel(
        title="Mâu thuẫn chờ quyết định",
        rows=tuple(
            panels.Row(text=item.title, url=reverse("programme:decide", args=[item.pk]), status=Status(item.severity))
            for item in items[:MOST_ROWS]
        ),
        count=len(items),
    )
