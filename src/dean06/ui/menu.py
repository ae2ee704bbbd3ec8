"""The menu: each app declares its items, the composition root registers them, people see those of their hat."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.urls import reverse

from dean06.kernel.base.actor import Actor, Role
from dean06.ui.access import Shell


class Group(StrEnum):
    """What entries have in common: in a wide bar each group is one word that unfolds, on a phone a heading."""

    NONE = ""
    PROGRAMME = "Đề án 06"
    COUNTER = "Tại quầy"
    TRADE = "Nghiệp vụ"
    SYSTEM = "Hệ thống"
    CASES = "Hồ sơ"
    PAPERS = "Giấy tờ, sổ"


@dataclass(frozen=True)
class MenuItem:
    """One entry: words, route name, who sees it (PUBLIC: everybody), in which bar, and its place.

    ``serves`` narrows a role to those whose unit does this work. It is asked for every page, so it asks no table.
    """

    label: str
    url_name: str
    roles: tuple[Role, ...]
    shell: Shell = "workspace"
    order: int = 100
    serves: Callable[[Actor], bool] | None = None
    group: Group = Group.NONE
    prefix: str = ""  # first path segment whose pages belong to this item, when not the item's own address

    def is_for(self, role: Role) -> bool:
        """True when the hat worn now is one of the item's."""
        return Role.PUBLIC in self.roles or role in self.roles


@dataclass(frozen=True)
class Entry:
    """An item as drawn: words, address, whether it leads to the page being looked at."""

    label: str
    url: str
    is_current: bool
    group: Group = Group.NONE


@dataclass(frozen=True)
class Section:
    """Entries drawn together: a group of several under its word, or one entry by itself (``label`` is empty)."""

    label: str
    entries: tuple[Entry, ...]

    @property
    def is_current(self) -> bool:
        """Whether the page being looked at is one of them."""
        return any(entry.is_current for entry in self.entries)


_items: dict[tuple[str, str], MenuItem] = {}


def register(*items: MenuItem) -> None:
    """Add items; the same route in the same shell replaces its earlier entry, so registering twice is harmless."""
    _items.update({(item.shell, item.url_name): item for item in items})
    _shown.cache_clear()


def registered() -> tuple[MenuItem, ...]:
    """All items in the order they are drawn."""
    return tuple(sorted(_items.values(), key=lambda item: (item.order, item.label)))


def entries(actor: Actor, shell: Shell, path: str) -> tuple[Entry, ...]:
    """What this actor sees in this bar; the most specific entry that contains ``path`` is the current one."""
    shown = [one for one in _shown(actor.role, shell) if one[0].serves is None or one[0].serves(actor)]
    matches = [_match(item, url, path) for item, url in shown]
    current = max(matches, default=0)
    return tuple(
        Entry(item.label, url, 0 < current == match, item.group)
        for (item, url), match in zip(shown, matches, strict=True)
    )


def sections(shown: tuple[Entry, ...]) -> tuple[Section, ...]:
    """Entries by group, each group where its first entry stands; one that is alone in its group stands by itself."""
    found: list[Section] = []
    for entry in shown:
        mates = tuple(one for one in shown if one.group == entry.group)
        if entry.group is Group.NONE or len(mates) == 1:
            found.append(Section("", (entry,)))
        elif entry == mates[0]:
            found.append(Section(entry.group.value, mates))
    return tuple(found)


@cache
def _shown(role: Role, shell: Shell) -> tuple[tuple[MenuItem, str], ...]:
    return tuple((item, reverse(item.url_name)) for item in registered() if item.shell == shell and item.is_for(role))


def _match(item: MenuItem, url: str, path: str) -> int:
    """How many characters of the path this entry covers, 0 when the page is not under it; home covers only itself."""
    roots = [url] + ([f"/{item.prefix}/"] if item.prefix else [])
    return max((len(root) for root in roots if path == root or (root != "/" and path.startswith(root))), default=0)
