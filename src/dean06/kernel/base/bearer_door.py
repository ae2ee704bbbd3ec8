"""A system that is asked over HTTP with a token and signs what it says: one door, its limits, what its refusals mean.

Nobody sits and waits behind it: a worker asks, and comes back when nothing came. Adapters keep their own words for what
failed; common is what a trouble or a status means for the next try.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final, Generic, TypeVar

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from prometheus_client import Counter, Histogram

from dean06.kernel.base.addresses import is_safe_url
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, Trouble, Verdict, no_answer, read_whole

NO_CONTENT: Final = 204
TAKEN: Final = frozenset({200, 202, NO_CONTENT})
SERVER_ERROR: Final = 500
F = TypeVar("F", bound=Exception)

# Reasons every port of such a system knows, by these words.
UNREACHABLE, TIMED_OUT, BUSY, CIRCUIT_OPEN = "unreachable", "timed_out", "busy", "circuit_open"
NOT_AUTHORISED, REQUEST_REFUSED, OUT_OF_PROTOCOL = "not_authorised", "request_refused", "out_of_protocol"
REASON_OF: Final = {
    Trouble.TIMED_OUT: TIMED_OUT,
    Trouble.UNREACHABLE: UNREACHABLE,
    Trouble.UNSENDABLE: REQUEST_REFUSED,
    Trouble.COMPRESSED: OUT_OF_PROTOCOL,
    Trouble.OVERSIZED: OUT_OF_PROTOCOL,
}
BY_STATUS: Final = {401: NOT_AUTHORISED, 403: NOT_AUTHORISED, 429: BUSY}
# It is not itself. A refusal, however often, is an answer and opens nothing.
OPENS_BREAKER: Final = frozenset({UNREACHABLE, TIMED_OUT, BUSY})


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class DoorLimits:
    """Every wait and size, in seconds and bytes. ``skew_s``: how far their clock may be ahead of ours."""

    connect_s: float = 3.0
    read_s: float = 10.0
    total_s: float = 15.0
    max_bytes: int = 256 * 1024
    skew_s: int = 60
    breaker_failures: int = 5
    breaker_open_s: float = 60.0


@dataclass(frozen=True, kw_only=True)
class DoorConfig:
    """``url``: root of the interface (plain http on loopback only); ``key_file``: PEM of the key they sign with.

    The file is read when it is needed: a twin writes it when it first starts, maybe after us.
    """

    system: ClassVar[str]
    url: str
    token: str = field(repr=False)
    key_file: Path
    limits: DoorLimits = field(default_factory=DoorLimits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.url):
            raise BadConfiguration(f"{self.system} {self.url!r}: an https address is needed")


@dataclass(frozen=True, kw_only=True)
class Failing(Generic[F]):
    """How an adapter says that a call failed: ``make`` of a reason and a detail, and the reason of one made.

    ``by_status``: reasons of statuses beyond those all share.
    """

    kind: type[F]
    make: Callable[[str, str], F]
    reason: Callable[[F], str]
    by_status: Mapping[int, str] = field(default_factory=dict)


class BearerDoor(Generic[F]):
    """One such door. Thread-safe; connections are kept between calls."""

    def __init__(
        self, config: DoorConfig, failing: Failing[F], *, event: str, log: Any, calls: Counter, seconds: Histogram
    ) -> None:
        self._config, self._failing, self._base = config, failing, config.url.rstrip("/")
        limits = config.limits
        self._caller = Caller(
            event=event, log=log, calls=calls, seconds=seconds, total_s=limits.total_s,
            breaker=Breaker(limits.breaker_failures, limits.breaker_open_s), failures=(failing.kind,),
        )  # fmt: skip
        self._http = httpx2.Client(
            transport=httpx2.HTTPTransport(),
            timeout=httpx2.Timeout(limits.read_s, connect=limits.connect_s),
            headers={"Accept-Encoding": "identity", "Authorization": f"Bearer {config.token}"},
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def key(self) -> ECKey:
        """The public key they sign with; a file that is not there (yet) or no key is nobody's signature."""
        try:
            return ECKey.import_key(self._config.key_file.read_text(encoding="ascii"))
        except (OSError, ValueError, JoseError) as error:
            raise self._failing.make(NOT_AUTHORISED, "their key cannot be read") from error

    def call(self, call: str, method: str, path: str, told: Any = None) -> tuple[int, Any]:
        """Status and JSON of an answer, None of an empty one (NO_CONTENT). ``told``: what is sent, as JSON.

        Every call is harmless again (what is asked has an id), so it is tried twice when it broke off.
        """
        content = b"" if told is None else json.dumps(told, ensure_ascii=False).encode()
        try:
            status, body = self._caller.call(
                partial(self._exchange, method, path, content), judge=self._judge, labels={"call": call}
            )
        except CircuitOpen as closed:
            raise self._failing.make(CIRCUIT_OPEN, "") from closed
        return status, None if status == NO_CONTENT else self._parsed(body)

    def _exchange(self, method: str, path: str, content: bytes, deadline: float) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json"} if content else {}
        try:
            with (
                no_answer(),
                self._http.stream(method, f"{self._base}{path}", content=content, headers=headers) as response,
            ):
                body = read_whole(response, deadline=deadline, max_bytes=self._config.limits.max_bytes)
        except NoAnswer as failed:
            raise self._failing.make(REASON_OF[failed.trouble], failed.detail) from failed
        if response.status_code not in TAKEN:
            raise self._failing.make(self._reason(response.status_code), f"status {response.status_code}")
        return response.status_code, body

    def _judge(self, failed: F) -> Verdict:
        reason = self._failing.reason(failed)
        return Verdict(outcome=reason, is_away=reason in OPENS_BREAKER, is_worth_again=reason == UNREACHABLE)

    def _reason(self, status: int) -> str:
        if status >= SERVER_ERROR:
            return BUSY
        fallback = REQUEST_REFUSED if 400 <= status < SERVER_ERROR else OUT_OF_PROTOCOL
        return {**BY_STATUS, **self._failing.by_status}.get(status, fallback)

    def _parsed(self, body: bytes) -> Any:
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self._failing.make(OUT_OF_PROTOCOL, "no JSON") from error
