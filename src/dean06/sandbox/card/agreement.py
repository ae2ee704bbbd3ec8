"""The card's part in agreeing on keys: PACE (ICAO 9303-11, 4.4) and chip authentication (6.2)."""

import hmac
import secrets

from cryptography.hazmat.primitives.asymmetric import ec

from dean06.sandbox.card.channel import Channel
from dean06.sandbox.card.chip import Chip
from dean06.sandbox.card.ciphers import CIPHERS
from dean06.sandbox.card.curve import Point
from dean06.sandbox.card.elements import element, objects
from dean06.sandbox.card.infos import Offer

OK, WRONG_DATA, NOT_FOUND = 0x9000, 0x6A80, 0x6A88
NONCE_SIZE = {1: 16, 2: 16, 3: 32, 4: 32}
Answer = tuple[bytes, int]


class Pace:
    """One run of PACE, once it is set up. ``channel`` is there when both sides have shown the right token."""

    def __init__(self, offer: Offer, password: bytes) -> None:
        self.channel: Channel | None = None
        self._offer = offer
        self._cipher = CIPHERS[offer.cipher]
        self._password = password
        self._nonce = b""
        self._generator: Point | None = None
        self._agreed: tuple[bytes, Point, Point] | None = None

    def go_on(self, body: bytes) -> Answer:
        """GENERAL AUTHENTICATE; ValueError, KeyError or IndexError for what does not fit: the run is over."""
        said = objects(objects(body)[0x7C])
        if not said:
            return self._hide()
        if 0x81 in said and self._nonce:
            return self._map(said[0x81])
        if 0x83 in said and self._generator:
            return self._agree(said[0x83], self._generator)
        if 0x85 in said and self._agreed:
            return self._confirm(said[0x85], *self._agreed)
        raise ValueError("out of turn")

    def _hide(self) -> Answer:
        self._nonce = secrets.token_bytes(NONCE_SIZE[self._offer.cipher])
        return _dynamic(0x80, self._cipher.cbc(self._cipher.key(self._password, 3), self._nonce, is_encrypting=True))

    def _map(self, theirs: bytes) -> Answer:
        curve = self._offer.on
        private = curve.draw()
        hidden = curve.times(curve.read(theirs), private)
        self._generator = curve.plus(curve.times(curve.generator(), int.from_bytes(self._nonce, "big")), hidden)
        return _dynamic(0x82, curve.write(curve.times(curve.generator(), private)))

    def _agree(self, theirs: bytes, generator: Point) -> Answer:
        curve = self._offer.on
        private, public = curve.draw(), curve.read(theirs)
        ours = curve.times(generator, private)
        shared = curve.write(curve.times(public, private))
        self._agreed = shared[1 : 1 + (len(shared) - 1) // 2], ours, public
        return _dynamic(0x84, curve.write(ours))

    def _confirm(self, theirs: bytes, secret: bytes, ours: Point, public: Point) -> Answer:
        key = self._cipher.key(secret, 2)
        if not hmac.compare_digest(theirs, self._token(key, ours)):
            raise ValueError("another password")
        self.channel = Channel(self._cipher, secret)
        return _dynamic(0x86, self._token(key, public))

    def _token(self, key: bytes, point: Point) -> bytes:
        named = element(0x06, self._offer.pace_protocol) + element(0x86, self._offer.on.write(point))
        return self._cipher.checksum(key, element(0x7F49, named))


def begin_pace(chip: Chip, body: bytes) -> tuple[Pace | None, int]:
    """MSE:Set AT: the run set up and the status."""
    said = objects(body)
    named = said.get(0x84)
    offers = [
        offer
        for offer in chip.pace
        if said.get(0x80) == offer.pace_protocol and (named is None or named == bytes([offer.curve]))
    ]
    if len(offers) != 1:
        return None, WRONG_DATA
    password = chip.passwords.get(int.from_bytes(said.get(0x83, b""), "big"))
    return (None, NOT_FOUND) if password is None else (Pace(offers[0], password), OK)


def authenticate_chip(key: ec.EllipticCurvePrivateKey, cipher: int, theirs: bytes) -> Channel:
    """The session that only the holder of the key can take part in; ValueError for a point of nowhere."""
    public = ec.EllipticCurvePublicKey.from_encoded_point(key.curve, theirs)
    return Channel(CIPHERS[cipher], key.exchange(ec.ECDH(), public))


def _dynamic(tag: int, value: bytes) -> Answer:
    return element(0x7C, element(tag, value)), OK
