"""Who may open a route, declared on the view itself, so that a guard can walk every route and read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dean06.kernel.base.actor import ANONYMOUS, Actor, Role

# ``miniapp``: the portal's pages as they stand inside another application; chosen by the door, never by a view.
Shell = Literal["portal", "workspace", "miniapp", "reading"]
View = Callable[..., HttpResponseBase]

OFFICERS = (Role.CLERK, Role.COORDINATOR, Role.LEADER)
SIGNED_IN = (Role.CITIZEN, *OFFICERS, Role.OPERATOR)


@dataclass(frozen=True, kw_only=True)
class Access:
    """Roles and assurance level a route demands; ``machine`` routes answer in JSON, the others in pages."""

    roles: frozenset[Role]
    level: int = 1
    machine: bool = False
    methods: frozenset[str] = frozenset({"GET", "HEAD", "POST"})
    title: str = ""
    shell: Shell = "portal"

    @property
    def is_public(self) -> bool:
        """True when anybody may come in, signed in or not."""
        return Role.PUBLIC in self.roles

    def has_role(self, actor: Actor) -> bool:
        """True when the hat the actor wears now is one of the declared ones."""
        return self.is_public or actor.role in self.roles

    def allows(self, actor: Actor) -> bool:
        """True when this actor gets the page: public, or the right hat at the right assurance level."""
        return self.is_public or (actor.is_signed_in and self.has_role(actor) and actor.assurance_level >= self.level)


def declare(
    roles: tuple[Role, ...], *, level: int, machine: bool, methods: tuple[str, ...], title: str, shell: Shell | None
) -> Access:
    """An Access from what a view wrote down. No roles is a TypeError: a route nobody thought about must not start."""
    if not roles:
        raise TypeError("declare who may open this route: give at least one Role")
    allowed = {method.upper() for method in methods}
    if "GET" in allowed:
        allowed.add("HEAD")
    is_portal = bool({Role.PUBLIC, Role.CITIZEN} & set(roles))
    return Access(
        roles=frozenset(roles),
        level=level,
        machine=machine,
        methods=frozenset(allowed),
        title=title,
        shell=shell or ("portal" if is_portal else "workspace"),
    )


def access_of(request: HttpRequest) -> Access | None:
    """The declaration of the view this request was routed to, None before routing or for a stranger's view."""
    match = getattr(request, "resolver_match", None)
    found = getattr(match.func, "access", None) if match else None
    return found if isinstance(found, Access) else None


def actor_of(request: HttpRequest) -> Actor:
    """The request's actor; ANONYMOUS when an earlier middleware refused before anybody was recognised."""
    found = getattr(request, "actor", ANONYMOUS)
    return found if isinstance(found, Actor) else ANONYMOUS
