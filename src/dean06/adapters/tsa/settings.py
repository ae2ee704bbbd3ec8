"""What the adapter is told: where the time stamps come from, how long we wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every wait and size, in seconds and bytes. Nobody sits and waits: a worker asks."""

    connect_s: float = 3.0
    read_s: float = 5.0
    total_s: float = 8.0
    max_bytes: int = 64 * 1024
    breaker_failures: int = 5
    breaker_open_s: float = 60.0


@dataclass(frozen=True, kw_only=True)
class TsaConfig:
    """``url``: where queries are posted. Plain http is usual: only a digest goes out, and the token is signed."""

    url: str
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadConfiguration(f"time-stamping authority {self.url!r}: write http(s)://host/path")


def from_settings(values: Mapping[str, str]) -> TsaConfig:
    """From the site's TSA setting: url."""
    return TsaConfig(url=values["url"])
