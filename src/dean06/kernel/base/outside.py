"""Calls to an outside system over HTTP: read within limits, tried again with care, counted and logged.

Adapters keep their own words for what failed. Common to all is what must not differ between them: nobody waits for a
provider that is away, no answer is read without end, a call that cannot be sent is not the provider's fault.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Final, Generic, TypeVar

import httpx2
from prometheus_client import Counter, Histogram

from dean06.kernel.base.breaker import Breaker

TRIES: Final = 2
CIRCUIT_OPEN: Final = "circuit_open"
T = TypeVar("T")
F = TypeVar("F", bound=Exception)


class Trouble(StrEnum):
    """Why no whole answer came."""

    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    UNSENDABLE = "unsendable"
    COMPRESSED = "compressed"
    OVERSIZED = "oversized"


class NoAnswer(Exception):
    """No whole answer came. ``is_unsent``: the request cannot have reached the provider; ``detail``: for the log."""

    def __init__(self, trouble: Trouble, detail: str = "", *, is_unsent: bool = False) -> None:
        super().__init__(f"{trouble}: {detail}" if detail else trouble.value)
        self.trouble, self.detail, self.is_unsent = trouble, detail, is_unsent


class CircuitOpen(Exception):
    """Nothing was asked: the provider failed several times in a row. ``wait_s``: whole seconds until the next trial."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"circuit breaker is open for {wait_s} s")
        self.wait_s = wait_s


class OutOfTime(Exception):
    """Nothing more was asked: the caller's own time was over. The provider is not to blame."""


@contextmanager
def no_answer() -> Iterator[None]:
    """Turn the failures of a request made inside into NoAnswer."""
    try:
        yield
    except httpx2.ConnectError as error:
        raise NoAnswer(Trouble.UNREACHABLE, type(error).__name__, is_unsent=True) from error
    except (httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
        raise NoAnswer(Trouble.TIMED_OUT, type(error).__name__, is_unsent=True) from error
    except httpx2.TimeoutException as error:
        raise NoAnswer(Trouble.TIMED_OUT, type(error).__name__) from error
    except httpx2.LocalProtocolError as error:
        raise NoAnswer(Trouble.UNSENDABLE, is_unsent=True) from error
    except httpx2.TransportError as error:
        raise NoAnswer(Trouble.UNREACHABLE, type(error).__name__) from error


def read_whole(response: httpx2.Response, *, deadline: float, max_bytes: int) -> bytes:
    """The whole body, as long as it is small, uncompressed and in time: a slow drip never ends by itself.

    ``deadline``: by ``time.monotonic``. Raises NoAnswer.
    """
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise NoAnswer(Trouble.COMPRESSED)
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > max_bytes:
            raise NoAnswer(Trouble.OVERSIZED)
        if time.monotonic() > deadline:
            raise NoAnswer(Trouble.TIMED_OUT, "a drip")
    return bytes(body)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a failed try means: ``outcome`` for log and metrics, ``is_away``: the provider is not itself."""

    outcome: str
    is_away: bool
    is_worth_again: bool = False


@dataclass(frozen=True, kw_only=True)
class Caller(Generic[F]):
    """What every call to one system goes through; safe to share between threads.

    ``calls`` has the labels of the call and then ``outcome``, ``seconds`` those of the call; ``failures`` are what a
    try may raise, anything else is a defect and passes through.
    """

    event: str
    log: Any
    breaker: Breaker
    total_s: float
    calls: Counter
    seconds: Histogram
    failures: tuple[type[F], ...]
    success: str = "ok"

    def call(
        self, once: Callable[[float], T], *, judge: Callable[[F], Verdict], labels: Mapping[str, str] | None = None,
        within: float = math.inf,
    ) -> T:  # fmt: skip
        """What ``once`` returns; it gets the moment it must be done by, both tries together ``within`` seconds.

        Raises CircuitOpen, OutOfTime, or the failure of the last try.
        """
        named, end = labels or {}, time.monotonic() + within
        for attempt in range(1, TRIES + 1):
            left_s = min(self.total_s, end - time.monotonic())
            if left_s <= 0:
                self.calls.labels(*named.values(), Trouble.TIMED_OUT).inc()
                raise OutOfTime
            wait_s = self.breaker.wait_s()
            if wait_s > 0:
                self.calls.labels(*named.values(), CIRCUIT_OPEN).inc()
                raise CircuitOpen(int(wait_s) + 1)
            try:
                return self._once(partial(once, time.monotonic() + left_s), judge, named)
            except self.failures as failed:
                if attempt == TRIES or not judge(failed).is_worth_again:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    def _once(self, once: Callable[[], T], judge: Callable[[F], Verdict], labels: Mapping[str, str]) -> T:
        started, outcome = time.monotonic(), "defect"
        try:
            answer = once()
        except self.failures as failed:
            verdict = judge(failed)
            outcome = verdict.outcome
            (self.breaker.failed if verdict.is_away else self.breaker.succeeded)()
            raise
        else:
            outcome = self.success
            self.breaker.succeeded()
            return answer
        finally:
            seconds = time.monotonic() - started
            self.calls.labels(*labels.values(), outcome).inc()
            (self.seconds.labels(*labels.values()) if labels else self.seconds).observe(seconds)
            self.log.info(self.event, **labels, outcome=str(outcome), ms=round(seconds * 1000))
