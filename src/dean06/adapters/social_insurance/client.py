"""Implements ``kernel.ports.social_insurance``: one door, what it may answer, and what a refusal means."""

import json
from functools import partial
from typing import Any, Final

import httpx2
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from prometheus_client import Counter, Histogram

from dean06.adapters.social_insurance import wire
from dean06.adapters.social_insurance.settings import InsuranceConfig
from dean06.kernel.base import clock
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, Trouble, Verdict, no_answer, read_whole
from dean06.kernel.ports.social_insurance import (
    InsuranceFailed,
    InsuranceRecord,
    Reason,
    RecordRefused,
    RecordRequest,
)

CALLS = Counter("dean06_social_insurance_calls", "Calls to social insurance", ["call", "outcome"])
SECONDS = Histogram("dean06_social_insurance_call_seconds", "Duration of calls to social insurance", ["call"])
OK, SERVER_ERROR = 200, 500
BY_STATUS: Final = {
    401: Reason.NOT_AUTHORISED,
    403: Reason.NOT_AUTHORISED,
    409: Reason.OTHER_REQUEST,
    429: Reason.BUSY,
}
# It is not itself. A refusal, however often, is an answer and opens nothing.
OPENS_BREAKER: Final = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY})
REASON_OF: Final = {
    Trouble.TIMED_OUT: Reason.TIMED_OUT,
    Trouble.UNREACHABLE: Reason.UNREACHABLE,
    Trouble.UNSENDABLE: Reason.REQUEST_REFUSED,
    Trouble.COMPRESSED: Reason.OUT_OF_PROTOCOL,
    Trouble.OVERSIZED: Reason.OUT_OF_PROTOCOL,
}
log = structlog.get_logger("dean06.adapters.social_insurance")


class InsuranceClient:
    """One register. Thread-safe; connections are kept between calls."""

    def __init__(self, config: InsuranceConfig) -> None:
        self._config, self._base = config, config.url.rstrip("/")
        limits = config.limits
        self._caller = Caller(
            event="social_insurance.call", log=log, calls=CALLS, seconds=SECONDS, total_s=limits.total_s,
            breaker=Breaker(limits.breaker_failures, limits.breaker_open_s), failures=(InsuranceFailed,),
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

    def record(self, request: RecordRequest) -> InsuranceRecord:
        """See SocialInsurance.record. Whose it is, the caller holds against the person it asked for."""
        content = json.dumps(wire.request(request), ensure_ascii=False).encode()
        told = _parsed(self._call("record", content))
        if not isinstance(told, dict) or not isinstance(told.get("record"), str):
            raise InsuranceFailed(Reason.OUT_OF_PROTOCOL, "no record")
        found, limits = wire.record(told["record"], self._key()), self._config.limits
        if not -limits.skew_s <= (clock.now() - found.at).total_seconds() <= limits.age_s:
            raise RecordRefused("stale")
        if found.request_id != request.id:
            raise RecordRefused("other_request")
        return found

    def _key(self) -> ECKey:
        """The public key they sign with; a file that is not there (yet) or no key is nobody's signature."""
        try:
            return ECKey.import_key(self._config.key_file.read_text(encoding="ascii"))
        except (OSError, ValueError, JoseError) as error:
            raise InsuranceFailed(Reason.NOT_AUTHORISED, "their key cannot be read") from error

    def _call(self, call: str, content: bytes) -> bytes:
        """Every call is harmless again (requests have ids), so it is tried twice when it broke off."""
        try:
            return self._caller.call(partial(self._exchange, content), judge=_judge, labels={"call": call})
        except CircuitOpen as closed:
            raise InsuranceFailed(Reason.CIRCUIT_OPEN) from closed

    def _exchange(self, content: bytes, deadline: float) -> bytes:
        headers = {"Content-Type": "application/json"}
        try:
            with (
                no_answer(),
                self._http.stream("POST", f"{self._base}/records", content=content, headers=headers) as response,
            ):
                body = read_whole(response, deadline=deadline, max_bytes=self._config.limits.max_bytes)
        except NoAnswer as failed:
            raise InsuranceFailed(REASON_OF[failed.trouble], failed.detail) from failed
        if response.status_code != OK:
            raise _refused(response.status_code)
        return body


def _judge(failed: InsuranceFailed) -> Verdict:
    return Verdict(
        outcome=failed.reason,
        is_away=failed.reason in OPENS_BREAKER,
        is_worth_again=failed.reason is Reason.UNREACHABLE,
    )


def _refused(status: int) -> InsuranceFailed:
    if status >= SERVER_ERROR:
        return InsuranceFailed(Reason.BUSY, f"status {status}")
    is_client_error = 400 <= status < SERVER_ERROR
    fallback = Reason.REQUEST_REFUSED if is_client_error else Reason.OUT_OF_PROTOCOL
    return InsuranceFailed(BY_STATUS.get(status, fallback), f"status {status}")


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InsuranceFailed(Reason.OUT_OF_PROTOCOL, "no JSON") from error
