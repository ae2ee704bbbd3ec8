"""What the adapter is told: where the bank is, by what it knows us, how long we wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dean06.kernel.base.addresses import is_safe_url

LEAST_SECRET = 16


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every wait and size, in seconds and bytes. Nobody sits and waits: a worker asks."""

    connect_s: float = 3.0
    read_s: float = 8.0
    total_s: float = 10.0
    max_bytes: int = 20 * 1024 * 1024
    breaker_failures: int = 5
    breaker_open_s: float = 30.0
    notice_bytes: int = 16 * 1024
    notice_window_s: int = 300


@dataclass(frozen=True, kw_only=True)
class BankConfig:
    """``url``: root of the bank's interface (plain http on loopback only); ``secrets`` sign its notices."""

    url: str
    token: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.url):
            raise BadConfiguration(f"bank {self.url!r}: an https address is needed")
        if not self.secrets or any(len(secret) < LEAST_SECRET for secret in self.secrets):
            raise BadConfiguration(f"a secret of the bank's notices has at least {LEAST_SECRET} characters")


def from_settings(values: Mapping[str, str]) -> BankConfig:
    """From the site's BANK setting: url, token, notice_secret."""
    return BankConfig(url=values["url"], token=values["token"], secrets=tuple(values["notice_secret"].split()))
