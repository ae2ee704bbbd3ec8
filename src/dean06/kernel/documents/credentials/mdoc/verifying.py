"""Verifying a mobile document: issuer by a trusted root, items by their digests, device by the session."""

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dean06.kernel.documents.credentials.encoding import encode, reading, refuse
from dean06.kernel.documents.credentials.mdoc import cose
from dean06.kernel.documents.credentials.mdoc.cbor import closed, dump, embedded, instant, load, mapping
from dean06.kernel.documents.credentials.mdoc.issuing import VERSION
from dean06.kernel.documents.credentials.mdoc.transcript import Session
from dean06.kernel.documents.credentials.moments import SKEW
from dean06.kernel.documents.credentials.replays import Replays
from dean06.kernel.documents.credentials.status.reference import reference_of
from dean06.kernel.documents.credentials.trust import Issuer, Roots
from dean06.kernel.documents.credentials.types import Reason, Verified

HASHES = {"SHA-256": hashlib.sha256, "SHA-384": hashlib.sha384, "SHA-512": hashlib.sha512}
SHORTEST_SALT = 16
REMEMBERED_FOR = timedelta(minutes=10)
MOST_DOCUMENTS = 10


@dataclass(frozen=True, kw_only=True)
class Trusted:
    """Whom to believe, when, for which documents, and which items (namespace, element) must be there."""

    roots: Roots
    at: datetime
    doc_types: Container[str]
    required: frozenset[tuple[str, str]] = frozenset()


def verify_issued(issuer_signed: bytes, trusted: Trusted) -> Verified:
    """A document as its holder keeps it."""
    with reading("an issuer-signed document"):
        return _verify(load(issuer_signed), trusted, is_held=False)


def verify_response(response: bytes, trusted: Trusted, *, session: Session, replays: Replays) -> tuple[Verified, ...]:
    """The documents of a DeviceResponse, every one signed by its device for this session."""
    with reading("a device's answer"):
        answer = closed(load(response), "version", "documents", "documentErrors", "status")
        if answer.get("version") != VERSION or answer.get("status") != 0:
            raise refuse("an answer of another version, or of an error")
        documents = answer.get("documents")
        if not isinstance(documents, list) or not 0 < len(documents) <= MOST_DOCUMENTS:
            raise refuse("an answer without documents")
        found = [_verify_shown(one, trusted, session) for one in documents]
    if len({fingerprint for _, fingerprint in found}) != len(found):
        raise refuse("a document comes twice", Reason.DISCLOSURE_REPEATED)
    for _, fingerprint in found:
        if not replays.is_first(fingerprint, until=trusted.at + REMEMBERED_FOR):
            raise refuse("the same answer again", Reason.REPLAYED)
    return tuple(document for document, _ in found)


def _verify_shown(shown: object, trusted: Trusted, session: Session) -> tuple[Verified, str]:
    """The document, and what names this showing of it: only what was signed, since all else can be written anew."""
    document = closed(shown, "docType", "issuerSigned", "deviceSigned", "errors")
    found = _verify(document["issuerSigned"], trusted, is_held=True)
    if not any(found.claims.values()):
        raise refuse("a document that shows nothing", Reason.CLAIM_MISSING)
    if document.get("docType") != found.kind:
        raise refuse("another type outside than inside", Reason.WRONG_DOCUMENT)
    own = closed(document.get("deviceSigned", {}), "nameSpaces", "deviceAuth")
    proof = closed(own.get("deviceAuth", {}), "deviceSignature", "deviceMac").get("deviceSignature")
    if proof is None:
        raise refuse("no signature of the device", Reason.HOLDER_PROOF_MISSING)
    if mapping(load(embedded(own["nameSpaces"]))):
        raise refuse("items only the device vouches for", Reason.NAME_RESERVED)
    key = cose.from_key_map(_signed(mapping(document["issuerSigned"]))["deviceKeyInfo"]["deviceKey"])
    content = session.to_sign(found.kind, own["nameSpaces"])
    cose.parse(proof).check(key, detached=content, reason=Reason.HOLDER_PROOF_INVALID)
    issued = cose.parse(document["issuerSigned"]["issuerAuth"]).payload or b""
    return found, encode(hashlib.sha256(hashlib.sha256(content).digest() + hashlib.sha256(issued).digest()).digest())


