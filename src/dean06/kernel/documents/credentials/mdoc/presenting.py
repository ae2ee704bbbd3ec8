"""A device's side: some items of a document, and its signature over the session they are for."""

from collections.abc import Iterable
from typing import Any

from dean06.kernel.documents.credentials.keys import SigningKey
from dean06.kernel.documents.credentials.mdoc import cose
from dean06.kernel.documents.credentials.mdoc.cbor import dump, embed, embedded, load, mapping
from dean06.kernel.documents.credentials.mdoc.issuing import VERSION
from dean06.kernel.documents.credentials.mdoc.transcript import Session


def choose(issuer_signed: bytes, show: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The IssuerSigned structure with the items named as (namespace, element) and no other."""
    document, wanted = mapping(load(issuer_signed)), set(show)
    kept = {
        space: [tag for tag in items if (space, mapping(load(embedded(tag)))["elementIdentifier"]) in wanted]
        for space, items in mapping(document["nameSpaces"]).items()
    }
    return {
        "nameSpaces": {space: items for space, items in kept.items() if items},
        "issuerAuth": document["issuerAuth"],
    }


def present(
    issuer_signed: bytes, *, show: Iterable[tuple[str, str]], doc_type: str, device: SigningKey, session: Session
) -> bytes:
    """The DeviceResponse with one document, signed by the device for this session."""
    nothing_of_its_own = embed({})
    content = session.to_sign(doc_type, nothing_of_its_own)
    signature = cose.sign(content, device, is_detached=True)
    document = {
        "docType": doc_type,
        "issuerSigned": choose(issuer_signed, show),
        "deviceSigned": {"nameSpaces": nothing_of_its_own, "deviceAuth": {"deviceSignature": signature}},
    }
    return dump({"version": VERSION, "documents": [document], "status": 0})
