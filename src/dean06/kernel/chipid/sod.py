"""EF.SOD: the issuer's signature over the hashes of the data groups (ICAO 9303-10, 4.6.2; RFC 5652). Pure.

What is signed is read from the bytes as they came; an algorithm that is not in the tables below is refused, so is a
document whose signature names two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, core

from dean06.kernel.chipid import tlv
from dean06.kernel.chipid.types import Reason

SOD_TAG = 0x77
LDS_OID = "2.23.136.1.1.1"
HASHES = ("sha224", "sha256", "sha384", "sha512")  # and no SHA-1: nobody needs to accept a forgeable hash in 2026
LONGEST = 32 * 1024  # with one certificate it has some 2 KB
MOST_GROUPS = 16
MOST_CERTIFICATES = 8


class DataGroupHash(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    """Hash of one data group."""

    _fields = [("number", core.Integer), ("value", core.OctetString)]


class DataGroupHashes(core.SequenceOf):  # type: ignore[misc]
    """Hashes of the groups on the card."""

    _child_spec = DataGroupHash


class LdsSecurityObject(core.Sequence):  # type: ignore[misc]
    """What the document signer signs."""

    _fields = [
        ("version", core.Integer),
        ("hash_algorithm", cms.DigestAlgorithm),
        ("hashes", DataGroupHashes),
        ("version_info", core.Any, {"optional": True}),
    ]


@dataclass(frozen=True, kw_only=True)
class SecurityObject:
    """An EF.SOD taken apart, nothing in it believed yet."""

    hash_name: str
    hashes: Mapping[int, bytes]
    content: bytes  # what the signature's message digest is over
    signer: Any  # cms.SignerInfo
    certificates: tuple[bytes, ...]


def parse(data: bytes) -> SecurityObject:
    """Take EF.SOD apart. CardRefused when it is not one, or holds more than one answer to the same question."""
    body = tlv.only(data, SOD_TAG)
    if len(body) > LONGEST:
        raise tlv.refuse(f"EF.SOD of {len(body)} bytes", Reason.OVERSIZED)
    with tlv.decoding("EF.SOD"):
        envelope = cms.ContentInfo.load(body, strict=True)
        if envelope["content_type"].native != "signed_data":
            raise tlv.refuse("EF.SOD is not signed data")
        signed = envelope["content"]
        inner = signed["encap_content_info"]
        if inner["content_type"].dotted != LDS_OID:
            raise tlv.refuse("what is signed is no security object")
        content = bytes(inner["content"])
        lds = LdsSecurityObject.load(content, strict=True)
        if len(signed["signer_infos"]) != 1:
            raise tlv.refuse("not exactly one signer")
        certificates = tuple(choice.chosen.dump() for choice in signed["certificates"])
        hashes = [(item["number"].native, item["value"].native) for item in lds["hashes"]]
        hash_name = lds["hash_algorithm"]["algorithm"].native
        signer = signed["signer_infos"][0]
    if len(dict(hashes)) != len(hashes) or not 0 < len(hashes) <= MOST_GROUPS or len(certificates) > MOST_CERTIFICATES:
        raise tlv.refuse("EF.SOD names a group twice, none, or too many")
    if hash_name not in HASHES:
        raise tlv.refuse(f"hash {hash_name}", Reason.ALGORITHM_REFUSED)
    return SecurityObject(
        hash_name=hash_name, hashes=dict(hashes), content=content, signer=signer, certificates=certificates
    )
