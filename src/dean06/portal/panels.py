"""What the portal itself shows on the workspace's home."""

from django.urls import reverse

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import QueueChoice
from dean06.kernel.privacy import api as privacy
from dean06.portal import desk_queue
from dean06.ui import panels
from dean06.ui.formats import day
from dean06.ui.parts import Link, Status
from dean06.ui.words import capital

SHOWN = 5


def register() -> None:
    """Offer the panels; called by the composition root."""
    panels.register("portal.cases", _cases, roles=(Role.CLERK, Role.COORDINATOR, Role.LEADER), order=10)
    panels.register("portal.data_requests", _requests, roles=(Role.CLERK, Role.COORDINATOR, Role.OPERATOR), order=40)


def _cases(actor: Actor) -> panels.Panel | None:
    """What lies on the desk of this hat, the most urgent first, without names; nothing while there is none."""
    if not actor.unit_code:
        return None
    counts = cases.queue_counts(actor)
    if not counts.total:
        return None
    found = cases.work_queue(actor, choice=QueueChoice(), limit=SHOWN)
    rows = tuple(
        panels.Row(
            text=f"{one.line.code}: {one.line.procedure_name}",
            url=reverse("portal:desk_case", args=[one.line.code]),
            note=capital(one.left.text),
            status=Status("overdue") if one.line.is_overdue else Status("", one.line.status.label),
        )
        for one in desk_queue.rows(found.items, {})
    )
    more = Link("Tất cả hồ sơ cần xử lý", reverse("portal:desk"))
    return panels.Panel(title="Hồ sơ cần xử lý", rows=rows, count=counts.total, more=more)


def _requests(actor: Actor) -> panels.Panel | None:
    """Requests about personal data that wait for this hat; nothing while there are none."""
    count = privacy.open_count(actor)
    if not count:
        return None
    rows = tuple(
        panels.Row(
            text=line.kind.label,
            url=reverse("portal:handle_request", args=[line.id]),
            note=f"Hạn {day(line.due_on)}",
            status=Status("overdue" if line.is_overdue else "open"),
        )
        for line in privacy.handler_queue(actor, limit=SHOWN)
    )
    more = Link("Tất cả yêu cầu về dữ liệu", reverse("portal:request_queue"))
    return panels.Panel(title="Người dân hỏi về dữ liệu của mình", rows=rows, count=count, more=more)
