"""What the portal itself shows on the workspace's home."""

from django.urls import reverse

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.privacy import api as privacy
from dean06.ui import panels
from dean06.ui.formats import day
from dean06.ui.parts import Link, Status

SHOWN = 5


def register() -> None:
    """Offer the panel; called by the composition root."""
    panels.register("portal.data_requests", _requests, roles=(Role.CLERK, Role.COORDINATOR, Role.OPERATOR), order=40)


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
