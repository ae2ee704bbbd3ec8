"""What somebody hands in to be checked, whatever it is: a file from a wallet, or the text of a printed code.

It proves what was issued, not who stands there: nobody was asked anything, so nobody answered.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dean06.kernel.documents.credentials.encoding import LONGEST, decode, refuse
from dean06.kernel.documents.credentials.mdoc.verifying import Trusted
from dean06.kernel.documents.credentials.mdoc.verifying import verify_issued as verify_mdoc
from dean06.kernel.documents.credentials.printed.facts import PrintedFacts
from dean06.kernel.documents.credentials.printed.reading import Signers, read
from dean06.kernel.documents.credentials.sdjwt.verifying import verify_issued as verify_sdjwt
from dean06.kernel.documents.credentials.status.tokens import SignedList, check_status
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason, Verified

Lists = Callable[[str], SignedList | None]


class Kind(StrEnum):
    """What was handed in."""

    SD_JWT = "dc+sd-jwt"
    MDOC = "mso_mdoc"
    PRINTED = "printed"


class _Everything:
    """Any kind will do: the person who checks reads what it is."""

    def __contains__(self, kind: object) -> bool:
        return isinstance(kind, str)


@dataclass(frozen=True, kw_only=True)
class Handed:
    """Proven as issued. ``unknown``: why nobody can say whether it was withdrawn since, empty when it was not."""

    kind: Kind
    document: Verified | PrintedFacts
    unknown: Reason | None


_SD_JWT = re.compile(rb"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+~")
_PRINTED = re.compile(rb"(?:HTTPS?://[A-Z0-9.:/-]+/)?2KC[A-Z2-7]+")
_ENCODED = re.compile(rb"o[A-Za-z0-9_-]{40,}")  # a CBOR map in base64url
_MAP = 0xA0, 0xBF


def recognise(data: bytes) -> Kind | None:
    """What it looks like; nothing of it is proven."""
    text = data.strip()
    if _SD_JWT.match(text):
        return Kind.SD_JWT
    if _PRINTED.fullmatch(text):
        return Kind.PRINTED
    if _ENCODED.fullmatch(text) or (data and _MAP[0] <= data[0] <= _MAP[1]):
        return Kind.MDOC
    return None


def check(data: bytes, *, roots: Roots, signers: Signers, lists: Lists, at: datetime) -> Handed:
    """Refused unless a trusted issuer signed it, it is in force, and no list says it was withdrawn."""
    if len(data) > LONGEST:
        raise refuse(f"{len(data)} bytes", Reason.OVERSIZED)
    kind = recognise(data)
    if kind is None:
        raise refuse("neither a credential nor a printed code", Reason.WRONG_TYPE)
    document = _read(kind, data, roots, signers, at=at)
    return Handed(kind=kind, document=document, unknown=_withdrawn(document, lists, at))


def _read(kind: Kind, data: bytes, roots: Roots, signers: Signers, *, at: datetime) -> Verified | PrintedFacts:
    if kind is Kind.MDOC:
        is_text = _ENCODED.fullmatch(data.strip())
        content = decode(data.strip().decode("ascii")) if is_text else data
        return verify_mdoc(content, Trusted(roots=roots, at=at, doc_types=_Everything()))
    text = data.strip().decode("ascii", errors="replace")
    if kind is Kind.PRINTED:
        return read(text, signers=signers, at=at)
    without_proof = text[: text.rindex("~") + 1]  # made for somebody else, it says nothing here
    return verify_sdjwt(without_proof, roots=roots, at=at, kinds=_Everything())


def _withdrawn(document: Verified | PrintedFacts, lists: Lists, at: datetime) -> Reason | None:
    if document.status is None:
        return None
    signed = lists(document.status.uri)
    if signed is None:
        return Reason.STATUS_UNKNOWN
    try:
        check_status(document.status, signed, at)
    except CredentialRefused as refused:
        if refused.reason in {Reason.STATUS_STALE, Reason.STATUS_UNKNOWN}:
            return refused.reason
        raise
    return None
