"""What a chip says it can do: EF.CardAccess and the 14th group (ICAO 9303-11, 9.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from dean06.sandbox.card.curve import CURVES, Curve
from dean06.sandbox.card.elements import element

DIRECTORY = bytes.fromhex("04007F00070202")
PACE_VERSION, CHIP_VERSION = b"\x02", b"\x01"
ECDH_GENERIC = 2


@dataclass(frozen=True)
class Offer:
    """A way to agree on keys: number of the curve, number of the cipher (1 3DES; 2, 3, 4 AES of 128, 192, 256 bits).

    ``key_number``: what the chip calls its key, None for nothing. Cards of old show the key and do not name the way.
    """

    curve: int = 13
    cipher: int = 2
    key_number: int | None = None
    is_named: bool = True

    @property
    def on(self) -> Curve:
        """The curve."""
        return CURVES[self.curve]

    @property
    def pace_protocol(self) -> bytes:
        """PACE with ECDH and generic mapping."""
        return DIRECTORY + bytes([4, ECDH_GENERIC, self.cipher])

    @property
    def chip_protocol(self) -> bytes:
        """Chip authentication with ECDH."""
        return DIRECTORY + bytes([3, ECDH_GENERIC, self.cipher])


def card_access(pace: Iterable[Offer]) -> bytes:
    """EF.CardAccess."""
    return element(0x31, b"".join(map(_pace, pace)))


def group_14(
    pace: Iterable[Offer], chip: Offer | None, key: ec.EllipticCurvePublicKey | None, *, signs_with_sha256: bool
) -> bytes:
    """The same, signed as a group, with what concerns the chip's keys."""
    infos = list(map(_pace, pace))
    if chip and key:
        spki = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        number = b"" if chip.key_number is None else element(0x02, b"\x00" + bytes([chip.key_number]))
        if chip.is_named:
            infos.append(_info(chip.chip_protocol, element(0x02, CHIP_VERSION) + number))
        infos.append(_info(DIRECTORY + bytes([1, ECDH_GENERIC]), spki + number))
    if signs_with_sha256:
        plain_ecdsa = element(0x06, bytes.fromhex("04007F00070101040103"))
        infos.append(_info(bytes.fromhex("678108010105"), element(0x02, CHIP_VERSION) + plain_ecdsa))
    return element(0x6E, element(0x31, b"".join(infos)))


def _pace(offer: Offer) -> bytes:
    return _info(offer.pace_protocol, element(0x02, PACE_VERSION) + element(0x02, bytes([offer.curve])))


def _info(protocol: bytes, rest: bytes) -> bytes:
    return element(0x30, element(0x06, protocol) + rest)
