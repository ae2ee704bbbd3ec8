"""The one door to the register: limits, a careful second try, circuit breaker, a log line and metrics."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.population import headers as wire_headers
from dean06.adapters.population.failures import failure
from dean06.adapters.population.settings import PopulationConfig
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.ids import new_id
from dean06.kernel.ports.population import Cause, Reason, RegisterFailed

CALLS = Counter("dean06_population_calls", "Calls to the population register", ["service", "outcome"])
SECONDS = Histogram("dean06_population_call_seconds", "Duration of calls to the population register", ["service"])
TRIES: Final = 2
NOT_FOUND: Final = 404
ANSWERED: Final = frozenset({200, 201, NOT_FOUND})
# The register is not itself. A refusal, however often, is an answer and opens nothing.
OPENS_BREAKER: Final = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY})
log = structlog.get_logger("dean06.adapters.population")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request: ``service`` is the provider's name of it, ``path`` what follows that name, with its query."""

    method: str
    service: str
    cause: Cause
    path: str = ""
    body: bytes = b""


class Door:
    """Connections and breaker shared by all calls; safe to share between threads."""

    def __init__(self, config: PopulationConfig) -> None:
        self._config = config
        self._limits = config.limits
        self._breaker = Breaker(config.limits.breaker_failures, config.limits.breaker_open_s)
        self._http = httpx2.Client(
            transport=httpx2.HTTPTransport(),
            timeout=httpx2.Timeout(config.limits.read_s, connect=config.limits.connect_s),
            headers={"Accept-Encoding": "identity"},
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def ask(self, call: Call) -> bytes | None:
        """Body of the answer, None for 404. Every call changes nothing or is harmless again, so it is tried twice.

        Not after a time-out: the officer has waited once already.
        """
        for attempt in range(1, TRIES + 1):
            wait_s = self._breaker.wait_s()
            if wait_s > 0:
                CALLS.labels(call.service, Reason.CIRCUIT_OPEN).inc()
                raise RegisterFailed(Reason.CIRCUIT_OPEN, retry_after_s=int(wait_s) + 1)
            try:
                return self._once(call)
            except RegisterFailed as failed:
                if failed.reason is not Reason.UNREACHABLE or attempt == TRIES:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    def _once(self, call: Call) -> bytes | None:
        started, outcome = time.monotonic(), "ok"
        try:
            answer = self._exchange(call, started + self._limits.total_s)
        except RegisterFailed as failed:
            outcome = failed.reason
            (self._breaker.failed if failed.reason in OPENS_BREAKER else self._breaker.succeeded)()
            raise
        else:
            self._breaker.succeeded()
            return answer
        finally:
            seconds = time.monotonic() - started
            CALLS.labels(call.service, outcome).inc()
            SECONDS.labels(call.service).observe(seconds)
            log.info("population.call", service=call.service, outcome=str(outcome), ms=round(seconds * 1000))

    def _exchange(self, call: Call, deadline: float) -> bytes | None:
        sent = wire_headers.for_call(
            client=self._config.client, call_id=str(new_id()), issue=call.cause.act, user=call.cause.user,
            has_body=bool(call.body),
        )  # fmt: skip
        base = self._config.url.rstrip("/")
        target = f"{urlsplit(base).path}/r1/{self._config.provider}/{call.service}{call.path}"
        try:
            with self._http.stream(
                call.method, f"{base}/r1/{self._config.provider}/{call.service}{call.path}", headers=sent,
                content=call.body or None,
            ) as response:  # fmt: skip
                body = self._read(response, deadline)
        except (httpx2.TimeoutException, TimeoutError) as error:
            raise RegisterFailed(Reason.TIMED_OUT) from error
        except httpx2.LocalProtocolError as error:  # ours cannot be sent, and nothing was: the register is not at fault
            raise RegisterFailed(Reason.REQUEST_REFUSED, "unsendable") from error
        except httpx2.TransportError as error:
            raise RegisterFailed(Reason.UNREACHABLE, type(error).__name__) from error
        got = {name.lower(): value for name, value in response.headers.items()}
        if wire_headers.ERROR in got:
            raise failure(response.status_code, got, body)
        self._check(call, sent, got, wire_headers.request_hash(call.method, target, sent, call.body))
        if response.status_code not in ANSWERED:
            raise failure(response.status_code, got, body)
        return None if response.status_code == NOT_FOUND else body

    def _check(self, call: Call, sent: Mapping[str, str], got: Mapping[str, str], expected_hash: str) -> None:
        service = f"{self._config.provider}/{call.service}"
        wrong = wire_headers.belongs(got, asked=sent, service=service, expected_hash=expected_hash)
        if wrong:
            raise RegisterFailed(Reason.NOT_OUR_ANSWER, wrong)

    def _read(self, response: httpx2.Response, deadline: float) -> bytes:
        """The whole body, as long as it is small, uncompressed and in time: a slow drip never ends by itself."""
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "compressed")
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self._limits.max_bytes:
                raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "oversized")
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(body)
