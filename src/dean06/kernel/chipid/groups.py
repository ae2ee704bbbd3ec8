"""The card's data groups: zone (DG1), portrait (DG2), the Vietnamese facts (DG13), the chip's key (DG15). Pure."""

from datetime import date

from asn1crypto import keys

from dean06.kernel.chipid import mrz, tlv
from dean06.kernel.chipid.types import Face, MachineZone

DG1_TAG, DG2_TAG, DG13_TAG, DG15_TAG = 0x61, 0x75, 0x6D, 0x6F
ZONE_TAG = 0x5F1F
MOST_DETAILS = 64
LONGEST_DETAIL = 1000
MOST_WRAPPINGS = 4
FACE_TAGS = (0x5F2E, 0x7F2E)
# Where an image begins inside the biometric block; its own header is described by ISO 19794-5 and differs by maker.
IMAGE_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x00\x00\x00\x0cjP  ", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/j2c"),
)

# DG13 by number, as two independent readers of Vietnamese cards have it; unknown numbers are kept and shown by number.
DETAIL_NAMES = {
    1: "personal_id",
    2: "full_name",
    3: "birth_on",
    4: "sex",
    5: "nationality",
    6: "ethnicity",
    7: "religion",
    8: "place_of_origin",
    9: "residence",
    10: "identifying_marks",
    11: "issued_on",
    12: "expires_on",
    13: "parents",
    16: "old_number",
}


def zone(dg1: bytes, today: date) -> MachineZone:
    """Facts of the machine-readable zone."""
    content = tlv.find(tlv.only(dg1, DG1_TAG), ZONE_TAG)
    if content is None:
        raise tlv.refuse("DG1 without a zone")
    return mrz.parse(content.decode("ascii", "replace"), today)


def face(dg2: bytes) -> Face | None:
    """The first portrait, None without one. Told by its first bytes; what we cannot name is kept."""
    tlv.only(dg2, DG2_TAG)
    found = [(dg2.find(start), start, media_type) for start, media_type in IMAGE_STARTS]
    places = sorted((place, media_type) for place, _, media_type in found if place >= 0)
    if places:
        place, media_type = places[0]
        return Face(image=dg2[place:], media_type=media_type)
    block = next((block for tag in FACE_TAGS if (block := _search(dg2, tag)) is not None), None)
    return None if block is None else Face(image=block, media_type="")


def details(dg13: bytes) -> dict[int, str]:
    """DG13's texts by number: a sequence of (INTEGER, text) pairs, in any order, gaps and unknown numbers allowed."""
    found: dict[int, str] = {}
    for pair in _pairs(tlv.only(dg13, DG13_TAG)):
        inner = list(tlv.elements(pair))
        if len(inner) < 2 or inner[0][0] != 0x02 or not 0 < len(inner[0][1]) <= 2:
            raise tlv.refuse("a fact of DG13 without its number")
        text = ", ".join(_texts(inner[1:]))
        if len(text) > LONGEST_DETAIL:
            raise tlv.refuse("a fact of DG13 is too long")
        found.setdefault(int.from_bytes(inner[0][1], "big"), text)
    return found


def chip_key(dg15: bytes) -> keys.PublicKeyInfo:
    """Public key the chip signs challenges with."""
    with tlv.decoding("DG15"):
        info = keys.PublicKeyInfo.load(tlv.only(dg15, DG15_TAG), strict=True)
        info.native  # noqa: B018 - decodes everything now
    return info


def _pairs(content: bytes) -> list[bytes]:
    """The sequences in DG13: directly, or wrapped in one outer sequence or set, whichever the issuer chose."""
    parts = list(tlv.elements(content))
    for _ in range(MOST_WRAPPINGS):
        if len(parts) != 1 or parts[0][0] not in (0x30, 0x31) or parts[0][1].startswith(b"\x02"):
            break
        parts = list(tlv.elements(parts[0][1]))
    pairs = [value for tag, value in parts if tag == 0x30]
    if len(pairs) > MOST_DETAILS:
        raise tlv.refuse("too many facts in DG13")
    return pairs


def _texts(parts: list[tuple[int, bytes]]) -> list[str]:
    """Texts of any string type; parents are a sequence of two of them."""
    found: list[str] = []
    for tag, value in parts:
        if tag in (0x30, 0x31):
            found += [
                inner.decode("utf-8", "replace") for kind, inner in tlv.elements(value) if kind not in (0x30, 0x31)
            ]
        else:
            found.append(value.decode("utf-8", "replace"))
    return [text.strip() for text in found if text.strip()]


def _search(data: bytes, tag: int) -> bytes | None:
    """Value of an element nested anywhere in DG2's templates."""
    open_parts = [data]
    for _ in range(MOST_DETAILS):
        if not open_parts:
            return None
        for found, value in tlv.elements(open_parts.pop()):
            if found == tag:
                return value
            if found in (DG2_TAG, 0x7F61, 0x7F60):
                open_parts.append(value)
    return None
