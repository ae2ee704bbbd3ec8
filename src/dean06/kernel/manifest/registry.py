"""Finds the pilots by what lies in the `dean06.pilots` package. Needs no Django: settings are built from it."""

import importlib
import pkgutil
import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from dean06.kernel.manifest.checks import ManifestError
from dean06.kernel.manifest.groups import PROGRAMME_GROUPS, Group
from dean06.kernel.manifest.types import Pilot

# The kernel knows where pilots live, never which ones there are.
PILOTS_PACKAGE = "dean06.pilots"
_PILOT_PACKAGE_NAME = re.compile(r"p\d\d_[a-z0-9_]+")


@cache
def slugs() -> tuple[str, ...]:
    """Names of all pilot packages, in order of number."""
    package = importlib.import_module(PILOTS_PACKAGE)
    names = (module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg)
    return tuple(sorted(name for name in names if _PILOT_PACKAGE_NAME.fullmatch(name)))


@cache
def all_pilots() -> tuple[Pilot, ...]:
    """Every pilot's manifest in order of number. Raises ManifestError when one is wrong, doubled or misplaced."""
    found = tuple(_load(slug) for slug in slugs())
    numbers = [entry.number for entry in found]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise ManifestError(f"number used by two pilots: {twice}")
    return found


def _load(slug: str) -> Pilot:
    manifest = importlib.import_module(f"{PILOTS_PACKAGE}.{slug}.manifest")
    entry = getattr(manifest, "PILOT", None)
    if not isinstance(entry, Pilot):
        raise ManifestError(f"{slug}/manifest.py must define PILOT = Pilot(...)")
    if entry.slug != slug:
        raise ManifestError(f"{slug}/manifest.py declares slug {entry.slug!r}")
    return entry


def pilot(number: int) -> Pilot:
    """The pilot with this number. Raises LookupError when there is none."""
    for entry in all_pilots():
        if entry.number == number:
            return entry
    raise LookupError(f"there is no pilot {number}")


def built_pilots() -> tuple[Pilot, ...]:
    """Pilots that exist: the ones to install, mount and count."""
    return tuple(entry for entry in all_pilots() if entry.is_built)


def installed_apps() -> list[str]:
    """Django apps of the built pilots. Django derives the AppConfig; the label is the slug."""
    return [entry.module for entry in built_pilots()]


def pilots_by_group() -> tuple[tuple[Group, tuple[Pilot, ...]], ...]:
    """The groups in the dispatch's order, each with its pilots."""
    return tuple(
        (group, tuple(entry for entry in all_pilots() if entry.group == group.code)) for group in PROGRAMME_GROUPS
    )


def function_at(path: str) -> Callable[..., Any]:
    """The function a manifest names as "package.module:function". Raises ManifestError when there is none such."""
    module_name, _, function_name = path.partition(":")
    found = getattr(importlib.import_module(module_name), function_name, None)
    if not callable(found):
        raise ManifestError(f"no function {path}")
    return cast(Callable[..., Any], found)
