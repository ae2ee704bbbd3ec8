"""The one door to the portal: the session, what it may answer, and what a refusal means."""

import json
import threading
from functools import partial
from typing import Any, Final

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.national_portal.settings import PortalConfig
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, Trouble, Verdict, no_answer, read_whole
from dean06.kernel.ports.national_portal import PortalFailed, Reason

CALLS = Counter("dean06_national_portal_calls", "Calls to the national portal", ["service", "outcome"])
SECONDS = Histogram("dean06_national_portal_call_seconds", "Duration of calls to the national portal", ["service"])
OK, SERVER_ERROR = 200, 500
DONE, SESSION_OVER = "00", "01"
BY_CODE: Final = {"02": Reason.REQUEST_REFUSED, "03": Reason.REQUEST_REFUSED, "99": Reason.BUSY}
BY_STATUS: Final = {401: Reason.NOT_AUTHORISED, 403: Reason.NOT_AUTHORISED, 429: Reason.BUSY}
# The portal is not itself. A refusal, however often, is an answer and opens nothing.
OPENS_BREAKER: Final = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY})
REASON_OF: Final = {
    Trouble.TIMED_OUT: Reason.TIMED_OUT,
    Trouble.UNREACHABLE: Reason.UNREACHABLE,
    Trouble.UNSENDABLE: Reason.REQUEST_REFUSED,
    Trouble.COMPRESSED: Reason.OUT_OF_PROTOCOL,
    Trouble.OVERSIZED: Reason.OUT_OF_PROTOCOL,
}
JSON = "application/json"
log = structlog.get_logger("dean06.adapters.national_portal")


class SessionOver(Exception):
    """Log in and ask once more."""


class Door:
    """Connections, session and breaker shared by all calls; safe to share between threads."""

    def __init__(self, config: PortalConfig) -> None:
        self._config, self._base = config, config.url.rstrip("/")
        self._session, self._lock = "", threading.Lock()
        limits = config.limits
        self._caller = Caller(
            event="national_portal.call", log=log, calls=CALLS, seconds=SECONDS, total_s=limits.total_s,
            breaker=Breaker(limits.breaker_failures, limits.breaker_open_s), failures=(PortalFailed,),
        )  # fmt: skip
        self._http = httpx2.Client(
            transport=httpx2.HTTPTransport(),
            timeout=httpx2.Timeout(limits.read_s, connect=limits.connect_s),
            headers={"Accept-Encoding": "identity", "Content-Type": JSON},
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def ask(self, service: str, **facts: Any) -> dict[str, Any]:
        """The answer of a service, its ``error_code`` being success. PortalFailed."""
        body, _ = self._in_session(service, facts)
        return _told(body)

    def fetch(self, service: str, **facts: Any) -> bytes:
        """A file. PortalFailed; an answer in JSON is a refusal."""
        body, kind = self._in_session(service, facts)
        if kind.startswith(JSON):
            _told(body)
            raise PortalFailed(Reason.OUT_OF_PROTOCOL, "no file")
        return body

    def _in_session(self, service: str, facts: dict[str, Any]) -> tuple[bytes, str]:
        for is_last in (False, True):
            session = self._logged_in()
            said = {"session": session, "madonvi": self._config.unit, "service": service} | facts
            body, kind = self._call(service, "/dich-vu", said)
            if not (kind.startswith(JSON) and _is_over(body)):
                return body, kind
            self._forget(session)
            if is_last:
                raise PortalFailed(Reason.NOT_AUTHORISED, "the session ends at once")
        raise AssertionError("unreachable: the last try returns or raises")

    def _logged_in(self) -> str:
        with self._lock:
            if not self._session:
                said = {"username": self._config.username, "password": self._config.password}
                told = _told(self._call("token", "/token", said)[0])
                if not isinstance(told.get("session"), str) or not told["session"]:
                    raise PortalFailed(Reason.OUT_OF_PROTOCOL, "no session")
                self._session = told["session"]
            return self._session

    def _forget(self, session: str) -> None:
        with self._lock:
            if self._session == session:
                self._session = ""

    def _call(self, service: str, path: str, said: dict[str, Any]) -> tuple[bytes, str]:
        """Every call is harmless again (reports have numbers), so it is tried twice when it broke off."""
        content = json.dumps(said, ensure_ascii=False).encode()
        try:
            return self._caller.call(partial(self._exchange, path, content), judge=_judge, labels={"service": service})
        except CircuitOpen as closed:
            raise PortalFailed(Reason.CIRCUIT_OPEN) from closed

    def _exchange(self, path: str, content: bytes, deadline: float) -> tuple[bytes, str]:
        try:
            with no_answer(), self._http.stream("POST", f"{self._base}{path}", content=content) as response:
                body = read_whole(response, deadline=deadline, max_bytes=self._config.limits.max_bytes)
        except NoAnswer as failed:
            raise PortalFailed(REASON_OF[failed.trouble], failed.detail) from failed
        if response.status_code != OK:
            raise _refused(response.status_code)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith(JSON):
            _may_be_tried_later(body)
        return body, kind


def _judge(failed: PortalFailed) -> Verdict:
    return Verdict(
        outcome=failed.reason,
        is_away=failed.reason in OPENS_BREAKER,
        is_worth_again=failed.reason is Reason.UNREACHABLE,
    )


def _refused(status: int) -> PortalFailed:
    if status >= SERVER_ERROR:
        return PortalFailed(Reason.BUSY, f"status {status}")
    is_client_error = 400 <= status < SERVER_ERROR
    fallback = Reason.REQUEST_REFUSED if is_client_error else Reason.OUT_OF_PROTOCOL
    return PortalFailed(BY_STATUS.get(status, fallback), f"status {status}")


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise PortalFailed(Reason.OUT_OF_PROTOCOL, "no JSON") from error
    if not isinstance(told, dict) or not isinstance(told.get("error_code"), str):
        raise PortalFailed(Reason.OUT_OF_PROTOCOL, "no error code")
    return told


def _told(body: bytes) -> dict[str, Any]:
    told = _parsed(body)
    if told["error_code"] != DONE:
        reason = BY_CODE.get(told["error_code"], Reason.OUT_OF_PROTOCOL)
        raise PortalFailed(reason, f"error {told['error_code'][:4]}")
    return told


def _is_over(body: bytes) -> bool:
    return bool(_parsed(body)["error_code"] == SESSION_OVER)


def _may_be_tried_later(body: bytes) -> None:
    """A portal that says it is busy is busy, whatever the status line says: the breaker counts it."""
    if BY_CODE.get(_parsed(body)["error_code"]) is Reason.BUSY:
        raise PortalFailed(Reason.BUSY, "error 99")
