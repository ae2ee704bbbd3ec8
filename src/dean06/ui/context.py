"""What the base page needs to know on every page. No query: everything comes from the request's actor."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dean06.kernel.base.actor import Actor, Entrance, Role
from dean06.ui import menu
from dean06.ui.access import OFFICERS, Shell, access_of, actor_of
from dean06.ui.words import ROLE_NAMES, capital


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the bar's colour and menu, who is signed in and in which hat, the demo banner."""
    actor = actor_of(request)
    access = access_of(request)
    works_here = actor.role in (*OFFICERS, Role.OPERATOR)
    home: Shell = "workspace" if works_here else "portal"
    # An error page stands where the person belongs, not where the refused page would have stood.
    bar = access.shell if access and access.has_role(actor) else home
    if bar == "portal" and actor.entrance is Entrance.VNEID:
        bar = "miniapp"
    return {
        "actor": actor,
        "hat": hat_label(actor),
        "shell": bar,
        "menu": menu.entries(actor, bar, request.path),
        "works_here": works_here,
        "demo": settings.DEMO,
        "request_id": getattr(request, "request_id", ""),
    }


def hat_label(actor: Actor) -> str:
    """The hat as shown beside the name: post and unit of an officer, level of a citizen."""
    if actor.role is Role.CITIZEN:
        return f"Người dân · mức {actor.assurance_level}"
    words = [actor.post or capital(ROLE_NAMES[actor.role]), actor.unit_name]
    return " · ".join(word for word in words if word)
