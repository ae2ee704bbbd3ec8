"""What the adapter is told: where the authority is, by what it knows us, whom we may ask about certificates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from dean06.kernel.base.addresses import is_safe_url


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every wait and size, in seconds and bytes. A revocation list of a large authority has a few megabytes."""

    connect_s: float = 3.0
    read_s: float = 6.0
    total_s: float = 10.0
    max_bytes: int = 256 * 1024
    max_list_bytes: int = 8 * 1024 * 1024
    breaker_failures: int = 5
    breaker_open_s: float = 60.0


@dataclass(frozen=True, kw_only=True)
class CaConfig:
    """``url``: root of EST; ``credentials``: user:password; ``status_urls``: prefixes of the addresses of OCSP
    responders and lists that may be asked. Those may be plain http: what they answer is signed."""

    url: str
    credentials: str = field(repr=False)
    status_urls: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.url):
            raise BadConfiguration(f"certificate authority {self.url!r}: an https address is needed")
        for prefix in self.status_urls:
            parts = urlsplit(prefix)
            if parts.scheme not in ("http", "https") or not parts.hostname or not parts.path.endswith("/"):
                raise BadConfiguration(f"address for certificate status {prefix!r}: write http(s)://host/ with a slash")


def from_settings(values: Mapping[str, str]) -> CaConfig:
    """From the site's CA setting: url, credentials, status_urls (apart by spaces; empty: the authority itself)."""
    prefixes = tuple(values["status_urls"].split()) or (values["url"].rstrip("/") + "/",)
    return CaConfig(url=values["url"], credentials=values["credentials"], status_urls=prefixes)
