"""What a card can do, as EF.CardAccess (nobody signed it) and DG14 (the issuer did) say (ICAO 9303-11, 9.2). Pure.

Both are a set of infos, each an object identifier with what belongs to it. Infos of protocols we do not know are passed
over: cards carry some that are nobody's business here.
"""

from dataclasses import dataclass

from asn1crypto import keys

from dean06.kernel.chipid import tlv

DG14_TAG = 0x6E
SET, SEQUENCE, INTEGER, OBJECT = 0x31, 0x30, 0x02, 0x06
LONGEST_INTEGER = 8
# The arcs below bsi-de (0.4.0.127.0.7) and icao-mrtd (2.23.136), as they are encoded.
PACE = bytes.fromhex("04007F0007020204")
CHIP_KEY = bytes.fromhex("04007F0007020201")
CHIP_AUTHENTICATION = bytes.fromhex("04007F0007020203")
ACTIVE_AUTHENTICATION = bytes.fromhex("678108010105")
PLAIN_ECDSA = bytes.fromhex("04007F000701010401")
PLAIN_ECDSA_HASHES = {1: "sha1", 2: "sha224", 3: "sha256", 4: "sha384", 5: "sha512"}


@dataclass(frozen=True)
class Info:
    """One protocol offered: its identifier, its version, and the number of its parameters or key if it names one."""

    protocol: bytes
    version: int
    number: int | None


@dataclass(frozen=True)
class ChipKey:
    """A key of chip authentication, with the kind of agreement it is for."""

    protocol: bytes
    key: keys.PublicKeyInfo
    number: int | None


@dataclass(frozen=True, kw_only=True)
class SecurityInfos:
    """What is offered. ``active_hash``: what the chip hashes a challenge with, empty when it does not say."""

    pace: tuple[Info, ...]
    chip_authentication: tuple[Info, ...]
    chip_keys: tuple[ChipKey, ...]
    active_hash: str


def of_card_access(data: bytes) -> SecurityInfos:
    """EF.CardAccess. CardRefused when it is no set of infos."""
    return _parse(tlv.only(data, SET))


def of_dg14(data: bytes) -> SecurityInfos:
    """DG14. CardRefused when it is no set of infos."""
    return _parse(tlv.only(tlv.only(data, DG14_TAG), SET))


def _parse(content: bytes) -> SecurityInfos:
    pace, chip, chip_keys, active_hash = [], [], [], ""
    for tag, value in tlv.elements(content):
        parts = list(tlv.elements(value)) if tag == SEQUENCE else []
        if len(parts) < 2 or parts[0][0] != OBJECT:
            raise tlv.refuse("a security info without its protocol")
        protocol = parts[0][1]
        if protocol.startswith(PACE) and len(protocol) == len(PACE) + 2:
            pace.append(_info(parts))
        elif protocol.startswith(CHIP_AUTHENTICATION) and len(protocol) == len(CHIP_AUTHENTICATION) + 2:
            chip.append(_info(parts))
        elif protocol.startswith(CHIP_KEY) and len(protocol) == len(CHIP_KEY) + 1:
            chip_keys.append(_key(parts))
        elif protocol == ACTIVE_AUTHENTICATION and len(parts) > 2:
            active_hash = _hash(parts[2][1])
    return SecurityInfos(
        pace=tuple(pace), chip_authentication=tuple(chip), chip_keys=tuple(chip_keys), active_hash=active_hash
    )


def _info(parts: list[tuple[int, bytes]]) -> Info:
    version = _integer(parts[1])
    return Info(protocol=parts[0][1], version=version, number=_integer(parts[2]) if len(parts) > 2 else None)


def _key(parts: list[tuple[int, bytes]]) -> ChipKey:
    with tlv.decoding("a key of chip authentication"):
        key = keys.PublicKeyInfo.load(tlv.encode(*parts[1]), strict=True)
        key.native  # noqa: B018 - decodes everything now
    return ChipKey(protocol=parts[0][1], key=key, number=_integer(parts[2]) if len(parts) > 2 else None)


def _integer(part: tuple[int, bytes]) -> int:
    tag, value = part
    if tag != INTEGER or not 0 < len(value) <= LONGEST_INTEGER or value[0] & 0x80:
        raise tlv.refuse("a number of a security info")
    return int.from_bytes(value, "big")


def _hash(algorithm: bytes) -> str:
    """Empty for signatures that name no hash (RSA)."""
    return PLAIN_ECDSA_HASHES.get(algorithm[-1], "") if algorithm[:-1] == PLAIN_ECDSA else ""
