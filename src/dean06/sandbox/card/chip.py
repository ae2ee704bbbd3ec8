"""What is written into one chip: its files, and the key that never leaves it."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from asn1crypto import keys
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from dean06.sandbox.card.elements import element
from dean06.sandbox.card.infos import Offer, card_access, group_14
from dean06.sandbox.card.issuer import Signer, security_object
from dean06.sandbox.card.people import Holder

DG1, DG2, DG13, DG14, DG15 = 1, 2, 13, 14, 15
SOD_FILE, COM_FILE, ACCESS_FILE = 0x011D, 0x011E, 0x011C
BY_ZONE, BY_NUMBER = 1, 2
RSA_BITS = 2048
EC_SIGNATURE_HALF = 32
TRAILER = b"\x34\xcc"  # SHA-256
WEIGHTS = (7, 3, 1)


@dataclass(frozen=True)
class Chip:
    """Files by file id, what opens it by PACE's reference, and its keys (None: it cannot sign, or not agree).

    ``access`` is EF.CardAccess, empty when it only knows basic access control.
    """

    files: dict[int, bytes]
    passwords: dict[int, bytes] = field(repr=False)
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = field(repr=False)
    pace: tuple[Offer, ...] = ()
    access: bytes = b""
    agreement: Offer | None = None
    agreement_key: ec.EllipticCurvePrivateKey | None = field(default=None, repr=False)

    def sign(self, challenge: bytes) -> bytes:
        """Sign a challenge: ISO 9796-2 scheme 1 for RSA, plain r and s for ECDSA (ICAO 9303-11, 6.1)."""
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            r, s = decode_dss_signature(self.key.sign(challenge, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(EC_SIGNATURE_HALF, "big") + s.to_bytes(EC_SIGNATURE_HALF, "big")
        if self.key is None:
            return b""
        numbers = self.key.private_numbers()
        modulus = numbers.public_numbers.n
        size = (modulus.bit_length() + 7) // 8
        filler = hashlib.sha256(b"filler" + challenge).digest() * 8
        recoverable = filler[: size - 2 - len(TRAILER) - hashes.SHA256.digest_size + 1]
        digest = hashlib.sha256(recoverable + challenge).digest()
        text = b"\x6a" + recoverable + digest + TRAILER
        return pow(int.from_bytes(text, "big"), numbers.d, modulus).to_bytes(size, "big")


def personalise(
    holder: Holder,
    signer: Signer,
    *,
    key_kind: str = "rsa",
    portrait: bytes = b"",
    pss: bool = False,
    pace: tuple[Offer, ...] = (),
    can: str = "",
    agreement: Offer | None = None,
    with_infos: bool = True,
) -> Chip:
    """Write a chip for a person. ``key_kind``: ``rsa``, ``ec`` or ``none`` (a card that cannot sign).

    ``pace``: ways to open it beside basic access control; ``can``: the number on its front; ``agreement``: for chip
    authentication. Without ``with_infos`` the group that says so (DG14) is missing.
    """
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = None
    if key_kind == "rsa":
        key = rsa.generate_private_key(65537, RSA_BITS)
    elif key_kind == "ec":
        key = ec.generate_private_key(ec.SECP256R1())
    agreement_key = ec.generate_private_key(agreement.on.kind) if agreement else None
    groups = {DG1: _zone_group(holder), DG13: _facts_group(holder)}
    if portrait:
        groups[DG2] = _portrait_group(portrait)
    if with_infos and (pace or agreement):
        public_key = agreement_key.public_key() if agreement_key else None
        groups[DG14] = group_14(pace, agreement, public_key, signs_with_sha256=key_kind == "ec")
    if key is not None:
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        groups[DG15] = element(0x6F, keys.PublicKeyInfo.load(public).dump())
    files = {0x0100 | number: data for number, data in groups.items()}
    files[SOD_FILE] = security_object(groups, signer, pss=pss)
    files[COM_FILE] = element(0x60, element(0x5F01, b"0107") + element(0x5C, bytes(_tag(n) for n in sorted(groups))))
    return Chip(
        files=files,
        passwords=_passwords(holder, can),
        key=key,
        pace=pace,
        access=card_access(pace) if pace else b"",
        agreement=agreement,
        agreement_key=agreement_key,
    )


def zone(holder: Holder) -> str:
    """The machine-readable zone, three lines of thirty (ICAO 9303-5), without the line breaks."""
    number = holder.document_number
    first = f"IDVNM{number}{check(number)}{holder.personal_id}".ljust(30, "<")
    birth, expiry = _short(holder.birth_on), _short(holder.expires_on)
    sex = {"male": "M", "female": "F"}.get(holder.sex, "<")
    second = f"{birth}{check(birth)}{sex}{expiry}{check(expiry)}VNM".ljust(29, "<")
    second += check(first[5:] + second[:7] + second[8:15] + second[18:29])
    return first + second + _latin(holder.full_name)[:30].ljust(30, "<")


def check(text: str) -> str:
    """Check digit: weights 7, 3, 1 (ICAO 9303-3)."""
    total = 0
    for place, letter in enumerate(text):
        value = 0 if letter == "<" else int(letter, 36)
        total += value * WEIGHTS[place % 3]
    return str(total % 10)


def _passwords(holder: Holder, number: str) -> dict[int, bytes]:
    """What opens the card, by reference: the zone's number and dates; the number on the front if it has one."""
    parts = (holder.document_number, _short(holder.birth_on), _short(holder.expires_on))
    printed = hashlib.sha1("".join(part + check(part) for part in parts).encode()).digest()  # noqa: S324
    found = {BY_ZONE: printed}
    return found | {BY_NUMBER: number.encode("ascii")} if number else found


def _zone_group(holder: Holder) -> bytes:
    return element(0x61, element(0x5F1F, zone(holder).encode("ascii")))


def _facts_group(holder: Holder) -> bytes:
    facts = {
        1: holder.personal_id,
        2: holder.full_name,
        3: f"{holder.birth_on:%d/%m/%Y}",
        4: {"male": "Nam", "female": "Nữ"}.get(holder.sex, ""),
        5: "Việt Nam",
        6: "Kinh",
        7: "Không",
        9: holder.address,
        11: f"{holder.issued_on:%d/%m/%Y}",
        12: f"{holder.expires_on:%d/%m/%Y}",
    }
    rows = b"".join(
        element(0x30, element(0x02, bytes([number])) + element(0x0C, text.encode())) for number, text in facts.items()
    )
    return element(0x6D, element(0x30, rows))


def _portrait_group(image: bytes) -> bytes:
    """One face in the templates of ISO 7816-11, with a shortened ISO 19794-5 record in front of the image."""
    record = b"FAC\x00010\x00" + (len(image) + 46).to_bytes(4, "big") + bytes(32) + image
    header = element(0xA1, element(0x81, b"\x02"))
    template = element(0x7F60, header + element(0x5F2E, record))
    return element(0x75, element(0x7F61, element(0x02, b"\x01") + template))


def _tag(group: int) -> int:
    return {DG1: 0x61, DG2: 0x75, DG13: 0x6D, DG14: 0x6E, DG15: 0x6F}[group]


def _short(day: date) -> str:
    return f"{day:%y%m%d}"


def _latin(name: str) -> str:
    """A name in the letters a zone has; the surname first, then two fillers."""
    plain = unicodedata.normalize("NFD", name.upper().replace("Đ", "D"))
    words = "".join(letter for letter in plain if letter.isascii()).split()
    return f"{words[0]}<<{'<'.join(words[1:])}"
