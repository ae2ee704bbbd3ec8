"""Chip authentication with ECDH (ICAO 9303-11, 6.2): the chip shows that it holds the secret half of a key in DG14.

Terminal and chip agree on new keys for secure messaging from the terminal's passing key and the chip's lasting one. A
copy of the files does not know the lasting secret, so whoever answers the next command under the new keys is the chip,
provided that DG14 is the one the issuer signed, which ``verification`` checks.

The proof convinces the terminal and nobody else: both sides know the new keys, so a terminal could have written every
answer itself. A server that reads through somebody else's terminal has to ask for a signature over its own challenge
(``active``).
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from dean06.kernel.chipid import signatures, tlv
from dean06.kernel.chipid.channel import Channel
from dean06.kernel.chipid.ciphers import SUITES, TRIPLE_DES, Suite
from dean06.kernel.chipid.curves import CURVES, Curve, Point
from dean06.kernel.chipid.files import SELECT_FILE
from dean06.kernel.chipid.secure_messaging import OK, Session, SessionLost
from dean06.kernel.chipid.security_infos import CHIP_AUTHENTICATION, CHIP_KEY, ChipKey, Info, SecurityInfos
from dean06.kernel.chipid.types import FileId, Reason

SET_KEY_AGREEMENT, SET_AUTHENTICATION_TEMPLATE, GENERAL_AUTHENTICATE = (
    bytes.fromhex(text) for text in ("002241A6", "002241A4", "00860000")
)
VERSION = 1
ECDH = 2
PROTOCOL, KEY_NUMBER, PUBLIC_KEY, DYNAMIC, OUR_KEY = 0x80, 0x84, 0x91, 0x7C, 0x80
# Before the protocol was named beside the key there was one cipher (TR-03110, version 1.11).
UNNAMED = CHIP_AUTHENTICATION + bytes([ECDH, 1])
Draw = Callable[[int], int]


class Unconfirmed(SessionLost):
    """The first answer under the new keys was not: a session lost just then, or a chip without the secret of DG14."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The strongest way the chip offers and we know, and the chip's key."""

    protocol: bytes
    suite: Suite
    curve: Curve
    key: Point
    number: int | None


def choose(offered: SecurityInfos) -> Terms | None:
    """What card and terminal will use; None when there is none. CardRefused for a key that is no point of its curve."""
    infos = offered.chip_authentication or tuple(Info(UNNAMED, VERSION, key.number) for key in offered.chip_keys)
    ways = [
        (info, curve, key)
        for info in infos
        if _is_known(info)
        for key in offered.chip_keys
        if _is_meant(info, key, offered) and (curve := _curve(key)) is not None
    ]
    if not ways:
        return None
    info, curve, key = max(ways, key=lambda way: (way[0].protocol[-1], way[1].size))
    with tlv.decoding("a key of chip authentication"):
        point = bytes(key.key["public_key"])
    return Terms(
        protocol=info.protocol,
        suite=SUITES[info.protocol[-1]],
        curve=curve,
        key=curve.decode(point),
        number=info.number,
    )


def restart(channel: Channel, terms: Terms, draw: Draw | None = None) -> None:
    """Go on under keys that only the holder of the chip's secret has; CardRefused when the card will not.

    SessionLost when it broke off, Unconfirmed when it went on under other keys. ``draw``: a private number below the
    order.
    """
    private = draw(terms.curve.order) if draw else secrets.randbelow(terms.curve.order - 1) + 1
    _hand_over(channel, terms, terms.curve.encode(terms.curve.generated(private)))
    channel.session = Session.of(terms.suite, terms.curve.agree(private, terms.key))
    try:
        channel.send(SELECT_FILE, FileId.DG14.to_bytes(2, "big"))
    except SessionLost as lost:
        raise Unconfirmed(lost.status) from lost


def _hand_over(channel: Channel, terms: Terms, ours: bytes) -> None:
    """Our key to the chip: at once where the standard says so (3DES), else the protocol first, then the key."""
    number = b"" if terms.number is None else tlv.encode(KEY_NUMBER, _unsigned(terms.number))
    if terms.suite is TRIPLE_DES:
        _, status = channel.send(SET_KEY_AGREEMENT, tlv.encode(PUBLIC_KEY, ours) + number)
        if status == OK:
            return
    _, status = channel.send(SET_AUTHENTICATION_TEMPLATE, tlv.encode(PROTOCOL, terms.protocol) + number)
    if status == OK:
        answer, status = channel.send(GENERAL_AUTHENTICATE, tlv.encode(DYNAMIC, tlv.encode(OUR_KEY, ours)), 0)
    if status != OK:
        raise tlv.refuse(f"the chip does not do what DG14 says: {status:04X}", Reason.PROOF_MISSING)
    if answer:
        tlv.only(answer, DYNAMIC)


def _is_known(info: Info) -> bool:
    mapping, cipher = info.protocol[-2:]
    return info.version == VERSION and mapping == ECDH and cipher in SUITES


def _is_meant(info: Info, key: ChipKey, offered: SecurityInfos) -> bool:
    """Whether an info is about a key. Without a number it is about the only one."""
    is_named = key.number == info.number or (info.number is None and len(offered.chip_keys) == 1)
    return is_named and key.protocol == CHIP_KEY + bytes([ECDH])


def _curve(key: ChipKey) -> Curve | None:
    with tlv.decoding("a key of chip authentication"):
        kind = signatures.curve_of(key.key)
    return next((curve for curve in CURVES.values() if kind is not None and isinstance(curve.named, kind)), None)


def _unsigned(number: int) -> bytes:
    return number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big")
