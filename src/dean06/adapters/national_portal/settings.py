"""What the adapter is told: where the portal is, as whom we log in, how long we wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dean06.kernel.base.addresses import is_safe_url


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every wait and size, in seconds and bytes. Nobody sits and waits: a worker asks."""

    connect_s: float = 3.0
    read_s: float = 15.0
    total_s: float = 20.0
    max_bytes: int = 20 * 1024 * 1024
    breaker_failures: int = 5
    breaker_open_s: float = 60.0


@dataclass(frozen=True, kw_only=True)
class PortalConfig:
    """``url``: root of the interface (plain http on loopback only); ``statuses``: whose list of statuses it speaks."""

    url: str
    username: str
    password: str = field(repr=False)
    unit: str
    statuses: str = "national"
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.url):
            raise BadConfiguration(f"national portal {self.url!r}: an https address is needed")


def from_settings(values: Mapping[str, str]) -> PortalConfig:
    """From the site's NATIONAL_PORTAL setting: url, key, secret, unit, statuses."""
    return PortalConfig(
        url=values["url"],
        username=values["key"],
        password=values["secret"],
        unit=values["unit"],
        statuses=values["statuses"],
    )
