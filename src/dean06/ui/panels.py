"""Panels of the home pages: a house tells what waits for an actor, the page that shows it does not know the house.

The composition root registers providers; ``portal`` draws them. A provider is asked once a page, with the actor, and
answers None when it has nothing to say to this hat.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dean06.kernel.base.actor import Actor, Role
from dean06.ui.access import Shell
from dean06.ui.parts import Link, Status


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line: what, where it leads, a remark, its state."""

    text: str
    url: str = ""
    note: str = ""
    status: Status | None = None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A titled list; ``count`` is the whole number when only the first rows are shown, ``empty`` says there is none."""

    title: str
    rows: tuple[Row, ...] = ()
    count: int | None = None
    empty: str = "Không có việc nào đang chờ."
    more: Link | None = None


Provider = Callable[[Actor], Panel | None]


@dataclass(frozen=True)
class _Registered:
    provider: Provider
    roles: frozenset[Role]
    shell: Shell
    order: int


_providers: dict[str, _Registered] = {}


def register(
    name: str, provider: Provider, *, roles: tuple[Role, ...], shell: Shell = "workspace", order: int = 100
) -> None:
    """Add a provider for these hats; the same name replaces its earlier provider, so registering twice is harmless."""
    _providers[name] = _Registered(provider, frozenset(roles), shell, order)


def panels(actor: Actor, shell: Shell) -> list[Panel]:
    """What the registered providers have to say to this actor, in their order."""
    meant = [entry for entry in _providers.values() if entry.shell == shell and actor.role in entry.roles]
    said = (entry.provider(actor) for entry in sorted(meant, key=lambda entry: entry.order))
    return [panel for panel in said if panel is not None]
