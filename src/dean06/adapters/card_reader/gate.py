"""Who may talk to the agent: one origin, by the agent's own loopback name, not more often than a page has reason to.

Any web site can send a request to 127.0.0.1. The Host check stops a foreign name rebound to loopback (DNS rebinding);
the exact Origin stops every other site; a program on the same machine can write both headers, so pairing follows.
"""

from collections import deque
from collections.abc import Callable, Mapping
from threading import Lock

from dean06.adapters.card_reader.words import Refused

RATE_COUNT = 100
RATE_SECONDS = 10.0
PREFLIGHT_SECONDS = 600


class Gate:
    """The checks every request passes before its body is read. ``origin`` such as https://example.gov.vn."""

    def __init__(self, *, origin: str, port: int, now: Callable[[], float]) -> None:
        self.origin = origin
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._now = now
        self._seen: deque[float] = deque()
        self._lock = Lock()

    def check(self, headers: Mapping[str, str]) -> None:
        """Refused with wrong_host (421), foreign_origin (403) or flooded (429). Names of headers in lower case.

        Strangers do not use up the page's share: they are turned away before they are counted.
        """
        if headers.get("host", "") not in self._hosts:
            raise Refused(421, "wrong_host")
        if headers.get("origin", "") != self.origin:
            raise Refused(403, "foreign_origin")
        self._count()

    def answer_headers(self, headers: Mapping[str, str], *, is_preflight: bool) -> dict[str, str]:
        """What lets the browser hand the answer to the page. Only for a request that passed ``check``."""
        answer = {"Access-Control-Allow-Origin": self.origin, "Vary": "Origin"}
        if is_preflight:
            answer["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            answer["Access-Control-Allow-Headers"] = "authorization, content-type"
            answer["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
            if headers.get("access-control-request-private-network") == "true":
                answer["Access-Control-Allow-Private-Network"] = "true"
        return answer

    def _count(self) -> None:
        with self._lock:
            now = self._now()
            while self._seen and now - self._seen[0] >= RATE_SECONDS:
                self._seen.popleft()
            if len(self._seen) >= RATE_COUNT:
                raise Refused(429, "flooded")
            self._seen.append(now)
