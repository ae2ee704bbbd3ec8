"""What the adapter is told: where social insurance is, what it knows us by, its key, how long we wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dean06.kernel.base.addresses import is_safe_url


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every wait and size, in seconds and bytes. Nobody sits and waits: a worker asks.

    ``age_s``: how old the signature of a record may be; ``skew_s``: how far its clock may be ahead of ours.
    """

    connect_s: float = 3.0
    read_s: float = 10.0
    total_s: float = 15.0
    max_bytes: int = 256 * 1024
    age_s: int = 600
    skew_s: int = 60
    breaker_failures: int = 5
    breaker_open_s: float = 60.0


@dataclass(frozen=True, kw_only=True)
class InsuranceConfig:
    """``url``: root of the interface (plain http on loopback only); ``key_file``: PEM of its public key.

    The file is read when it is needed: a twin writes it when it first starts, maybe after us.
    """

    url: str
    token: str = field(repr=False)
    key_file: Path
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.url):
            raise BadConfiguration(f"social-insurance register {self.url!r}: an https address is needed")


def from_settings(values: Mapping[str, Any]) -> InsuranceConfig:
    """From the site's SOCIAL_INSURANCE setting: url, token, key_file."""
    return InsuranceConfig(url=values["url"], token=values["token"], key_file=values["key_file"])
