"""Pages that belong to both worlds keep an officer in the workspace's bar: nobody should wonder where he is."""

from typing import Any

from django.http import HttpRequest

from dean06.kernel.base.actor import Role
from dean06.ui import menu
from dean06.ui.access import OFFICERS, actor_of


def own_shell(request: HttpRequest) -> dict[str, Any]:
    """Context that draws the page in the workspace's bar for an officer's hat; nothing for a citizen's."""
    actor = actor_of(request)
    if actor.role not in (*OFFICERS, Role.OPERATOR):
        return {}
    return {"shell": "workspace", "menu": menu.entries(actor, "workspace", request.path)}
