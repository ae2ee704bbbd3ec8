"""What the application opens us with, before anything of it is believed.

Source: OpenID Connect Core 1.0, 4 (initiating login from a third party); NĐ 69/2024/NĐ-CP for the levels.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_LAUNCH = 512
LONGEST_TARGET = 1000
# The mini-app is opened at its own addresses alone: whatever else stands on this site is not VNeID's to open.
OWN = "/p03/"
_WORD = re.compile(r"[\x21-\x7e]+")
_PATH = re.compile(r"/p03/[A-Za-z0-9/_-]*")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A launch to be proven: the one-time word to pass on, and the page to show afterwards ("": the first one)."""

    launch: str
    path: str


def opening(given: Mapping[str, str], *, issuer: str, site: str) -> Opening | None:
    """What was asked, or None when this was not opened by that issuer's application.

    An address that is not ours is no reason to refuse: nothing of it is followed, the first page opens instead.
    """
    launch = given.get("login_hint", "")
    if given.get("iss") != issuer or len(launch) > LONGEST_LAUNCH or not _WORD.fullmatch(launch):
        return None
    return Opening(launch=launch, path=_own_path(given.get("target_link_uri", ""), site))


def share(part: int, whole: int) -> int:
    """Whole per cent of a part, halves up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def _own_path(target: str, site: str) -> str:
    path = target.removeprefix(site) if target.startswith(f"{site}/") and len(target) <= LONGEST_TARGET else ""
    return path if _PATH.fullmatch(path) else ""
