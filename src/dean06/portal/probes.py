"""Is the installation well? The composition root registers who can tell; the operator's page asks all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Health:
    """One thing looked at: what, whether it is well, and a remark (what to do, when it is not)."""

    name: str
    is_ok: bool
    note: str = ""


Source = Callable[[], Iterable[Health]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source of findings; the same name replaces the earlier one."""
    _sources[name] = source


def findings() -> list[Health]:
    """What all sources say, in the order they were registered."""
    return [finding for source in _sources.values() for finding in source()]
