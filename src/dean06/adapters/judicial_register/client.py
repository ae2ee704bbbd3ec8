"""Implements ``kernel.ports.judicial_register``: one door, what it may answer, and what a refusal means."""

import json
from functools import partial
from typing import Any, Final

import httpx2
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from prometheus_client import Counter, Histogram

from dean06.adapters.judicial_register import wire
from dean06.adapters.judicial_register.settings import RegisterConfig
from dean06.kernel.base import clock
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, Trouble, Verdict, no_answer, read_whole
from dean06.kernel.ports.judicial_register import (
    Answer,
    AnswerRefused,
    Order,
    Reason,
    Receipt,
    RegisterFailed,
)

CALLS = Counter("dean06_judicial_register_calls", "Calls to the judicial register", ["call", "outcome"])
SECONDS = Histogram("dean06_judicial_register_call_seconds", "Duration of calls to the judicial register", ["call"])
OK, ACCEPTED, NO_CONTENT, SERVER_ERROR = 200, 202, 204, 500
BY_STATUS: Final = {
    401: Reason.NOT_AUTHORISED,
    403: Reason.NOT_AUTHORISED,
    404: Reason.UNKNOWN_ORDER,
    409: Reason.OTHER_ORDER,
    429: Reason.BUSY,
}
# The register is not itself. A refusal, however often, is an answer and opens nothing.
OPENS_BREAKER: Final = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY})
REASON_OF: Final = {
    Trouble.TIMED_OUT: Reason.TIMED_OUT,
    Trouble.UNREACHABLE: Reason.UNREACHABLE,
    Trouble.UNSENDABLE: Reason.REQUEST_REFUSED,
    Trouble.COMPRESSED: Reason.OUT_OF_PROTOCOL,
    Trouble.OVERSIZED: Reason.OUT_OF_PROTOCOL,
}
log = structlog.get_logger("dean06.adapters.judicial_register")


class RegisterClient:
    """One register. Thread-safe; connections are kept between calls."""

    def __init__(self, config: RegisterConfig) -> None:
        self._config, self._base = config, config.url.rstrip("/")
        limits = config.limits
        self._caller = Caller(
            event="judicial_register.call", log=log, calls=CALLS, seconds=SECONDS, total_s=limits.total_s,
            breaker=Breaker(limits.breaker_failures, limits.breaker_open_s), failures=(RegisterFailed,),
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

    def order(self, order: Order) -> Receipt:
        """See JudicialRegister.order."""
        content = json.dumps(wire.order(order), ensure_ascii=False).encode()
        _, body = self._call("order", "POST", "/orders", content)
        try:
            return wire.receipt(_parsed(body), order.id)
        except AnswerRefused as refused:
            raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "no receipt of this order") from refused

    def answer(self, order_id: str) -> Answer | None:
        """See JudicialRegister.answer. Asked for by us, an answer has no age; that of another order is none."""
        status, body = self._call("answer", "GET", f"/orders/{order_id}", b"")
        if status == NO_CONTENT:
            return None
        told = _parsed(body)
        if not isinstance(told, dict) or not isinstance(told.get("answer"), str):
            raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "no answer")
        found = wire.answer(told["answer"], self._key())
        if found.order_id != order_id:
            raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "an answer to another order")
        return found

    def brought(self, raw: str) -> Answer:
        """See JudicialRegister.brought."""
        found, limits = wire.answer(raw, self._key()), self._config.limits
        age_s = (clock.now() - found.at).total_seconds()
        if not -limits.skew_s <= age_s <= limits.brought_s:
            raise AnswerRefused("stale")
        return found

    def _key(self) -> ECKey:
        """The register's public key; a file that is not there (yet) or no key is nobody's signature."""
        try:
            return ECKey.import_key(self._config.key_file.read_text(encoding="ascii"))
        except (OSError, ValueError, JoseError) as error:
            raise RegisterFailed(Reason.NOT_AUTHORISED, "the register's key cannot be read") from error

    def _call(self, call: str, method: str, path: str, content: bytes) -> tuple[int, bytes]:
        """Every call is harmless again (orders have ids), so it is tried twice when it broke off."""
        try:
            return self._caller.call(
                partial(self._exchange, method, path, content), judge=_judge, labels={"call": call}
            )
        except CircuitOpen as closed:
            raise RegisterFailed(Reason.CIRCUIT_OPEN) from closed

    def _exchange(self, method: str, path: str, content: bytes, deadline: float) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json"} if content else {}
        try:
            with (
                no_answer(),
                self._http.stream(method, f"{self._base}{path}", content=content, headers=headers) as response,
            ):
                body = read_whole(response, deadline=deadline, max_bytes=self._config.limits.max_bytes)
        except NoAnswer as failed:
            raise RegisterFailed(REASON_OF[failed.trouble], failed.detail) from failed
        if response.status_code not in (OK, ACCEPTED, NO_CONTENT):
            raise _refused(response.status_code)
        return response.status_code, body


def _judge(failed: RegisterFailed) -> Verdict:
    return Verdict(
        outcome=failed.reason,
        is_away=failed.reason in OPENS_BREAKER,
        is_worth_again=failed.reason is Reason.UNREACHABLE,
    )


def _refused(status: int) -> RegisterFailed:
    if status >= SERVER_ERROR:
        return RegisterFailed(Reason.BUSY, f"status {status}")
    is_client_error = 400 <= status < SERVER_ERROR
    fallback = Reason.REQUEST_REFUSED if is_client_error else Reason.OUT_OF_PROTOCOL
    return RegisterFailed(BY_STATUS.get(status, fallback), f"status {status}")


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "no JSON") from error
