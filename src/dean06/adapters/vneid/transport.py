"""The one door to the network: time limits, size limit, careful retries, circuit breaker, a log line and metrics."""

import time
from typing import Final

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.vneid.settings import Limits
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.ports.identity_provider import ProviderUnavailable

CALLS = Counter("dean06_vneid_calls", "Calls to VNeID", ["call", "outcome"])
SECONDS = Histogram("dean06_vneid_call_seconds", "Duration of calls to VNeID", ["call"])
SERVER_ERROR: Final = 500
TOO_MANY: Final = 429
SAFE_TRIES: Final = 2
log = structlog.get_logger("dean06.adapters.vneid")


class _Failed(Exception):
    """One try failed; ``is_unsent`` when the request cannot have reached the provider."""

    def __init__(self, outcome: str, *, is_unsent: bool = False) -> None:
        super().__init__(outcome)
        self.outcome = outcome
        self.is_unsent = is_unsent


class Door:
    """Connections and breaker shared by all calls to one provider; safe to share between threads."""

    def __init__(self, limits: Limits, inner: httpx2.BaseTransport | None = None) -> None:
        self.limits = limits
        self.inner = inner or httpx2.HTTPTransport()
        self.breaker = Breaker(limits.breaker_failures, limits.breaker_open_s)
        self.timeout = httpx2.Timeout(limits.read_s, connect=limits.connect_s)

    def transport(self, call: str) -> httpx2.BaseTransport:
        """A transport for one kind of call (the name labels log and metrics). Closing it leaves connections open."""
        return _Call(self, call)

    def get(self, call: str, url: str) -> httpx2.Response:
        """GET with everything this module promises. Raises ProviderUnavailable."""
        with httpx2.Client(transport=self.transport(call), timeout=self.timeout) as client:
            return client.get(url, headers={"Accept": "application/json"})


class _Call(httpx2.BaseTransport):
    def __init__(self, door: Door, call: str) -> None:
        self._door = door
        self._call = call

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send, at most twice, and only again when a second arrival can do no harm."""
        request.headers["Accept-Encoding"] = "identity"
        for attempt in range(1, SAFE_TRIES + 1):
            wait_s = self._door.breaker.wait_s()
            if wait_s > 0:
                CALLS.labels(self._call, "breaker_open").inc()
                raise ProviderUnavailable("circuit breaker is open", retry_after_s=int(wait_s) + 1)
            try:
                return self._once(request)
            except _Failed as failed:
                if attempt == SAFE_TRIES or not (request.method == "GET" or failed.is_unsent):
                    raise ProviderUnavailable(f"{self._call}: {failed.outcome}") from failed
        raise AssertionError("unreachable: the last try returns or raises")

    def _once(self, request: httpx2.Request) -> httpx2.Response:
        started = time.monotonic()
        outcome = "ok"
        try:
            response = self._exchange(request, started + self._door.limits.total_s)
        except _Failed as failed:
            outcome = failed.outcome
            self._door.breaker.failed()
            raise
        else:
            self._door.breaker.succeeded()
            return response
        finally:
            seconds = time.monotonic() - started
            CALLS.labels(self._call, outcome).inc()
            SECONDS.labels(self._call).observe(seconds)
            log.info("vneid.call", call=self._call, outcome=outcome, ms=round(seconds * 1000))

    def _exchange(self, request: httpx2.Request, deadline: float) -> httpx2.Response:
        try:
            raw = self._door.inner.handle_request(request)
            try:
                body = self._read(raw, deadline)
            finally:
                raw.close()
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise _Failed("no_connection", is_unsent=True) from error
        except httpx2.TimeoutException as error:
            raise _Failed("timeout") from error
        except httpx2.TransportError as error:
            raise _Failed("broken_connection") from error
        if raw.status_code >= SERVER_ERROR or raw.status_code == TOO_MANY:
            raise _Failed(f"status_{raw.status_code}")
        return httpx2.Response(raw.status_code, headers=raw.headers, content=body, request=request)

    def _read(self, raw: httpx2.Response, deadline: float) -> bytes:
        """The whole body, as long as it is small, uncompressed and in time: a slow drip never ends by itself."""
        if raw.headers.get("Content-Encoding", "identity") != "identity":
            raise _Failed("compressed")
        body = bytearray()
        if not isinstance(raw.stream, httpx2.SyncByteStream):
            raise _Failed("broken_connection")
        for chunk in raw.stream:
            body += chunk
            if len(body) > self._door.limits.max_bytes:
                raise _Failed("oversized")
            if time.monotonic() > deadline:
                raise _Failed("timeout")
        return bytes(body)
