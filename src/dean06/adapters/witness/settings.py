"""What the adapter is told: where the witness is, how long we wait."""

from dataclasses import dataclass, field

from dean06.kernel.base.addresses import is_safe_url


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every wait and size, in seconds and bytes. A person may be waiting: a witness only signs, it does not search."""

    connect_s: float = 2.0
    read_s: float = 3.0
    total_s: float = 5.0
    max_bytes: int = 64 * 1024
    breaker_failures: int = 3
    breaker_open_s: float = 60.0


@dataclass(frozen=True, kw_only=True)
class WitnessConfig:
    """``url``: the witness's submission prefix. Plain http is accepted on the loopback address only."""

    url: str
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.url):
            raise BadConfiguration(f"witness {self.url!r}: an https address is needed")
