"""EF.SOD as a forger, or a careless issuer, would write it: every choice a verifier has to look at is an argument."""

import hashlib
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, core, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from dean06.kernel.chipid import tlv
from dean06.kernel.chipid.types import FileId
from dean06.sandbox.card.issuer import LDS_OID, SecurityObject, Signer

SIGNED_WITH = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document and how it is signed; the defaults are an honest one's."""

    groups_hash: str = "sha256"
    digest: str = "sha256"
    signed_with: str = "sha256"
    named: str = "sha256_ecdsa"
    about: str = LDS_OID
    content_type: str = LDS_OID
    attributes_are_there: bool = True
    digest_is_there: bool = True
    digests: int = 1
    signers: int = 1
    certificates: int = 1
    signature: bytes | None = None
    version: int = 0


def hashes_of(files: dict[FileId, bytes], name: str) -> list[dict[str, Any]]:
    groups = sorted((file.group, data) for file, data in files.items() if file.group)
    return [{"number": number, "value": hashlib.new(name, data).digest()} for number, data in groups]


def write(files: dict[FileId, bytes], signer: Signer, how: Document) -> bytes:
    """EF.SOD over the groups among some files."""
    content = SecurityObject(
        {
            "version": how.version,
            "algorithm": {"algorithm": how.groups_hash},
            "hashes": hashes_of(files, how.groups_hash),
        }
    ).dump()
    attributes = [{"type": "content_type", "values": [how.content_type]}] if how.attributes_are_there else []
    if how.attributes_are_there and how.digest_is_there:
        value = {"type": "message_digest", "values": [hashlib.new(how.digest, content).digest()]}
        attributes += [value] * how.digests
    certificate = x509.Certificate.load(signer.certificate.public_bytes(Encoding.DER))
    signed = cms.CMSAttributes(attributes)
    assert isinstance(signer.key, ec.EllipticCurvePrivateKey)
    over = signed.dump() if how.attributes_are_there else content
    info = {
        "version": "v1",
        "sid": {
            "issuer_and_serial_number": {
                "issuer": certificate.issuer,
                "serial_number": certificate.serial_number,
            }
        },
        "digest_algorithm": {"algorithm": how.digest},
        "signature_algorithm": {"algorithm": how.named},
        "signature": signer.key.sign(over, ec.ECDSA(SIGNED_WITH[how.signed_with]))
        if how.signature is None
        else how.signature,
    }
    if how.attributes_are_there:
        info["signed_attrs"] = signed
    body = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": how.digest}],
            "encap_content_info": {"content_type": how.about, "content": core.ParsableOctetString(content)},
            "certificates": [certificate] * how.certificates,
            "signer_infos": [info] * how.signers,
        }
    )
    return tlv.encode(0x77, cms.ContentInfo({"content_type": "signed_data", "content": body}).dump())
