"""One provider's HTTP endpoint: waits, sizes, breaker, metric. Says whether a failed call may have been obeyed."""

from typing import Final

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.sms_gateway.settings import ProviderConfig
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, Trouble, Verdict, no_answer, read_whole

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
        self._caller = Caller(
            event="sms.call", log=log, calls=CALLS, seconds=SECONDS, total_s=config.limits.total_s,
            breaker=Breaker(config.limits.breaker_failures, config.limits.breaker_open_s), failures=(CallFailed,),
        )  # fmt: skip
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
        try:
            return self._caller.call(
                lambda deadline: self._once(method, path, body, deadline),
                judge=_judge,
                labels={"provider": self.config.name},
            )
        except CircuitOpen as closed:
            raise CallFailed("circuit_open", is_uncertain=False) from closed

    def _once(self, method: str, path: str, body: bytes | None, deadline: float) -> bytes:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            with no_answer(), self._http.stream(method, path, content=body, headers=headers) as response:
                answer = read_whole(response, deadline=deadline, max_bytes=self.config.limits.max_bytes)
        except NoAnswer as failed:
            raise _call_failed(failed) from failed
        if response.status_code != OK:
            turned_away = response.status_code in TURNED_AWAY
            raise CallFailed(f"status {response.status_code}", is_uncertain=not turned_away)
        return answer


def _call_failed(failed: NoAnswer) -> CallFailed:
    if failed.trouble in {Trouble.COMPRESSED, Trouble.OVERSIZED}:
        return CallFailed(f"out_of_protocol: {failed.trouble}", is_uncertain=True)
    if failed.is_unsent:
        word = failed.trouble if failed.trouble is Trouble.UNSENDABLE else Trouble.UNREACHABLE
        return CallFailed(word, is_uncertain=False)
    return CallFailed("timed_out" if failed.trouble is Trouble.TIMED_OUT else "cut_off", is_uncertain=True)


def _judge(failed: CallFailed) -> Verdict:
    """A message is never sent twice by itself: what became of the first is not known."""
    return Verdict(outcome=failed.reason.split(":")[0], is_away=failed.reason != Trouble.UNSENDABLE)
