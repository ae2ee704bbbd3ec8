"""Which orders this machine obeys: those of the server it enrolled with, meant for it, in time, once.

The page between is a browser on a shared desk: whoever holds the pairing, or got a script into the page, could
otherwise have any card read for a challenge of his own making.
"""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dean06.adapters.card_reader.words import CardFailure
from dean06.kernel.base import clock
from dean06.kernel.ports.card import ORDER

# Clocks of desks go wrong; an order lives for minutes, and works once whatever the clock says.
CLOCK_SKEW = timedelta(minutes=5)
MOST_REMEMBERED = 1000


class Orders:
    """Opens what a page brings. ``server_key``: base64, "" before enrolment; ``device``: this agent's own."""

    def __init__(self, *, server_key: str, device: str, now: Callable[[], datetime] = clock.now) -> None:
        self._server_key = server_key
        self._device = device
        self._now = now
        self._lock = Lock()
        self._obeyed: dict[str, None] = {}

    def open(self, said: Any) -> Mapping[str, Any]:
        """The order's content. CardFailure: not_enrolled, foreign_order, order_expired, bad_order."""
        if not self._server_key:
            raise CardFailure("not_enrolled")
        try:
            body, signature = str(said["body"]), base64.b64decode(str(said["signature"]), validate=True)
            Ed25519PublicKey.from_public_bytes(base64.b64decode(self._server_key)).verify(
                signature, ORDER + body.encode()
            )
        except (KeyError, TypeError, ValueError, InvalidSignature) as error:
            raise CardFailure("foreign_order") from error
        order = _read(body)
        if order["device"] != self._device:
            raise CardFailure("foreign_order")
        if self._now() >= _moment(order["expires_at"]) + CLOCK_SKEW:
            raise CardFailure("order_expired")
        self._use_up(str(order["challenge_id"]))
        return order

    def _use_up(self, challenge_id: str) -> None:
        with self._lock:
            if challenge_id in self._obeyed:
                raise CardFailure("order_expired")
            while len(self._obeyed) >= MOST_REMEMBERED:
                self._obeyed.pop(next(iter(self._obeyed)))
            self._obeyed[challenge_id] = None


def _read(body: str) -> Mapping[str, Any]:
    """Signed by our server, so only a server of another version writes what is not understood here."""
    try:
        order = json.loads(body)
    except ValueError as error:
        raise CardFailure("bad_order") from error
    if not isinstance(order, dict) or not {"device", "expires_at", "challenge_id"} <= order.keys():
        raise CardFailure("bad_order")
    return order


def _moment(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError as error:
        raise CardFailure("bad_order") from error
