"""PACE with ECDH and generic mapping (ICAO 9303-11, 4.4): a short password opens the card and agrees on strong keys.

Whoever listens learns nothing about the password, and whoever guesses it has one guess a connection. The password is
what the zone holds, or the card access number printed on the front.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from dean06.kernel.chipid import mrz, tlv
from dean06.kernel.chipid.ciphers import FOR_MAC, FOR_PASSWORD, SUITES, Suite
from dean06.kernel.chipid.curves import CURVES, Curve, Point
from dean06.kernel.chipid.secure_messaging import OK, Session
from dean06.kernel.chipid.security_infos import Info, SecurityInfos
from dean06.kernel.chipid.types import AccessKey, AccessNumber, Reason
from dean06.kernel.ports.card import CardTransport

SET_AUTHENTICATION_TEMPLATE = bytes.fromhex("0022C1A4")
MORE_FOLLOWS, LAST = bytes.fromhex("10860000"), bytes.fromhex("00860000")
VERSION = 2
GENERIC_MAPPING = 2
PROTOCOL, PASSWORD, PARAMETERS = 0x80, 0x83, 0x84
DYNAMIC = 0x7C
NONCE, OUR_MAPPING, OUR_KEY, OUR_TOKEN, THEIR_TOKEN = 0x80, 0x81, 0x83, 0x85, 0x86
PUBLIC_KEY, OBJECT, POINT = 0x7F49, 0x06, 0x86
LEAST_NONCE, MOST_NONCE = 16, 32
BY_ZONE, BY_NUMBER = 1, 2
NO_TRIES, MOST_TRIES = 0x63C0, 0x0F
NO_SUCH_PASSWORD = 0x6A88
_DENIED = {BY_ZONE: Reason.ACCESS_DENIED, BY_NUMBER: Reason.WRONG_NUMBER}
Draw = Callable[[int], int]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What card and terminal will use. ``names_parameters``: the card has several sets and wants the one named."""

    info: Info
    curve: Curve
    suite: Suite
    names_parameters: bool


def choose(offered: SecurityInfos) -> Terms | None:
    """The strongest the card and we can do; None when there is none."""
    known = [info for info in offered.pace if _is_known(info)]
    if not known:
        return None
    info = max(known, key=lambda info: (info.protocol[-1], CURVES[info.number or 0].size))
    return Terms(
        info=info,
        curve=CURVES[info.number or 0],
        suite=SUITES[info.protocol[-1]],
        names_parameters=len({info.number for info in offered.pace}) > 1,
    )


def open_session(card: CardTransport, terms: Terms, key: AccessKey | AccessNumber, draw: Draw | None = None) -> Session:
    """Prove to the card that we know its password, and it to us; CardRefused when either does not.

    ``draw``: a private number below the order.
    """
    talk = _Talk(card, terms)
    reference, password = _password(key)
    talk.begin(reference)
    nonce = _nonce(terms.suite, password, talk.ask(NONCE))
    curve, draw = terms.curve, draw or _draw
    private = draw(curve.order)
    theirs = talk.exchange(OUR_MAPPING, curve.generated(private))
    generator = curve.add(curve.generated(nonce), curve.multiply(private, theirs))
    private = draw(curve.order)
    ours = curve.multiply(private, generator)
    theirs = talk.exchange(OUR_KEY, ours)
    shared = curve.agree(private, theirs)
    if not talk.confirm(terms.suite.derive(shared, FOR_MAC), ours, theirs):
        raise tlv.refuse("card and terminal do not know the same password", _DENIED[reference])
    return Session.of(terms.suite, shared)


class _Talk:
    """The commands. Every answer is the card's word and may be anything."""

    def __init__(self, card: CardTransport, terms: Terms) -> None:
        self._card = card
        self._terms = terms

    def begin(self, reference: int) -> None:
        body = tlv.encode(PROTOCOL, self._terms.info.protocol) + tlv.encode(PASSWORD, bytes([reference]))
        if self._terms.names_parameters:
            body += tlv.encode(PARAMETERS, bytes([self._terms.info.number or 0]))
        answer = self._card.transmit(SET_AUTHENTICATION_TEMPLATE + bytes([len(body)]) + body)
        status = int.from_bytes(answer[-2:], "big")
        if status == NO_SUCH_PASSWORD and reference == BY_NUMBER:
            raise tlv.refuse("no card access number", Reason.ZONE_NEEDED)
        if status != OK and not NO_TRIES < status <= NO_TRIES + MOST_TRIES:  # how many are left is no refusal
            raise tlv.refuse(f"the card will not begin: {status:04X}", Reason.ACCESS_DENIED)

    def ask(self, tag: int, ours: bytes = b"") -> bytes:
        """Send what we have under a tag; what the card has under the next."""
        answer, status = self._general(MORE_FOLLOWS, tlv.encode(tag, ours) if ours else b"")
        if status != OK:
            raise tlv.refuse(f"the card broke off: {status:04X}", Reason.SESSION_LOST)
        return _found(answer, tag + 1 if ours else tag)

    def exchange(self, tag: int, ours: Point) -> Point:
        curve = self._terms.curve
        theirs = curve.decode(self.ask(tag, curve.encode(ours)))
        if theirs == ours:
            raise tlv.refuse("the card sent our own key back", Reason.ACCESS_DENIED)
        return theirs

    def confirm(self, mac_key: bytes, ours: Point, theirs: Point) -> bool:
        """Each shows a checksum over the other's key; False when the passwords differ."""
        answer, status = self._general(LAST, tlv.encode(OUR_TOKEN, self._token(mac_key, theirs)))
        return status == OK and hmac.compare_digest(_found(answer, THEIR_TOKEN), self._token(mac_key, ours))

    def _general(self, header: bytes, content: bytes) -> tuple[bytes, int]:
        body = tlv.encode(DYNAMIC, content)
        answer = self._card.transmit(header + bytes([len(body)]) + body + b"\x00")
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def _token(self, mac_key: bytes, public: Point) -> bytes:
        named = tlv.encode(OBJECT, self._terms.info.protocol) + tlv.encode(POINT, self._terms.curve.encode(public))
        return self._terms.suite.token(mac_key, tlv.encode(PUBLIC_KEY, named))


def _is_known(info: Info) -> bool:
    mapping, cipher = info.protocol[-2:]
    return info.version == VERSION and mapping == GENERIC_MAPPING and cipher in SUITES and info.number in CURVES


def _password(key: AccessKey | AccessNumber) -> tuple[int, bytes]:
    """Which password it is, and what its key is made of."""
    if isinstance(key, AccessNumber):
        return BY_NUMBER, key.digits.encode("ascii")
    seed = mrz.access_seed(key.document_number, key.birth_on, key.expires_on)
    return BY_ZONE, hashlib.sha1(seed).digest()  # noqa: S324 - the standard's derivation


def _found(answer: bytes, tag: int) -> bytes:
    found = tlv.find(tlv.only(answer, DYNAMIC), tag)
    if found is None:
        raise tlv.refuse(f"the card's answer holds no {tag:X}")
    return found


def _nonce(suite: Suite, password: bytes, sealed: bytes) -> int:
    """The number the card hid under the password."""
    if not LEAST_NONCE <= len(sealed) <= MOST_NONCE or len(sealed) % suite.block:
        raise tlv.refuse(f"a nonce of {len(sealed)} bytes")
    return int.from_bytes(suite.decrypt(suite.derive(password, FOR_PASSWORD), sealed), "big")


def _draw(order: int) -> int:
    return secrets.randbelow(order - 1) + 1