def _verify(issued: object, trusted: Trusted, *, is_held: bool) -> Verified:
    document = closed(issued, "nameSpaces", "issuerAuth")
    proof = cose.parse(document.get("issuerAuth"))
    issuer = trusted.roots.issuer(cose.chain_of(proof), trusted.at)
    proof.check(issuer.key)
    signed = _signed(document)
    if signed.get("version") != VERSION:
        raise refuse("another version", Reason.WRONG_TYPE)
    if signed.get("docType") not in trusted.doc_types:
        raise refuse("another type of document", Reason.WRONG_DOCUMENT)
    signed_at, valid_until = _check_validity(mapping(signed["validityInfo"]), issuer, trusted.at)
    items = shown_items(document, signed)
    if not all(name in items.get(space, {}) for space, name in trusted.required):
        raise refuse("not everything that was asked for", Reason.CLAIM_MISSING)
    return Verified(
        kind=signed["docType"],
        issuer=issuer.name,
        claims=items,
        holder_key=cose.jwk_of(cose.from_key_map(mapping(signed["deviceKeyInfo"])["deviceKey"])),
        status=reference_of(signed),
        issued_at=signed_at,
        expires_at=valid_until,
        is_held=is_held,
        issuer_certificate=issuer.der,
    )


def _signed(document: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """The MobileSecurityObject."""
    payload = cose.parse(document["issuerAuth"]).payload
    if payload is None:
        raise refuse("nothing signed")
    return mapping(load(embedded(load(payload))))


def _check_validity(said: Mapping[Any, Any], issuer: Issuer, at: datetime) -> tuple[datetime, datetime]:
    signed_at, begins_at, ends_at = (instant(said.get(name)) for name in ("signed", "validFrom", "validUntil"))
    if at + SKEW < begins_at:
        raise refuse("validFrom", Reason.NOT_YET_VALID)
    if ends_at <= at - SKEW:
        raise refuse("validUntil", Reason.EXPIRED)
    own = issuer.certificate
    if not own.not_valid_before_utc <= signed_at <= own.not_valid_after_utc:
        raise refuse("signed when the certificate was not in force", Reason.ISSUER_EXPIRED)
    return signed_at, ends_at


def shown_items(document: Mapping[Any, Any], signed: Mapping[Any, Any]) -> dict[str, dict[str, Any]]:
    """The items by namespace and name; refused for one nobody signed, changed, or shown twice."""
    hashed = HASHES.get(signed.get("digestAlgorithm", ""))
    if hashed is None:
        raise refuse("a hash not on the list", Reason.ALGORITHM_REFUSED)
    digests = mapping(signed["valueDigests"])
    found: dict[str, dict[str, Any]] = {}
    for space, items in mapping(document.get("nameSpaces", {})).items():
        expected, seen = mapping(digests.get(space, {})), set()
        members = found.setdefault(space, {})
        for tag in items:
            item = mapping(load(embedded(tag)))
            number, name = item["digestID"], item["elementIdentifier"]
            if number in seen or name in members:
                raise refuse("an item comes twice", Reason.DISCLOSURE_REPEATED)
            if number not in expected:
                raise refuse("an item nobody signed", Reason.DISCLOSURE_UNKNOWN)
            if hashed(dump(tag)).digest() != expected[number]:
                raise refuse("an item was changed", Reason.DIGEST_MISMATCH)
            if len(item["random"]) < SHORTEST_SALT:
                raise refuse("an item that can be guessed")
            seen.add(number)
            members[name] = item["elementValue"]
    return found
