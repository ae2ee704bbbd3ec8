"""What the rows of the guard on services are made of: the world they happen in, and their registry."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from tests.seeded import NOW, Demo

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.identity.models import SignInSession
from dean06.programme import models
from dean06.programme.choices import UnitRole
from dean06.programme.services.files import IncomingFile

Doing = Callable[[], Any]
Preparing = Callable[["World"], Doing]
ACTS: dict[str, tuple[str, Preparing]] = {}
TODAY = NOW.date()


class World:
    """The demo, and what several rows need of it."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.citizen = demo.actor(Role.CITIZEN)
        self.clerk = demo.actor(Role.CLERK)
        self.coordinator = demo.actor(Role.COORDINATOR)
        self.leader = demo.actor(Role.LEADER)
        self.operator = demo.actor(Role.OPERATOR)
        self.directive = models.Directive.objects.get()

    @property
    def session(self) -> SignInSession:
        """The citizen's sign-in."""
        self.demo.browser(Role.CLERK)
        return SignInSession.objects.latest("started_at")

    def task_of(self, actor: Actor) -> models.Assignment:
        """An assignment the actor's unit leads today."""
        leading = models.Responsibility.objects.in_force(TODAY).filter(unit_code=actor.unit_code, role=UnitRole.LEAD)
        return leading.order_by("assignment__number").first().assignment

    def paper(self) -> IncomingFile:
        """A file that may be handed in."""
        data = "Tài liệu hư cấu".encode()
        return IncomingFile("tai-lieu.txt", BytesIO(data), len(data))


def act(function: Callable[..., Any], action: str) -> Callable[[Preparing], Preparing]:
    """Row of a service: the one entry it leaves, and how to prepare its work."""

    def keep(prepare: Preparing) -> Preparing:
        ACTS[name_of(function)] = (action, prepare)
        return prepare

    return keep


def name_of(function: Callable[..., Any]) -> str:
    """programme.services.plans:submit_plan."""
    return f"{function.__module__.removeprefix('dean06.')}:{function.__name__}"
