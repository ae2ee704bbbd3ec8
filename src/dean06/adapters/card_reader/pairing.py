"""A code shown beside the reader and typed once in the page: proof that the person at the page sits at the reader."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from threading import Lock

from dean06.adapters.card_reader.words import Refused

CODE_DIGITS = 8
CODE_SECONDS = 300.0
MAX_TRIES = 5
LOCK_SECONDS = 60.0
# A working day: the officer pairs in the morning.
BEARER_SECONDS = 8 * 3600.0
MAX_BEARERS = 4


class Pairing:
    """Codes and the bearers given for them. ``show`` puts a new code before the person at the agent."""

    def __init__(self, *, now: Callable[[], float], show: Callable[[str], None]) -> None:
        self._now = now
        self._show = show
        self._lock = Lock()
        self._bearers: dict[bytes, tuple[str, float]] = {}
        self._locked_until = 0.0
        self.renew()

    def renew(self) -> None:
        """Draw and show a new code; the one before is worth nothing."""
        self._code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        self._born = self._now()
        self._tries = 0
        self._show(self._code)

    def pair(self, code: str, origin: str) -> str:
        """A bearer for the right code, which is spent. Refused: locked (429), wrong_code (403).

        An expired code is replaced at once; after ``MAX_TRIES`` wrong ones nothing is accepted for a minute, which
        leaves a guesser five tries a minute at one in a hundred million.
        """
        with self._lock:
            self._require_open()
            if not hmac.compare_digest(code.encode(), self._code.encode()):
                self._count_wrong()
                raise Refused(403, "wrong_code")
            self.renew()
            return self._give(origin)

    def require(self, authorization: str, origin: str) -> None:
        """Refused not_paired (401) unless the header holds a bearer given to this origin and not too old."""
        scheme, _, bearer = authorization.partition(" ")
        with self._lock:
            held = self._bearers.get(_digest(bearer)) if scheme == "Bearer" else None
            if held is None or held[0] != origin or self._now() - held[1] >= BEARER_SECONDS:
                raise Refused(401, "not_paired")

    def forget(self) -> None:
        """No bearer given until now is worth anything: somebody else gets the page, and every tab of it."""
        with self._lock:
            self._bearers.clear()

    def _require_open(self) -> None:
        if self._now() < self._locked_until:
            raise Refused(429, "locked")
        if self._now() - self._born >= CODE_SECONDS:
            self.renew()
            raise Refused(403, "wrong_code")

    def _count_wrong(self) -> None:
        self._tries += 1
        if self._tries >= MAX_TRIES:
            self._locked_until = self._now() + LOCK_SECONDS
            self.renew()

    def _give(self, origin: str) -> str:
        bearer = secrets.token_urlsafe(32)
        while len(self._bearers) >= MAX_BEARERS:
            self._bearers.pop(next(iter(self._bearers)))
        self._bearers[_digest(bearer)] = (origin, self._now())
        return bearer


def _digest(bearer: str) -> bytes:
    return hashlib.sha256(bearer.encode()).digest()
