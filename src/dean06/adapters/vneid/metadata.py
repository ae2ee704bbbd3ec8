"""The provider's metadata and keys, fetched when needed and kept: discovery and JWKS with rotation."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from dean06.adapters.vneid import wire
from dean06.adapters.vneid.settings import VneidConfig
from dean06.adapters.vneid.tokens import Key
from dean06.adapters.vneid.transport import Door
from dean06.kernel.ports.identity_provider import ProviderUnavailable, Reason, refusal

MIN_RSA_BITS = 2048
BASE64_BITS = 6
OK = 200
log = structlog.get_logger("dean06.adapters.vneid")

V = TypeVar("V")


@dataclass(frozen=True)
class _Kept(Generic[V]):
    value: V
    fetched_at: float


class Metadata:
    """Cached discovery and keys of one issuer; one fetch at a time, shared by all threads."""

    def __init__(self, config: VneidConfig, door: Door, clock: Callable[[], float] = time.monotonic) -> None:
        self._config = config
        self._door = door
        self._clock = clock
        self._lock = threading.RLock()
        self._discovery: _Kept[wire.Discovery] | None = None
        self._keys: _Kept[list[Key]] | None = None

    def discovery(self) -> wire.Discovery:
        """The provider's metadata; an old copy serves while the provider cannot be reached."""
        with self._lock:
            self._discovery = self._fresh(self._discovery, self._fetch_discovery)
            return self._discovery.value

    def key_for(self, key_id: str, algorithm: str) -> Key:
        """The published key for a token header. An unknown id fetches the keys once more, but not again and again:
        anybody can send us tokens with invented ids."""
        with self._lock:
            self._keys = self._fresh(self._keys, self._fetch_keys)
            found = _pick(self._keys.value, key_id, algorithm)
            if found is None and self._clock() - self._keys.fetched_at >= self._config.limits.jwks_refetch_s:
                self._keys = _Kept(self._fetch_keys(), self._clock())
                found = _pick(self._keys.value, key_id, algorithm)
        if found is None:
            raise refusal(Reason.KEY_UNKNOWN)
        return found

    def _fresh(self, kept: _Kept[V] | None, fetch: Callable[[], V]) -> _Kept[V]:
        age = self._clock() - kept.fetched_at if kept else float("inf")
        if kept and age < self._config.limits.metadata_ttl_s:
            return kept
        try:
            return _Kept(fetch(), self._clock())
        except ProviderUnavailable:
            if kept and age < self._config.limits.metadata_stale_s:
                log.warning("vneid.metadata_stale", age_s=round(age))
                return kept
            raise

    def _fetch_discovery(self) -> wire.Discovery:
        url = f"{self._config.issuer.rstrip('/')}/.well-known/openid-configuration"
        return wire.read_discovery(self._get("discovery", url), self._config.issuer)

    def _fetch_keys(self) -> list[Key]:
        document = wire.read_object(self._get("jwks", self.discovery().jwks_uri), "jwks")
        entries = document.get("keys")
        if not isinstance(entries, list):
            raise ProviderUnavailable("jwks holds no keys")
        keys = [key for key in map(_read_key, entries) if key is not None]
        log.info("vneid.keys_fetched", count=len(keys))
        return keys

    def _get(self, call: str, url: str) -> bytes:
        response = self._door.get(call, url)
        if response.status_code != OK:
            raise ProviderUnavailable(f"{call}: status {response.status_code}")
        return response.content


def _read_key(entry: Any) -> Key | None:
    """A public signing key we can use; anything else in the set is none of our business (RFC 7517 5)."""
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig" or "d" in entry:
        return None
    try:
        if entry.get("kty") == "RSA" and len(str(entry.get("n"))) * BASE64_BITS >= MIN_RSA_BITS:
            return RSAKey.import_key(entry)
        if entry.get("kty") == "EC" and entry.get("crv") == "P-256":
            return ECKey.import_key(entry)
    except (JoseError, ValueError, KeyError, TypeError):
        log.warning("vneid.key_unreadable", kty=str(entry.get("kty"))[:8])
    return None


def _pick(keys: list[Key], key_id: str, algorithm: str) -> Key | None:
    """By id; without an id only when there is exactly one candidate."""
    kind = "EC" if algorithm.startswith("ES") else "RSA"
    fitting = [key for key in keys if key.key_type == kind and key.get("alg") in (None, algorithm)]
    if key_id:
        fitting = [key for key in fitting if key.kid == key_id]
    return fitting[0] if len(fitting) == 1 else None
