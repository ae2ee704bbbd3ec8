"""What the adapter is told: where the inbox is, how long we wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dean06.kernel.base.addresses import is_safe_url


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every wait and size, in seconds and bytes. ``receipt_age_s``: older receipts are refused as replayed."""

    connect_s: float = 3.0
    read_s: float = 15.0
    total_s: float = 20.0
    max_bytes: int = 256 * 1024
    receipt_age_s: int = 600
    breaker_failures: int = 3
    breaker_open_s: float = 60.0


@dataclass(frozen=True, kw_only=True)
class InboxConfig:
    """Address, key, and the secret receipts are signed with. Plain http is accepted on the loopback address only."""

    url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.url):
            raise BadConfiguration(f"VNeID inbox {self.url!r}: an https address is needed")
        if not self.key or not self.secret:
            raise BadConfiguration("VNeID inbox: key and secret are needed")


def from_settings(given: Mapping[str, str]) -> InboxConfig:
    """The inbox as Django's settings have it."""
    return InboxConfig(url=given["url"], key=given["key"], secret=given["secret"])
