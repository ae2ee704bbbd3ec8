"""What the adapter is told: the providers, how long we wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dean06.kernel.base.addresses import is_safe_url

LONGEST_SENDER = 11


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
class ProviderConfig:
    """One provider: its name in our tables, its address, its key, the secret it signs receipts with."""

    name: str
    url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    sender: str
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.url):
            raise BadConfiguration(f"SMS provider {self.name}: an https address is needed, not {self.url!r}")
        if not self.key or not self.secret:
            raise BadConfiguration(f"SMS provider {self.name}: key and secret are needed")
        if not 0 < len(self.sender) <= LONGEST_SENDER:
            raise BadConfiguration(f"the sender's name has 1 to {LONGEST_SENDER} characters, not {self.sender!r}")


def from_settings(one: Mapping[str, str]) -> ProviderConfig:
    """A provider as Django's settings have it."""
    return ProviderConfig(name=one["name"], url=one["url"], key=one["key"], secret=one["secret"], sender=one["sender"])
