"""One provider's HTTP endpoint: waits, sizes, breaker, metric. Says whether a failed call may have been obeyed."""

import time
from typing import Final

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.sms_gateway.settings import ProviderConfig
from dean06.kernel.base.breaker import Breaker

CALLS = Counter("dean06_sms_calls", "Calls to gateways for text messages", ["provider", "outcome"])
SECONDS = Histogram("dean06_sms_call_seconds", "Duration of calls to gateways for text messages", ["provider"])
OK: Final = 200
NOT_FOUND: Final = 404
# These say that the request was turned away before anything was done with it.
TURNED_AWAY: Final = frozenset({401, 403, 404, 405, 413, 429, 503})
log = structlog.get_logger("dean06.adapters.sms_gateway")


class CallFailed(Exception):
    """No usable answer. ``is_uncertain``: the other side may have done what it was asked."""

    def __init__(self, reason: str, *, is_uncertain: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_uncertain = is_uncertain


class Door:
    """Thread-safe; connections are kept open between calls."""

    def __init__(self, config: ProviderConfig, *, transport: httpx2.BaseTransport | None = None) -> None:
        self.config = config
        self._breaker = Breaker(config.limits.breaker_failures, config.limits.breaker_open_s)
        self._http = httpx2.Client(
            base_url=config.url.rstrip("/"),
            transport=transport or httpx2.HTTPTransport(),
            timeout=httpx2.Timeout(config.limits.read_s, connect=config.limits.connect_s),
            headers={"Accept-Encoding": "identity", "Authorization": f"Bearer {config.key}"},
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def post(self, path: str, body: bytes) -> bytes:
        """Body of the answer 200. CallFailed."""
        return self._call("POST", path, body)

    def get(self, path: str) -> bytes | None:
        """Body of the answer 200, None for 404. CallFailed."""
        try:
            return self._call("GET", path, None)
        except CallFailed as failed:
            if failed.reason == f"status {NOT_FOUND}":
                return None
            raise

    def _call(self, method: str, path: str, body: bytes | None) -> bytes:
        name = self.config.name
        if self._breaker.wait_s() > 0:
            CALLS.labels(name, "circuit_open").inc()
            raise CallFailed("circuit_open", is_uncertain=False)
        started, outcome = time.monotonic(), "ok"
        try:
            answer = self._once(method, path, body, started + self.config.limits.total_s)
        except CallFailed as failed:
            outcome = failed.reason
            self._breaker.failed()
            raise
        else:
            self._breaker.succeeded()
            return answer
        finally:
            seconds = time.monotonic() - started
            CALLS.labels(name, outcome.split(":")[0]).inc()
            SECONDS.labels(name).observe(seconds)
            log.info("sms.call", provider=name, outcome=outcome, ms=round(seconds * 1000))

    def _once(self, method: str, path: str, body: bytes | None, deadline: float) -> bytes:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            with self._http.stream(method, path, content=body, headers=headers) as response:
                answer = self._read(response, deadline)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise CallFailed("unreachable", is_uncertain=False) from error
        except (httpx2.TimeoutException, TimeoutError) as error:
            raise CallFailed("timed_out", is_uncertain=True) from error
        except httpx2.TransportError as error:
            raise CallFailed("cut_off", is_uncertain=True) from error
        if response.status_code != OK:
            turned_away = response.status_code in TURNED_AWAY
            raise CallFailed(f"status {response.status_code}", is_uncertain=not turned_away)
        return answer

    def _read(self, response: httpx2.Response, deadline: float) -> bytes:
        """The whole body, as long as it is small and in time: a slow drip never ends by itself."""
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise CallFailed("out_of_protocol: compressed", is_uncertain=True)
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self.config.limits.max_bytes:
                raise CallFailed("out_of_protocol: oversized", is_uncertain=True)
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(body)
