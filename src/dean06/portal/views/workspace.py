"""The first page of officers: what waits for them in the hat they wear."""

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.messaging import api as messaging
from dean06.ui.access import actor_of
from dean06.ui.pages import OFFICERS, page, render_page
from dean06.ui.panels import panels

MESSAGES_SHOWN = 5


@page(*OFFICERS, Role.OPERATOR, title="Nơi làm việc", methods=("GET",))
def workspace(request: HttpRequest) -> HttpResponse:
    """Panels of every house that has something for this hat, and the newest messages."""
    actor = actor_of(request)
    context = {
        "today": clock.today(),
        "panels": panels(actor, "workspace"),
        "unread": messaging.unread_count(actor),
        "letters": messaging.inbox(actor, limit=MESSAGES_SHOWN),
    }
    return render_page(request, "portal/workspace.html", context)
