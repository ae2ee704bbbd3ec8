"""What the adapter is told: where the register is, who we are there, how long we wait."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dean06.kernel.base.addresses import is_safe_url

# X-Road identifiers: instance, class, member, subsystem (PR-REST 1.0.3, 4.2), each part of harmless characters only.
_IDENTIFIER = re.compile(r"[A-Za-z0-9.\-]+(/[A-Za-z0-9.\-]+){3}")
PROVIDER = "VN/GOV/000.00.G01/dancu"


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every wait and size, in seconds and bytes. An officer and a person at the counter wait for the answer."""

    connect_s: float = 2.0
    read_s: float = 5.0
    total_s: float = 8.0
    max_bytes: int = 2 * 1024 * 1024
    breaker_failures: int = 5
    breaker_open_s: float = 20.0


@dataclass(frozen=True, kw_only=True)
class PopulationConfig:
    """``url``: root of the exchange server (plain http on the loopback address only); the rest names subsystems."""

    url: str
    client: str
    provider: str = PROVIDER
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.url):
            raise BadConfiguration(f"population register {self.url!r}: an https address is needed")
        for name in (self.client, self.provider):
            if not _IDENTIFIER.fullmatch(name):
                raise BadConfiguration(f"{name!r}: a subsystem is INSTANCE/CLASS/MEMBER/SUBSYSTEM")


def from_settings(values: Mapping[str, str]) -> PopulationConfig:
    """From the site's POPULATION setting: url, client."""
    return PopulationConfig(url=values["url"], client=values["client"])
