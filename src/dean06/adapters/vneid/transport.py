"""The one door to the network: time limits, size limit, careful retries, circuit breaker, a log line and metrics."""

from contextlib import closing
from typing import Final

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.vneid.settings import Limits
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, Trouble, Verdict, no_answer, read_whole
from dean06.kernel.ports.identity_provider import ProviderUnavailable

CALLS = Counter("dean06_vneid_calls", "Calls to VNeID", ["call", "outcome"])
SECONDS = Histogram("dean06_vneid_call_seconds", "Duration of calls to VNeID", ["call"])
SERVER_ERROR: Final = 500
TOO_MANY: Final = 429
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
        self.caller = Caller(
            event="vneid.call", log=log, calls=CALLS, seconds=SECONDS, total_s=limits.total_s,
            breaker=Breaker(limits.breaker_failures, limits.breaker_open_s), failures=(_Failed,),
        )  # fmt: skip
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

        def judge(failed: _Failed) -> Verdict:
            again = request.method == "GET" or failed.is_unsent
            return Verdict(outcome=failed.outcome, is_away=failed.outcome != Trouble.UNSENDABLE, is_worth_again=again)

        try:
            return self._door.caller.call(
                lambda deadline: self._exchange(request, deadline), judge=judge, labels={"call": self._call}
            )
        except CircuitOpen as closed:
            raise ProviderUnavailable("circuit breaker is open", retry_after_s=closed.wait_s) from closed
        except _Failed as failed:
            raise ProviderUnavailable(f"{self._call}: {failed.outcome}") from failed

    def _exchange(self, request: httpx2.Request, deadline: float) -> httpx2.Response:
        try:
            with no_answer(), closing(self._door.inner.handle_request(request)) as raw:
                body = read_whole(raw, deadline=deadline, max_bytes=self._door.limits.max_bytes)
        except NoAnswer as failed:
            raise _Failed(failed.trouble, is_unsent=failed.is_unsent) from failed
        if raw.status_code >= SERVER_ERROR or raw.status_code == TOO_MANY:
            raise _Failed(f"status_{raw.status_code}")
        return httpx2.Response(raw.status_code, headers=raw.headers, content=body, request=request)
