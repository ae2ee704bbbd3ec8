"""Reading a printed code back: by the signers a verifier carries along, with no network."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from dean06.kernel.documents.credentials.encoding import encode, reading, refuse
from dean06.kernel.documents.credentials.keys import public_jwk
from dean06.kernel.documents.credentials.mdoc import cose
from dean06.kernel.documents.credentials.mdoc.cbor import load, mapping
from dean06.kernel.documents.credentials.moments import check_validity, instant
from dean06.kernel.documents.credentials.printed import facts
from dean06.kernel.documents.credentials.printed.facts import PrintedFacts
from dean06.kernel.documents.credentials.printed.issuing import TAGGED, key_id
from dean06.kernel.documents.credentials.status.reference import reference_of
from dean06.kernel.documents.credentials.trust import Issuer, Roots
from dean06.kernel.documents.credentials.types import Reason

LONGEST = 4096  # characters; the largest QR code holds 4,296
GROUP = 8
LIST_FORMAT = "dean06-printed-signers/1"


@dataclass(frozen=True, kw_only=True)
class Signers:
    """Certificates of units that sign papers, each under a root that was trusted when the list was made."""

    issuers: tuple[Issuer, ...]

    @classmethod
    def load(cls, chains: Iterable[tuple[bytes, ...]], roots: Roots, at: datetime) -> Self:
        """From certificate chains; refused when one leads to no root."""
        return cls(issuers=tuple(roots.issuer(chain, at) for chain in chains))

    def named(self, name: object) -> list[Issuer]:
        """Those a code may mean."""
        return [one for one in self.issuers if key_id(one.der) == name]

    def written(self) -> str:
        """The list as a file for programs that know no certificates (docs/qr_verify.py)."""
        return json.dumps({"format": LIST_FORMAT, "signers": [_entry(one) for one in self.issuers]}, ensure_ascii=False)


def read(text: str, *, signers: Signers, at: datetime) -> PrintedFacts:
    """What the code says; refused unless one of the signers signed it, and it is in force."""
    with reading("a printed code"):
        proof = cose.parse(_unpacked(text))
        known = signers.named(proof.headers.get(cose.KEY_ID))
        if not known:
            raise refuse("a signer that is not on the list", Reason.ISSUER_UNKNOWN)
        signer = known[0]
        proof.check(signer.key)
        said = mapping(load(proof.payload or b""))
        found = _facts(said)
    own = signer.certificate
    if not own.not_valid_before_utc <= found.issued_at <= own.not_valid_after_utc:
        raise refuse("signed when the certificate was not in force", Reason.ISSUER_EXPIRED)
    dates = {"iat": facts.ISSUED, "exp": facts.EXPIRES}
    check_validity({name: said[number] for name, number in dates.items() if number in said}, at)
    return found


def _unpacked(text: str) -> Any:
    letters = text.strip().rsplit("/", 1)[-1]
    if len(text) > LONGEST:
        raise refuse(f"{len(text)} characters", Reason.OVERSIZED)
    try:
        data = base64.b32decode(letters + "=" * (-len(letters) % GROUP))
    except binascii.Error as error:
        raise refuse("not base32", Reason.WRONG_TYPE) from error
    if data[:1] != TAGGED or base64.b32encode(data).decode("ascii").rstrip("=") != letters:
        raise refuse("not a signed code", Reason.WRONG_TYPE)
    return load(data[1:])


def _facts(said: Any) -> PrintedFacts:
    shown, digest = mapping(said[facts.FACTS]), said[facts.DIGEST]
    texts = (said[facts.KIND], said[facts.ISSUER], *shown.keys(), *shown.values())
    if not all(isinstance(one, str) for one in texts) or not isinstance(digest, bytes):
        raise refuse("facts that are no text")
    issued_at = instant({"iat": said[facts.ISSUED]}, "iat")
    if issued_at is None:
        raise refuse("no day of issue")
    return PrintedFacts(
        document_id=UUID(bytes=said[facts.ID]),
        kind=said[facts.KIND],
        issuer=said[facts.ISSUER],
        facts=dict(shown),
        digest=digest,
        issued_at=issued_at,
        expires_at=instant({"exp": said[facts.EXPIRES]}, "exp") if facts.EXPIRES in said else None,
        status=reference_of({"status": said[facts.STATUS]} if facts.STATUS in said else {}),
    )


def _entry(issuer: Issuer) -> dict[str, Any]:
    own = issuer.certificate
    return {
        "id": encode(key_id(issuer.der)),
        "name": issuer.name,
        "key": public_jwk(issuer.key.key),
        "from": int(own.not_valid_before_utc.timestamp()),
        "until": int(own.not_valid_after_utc.timestamp()),
    }
