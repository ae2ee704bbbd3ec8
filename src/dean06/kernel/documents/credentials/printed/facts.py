"""What a printed code says, as a CWT (RFC 8392), and the digest of all that stands on the paper."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dean06.kernel.documents.credentials.mdoc.cbor import dump, load
from dean06.kernel.documents.credentials.moments import seconds
from dean06.kernel.documents.credentials.types import StatusReference

# Claims of RFC 8392 and of the status list; ours are private, below -65536.
ISSUER, EXPIRES, ISSUED, ID, STATUS = 1, 4, 6, 7, 65535
KIND, FACTS, DIGEST = -65537, -65538, -65539
MOST_FACTS = 12
LONGEST = 900  # bytes of all claims: a code of some 40 mm that cheap phones still read


@dataclass(frozen=True, kw_only=True)
class PrintedFacts:
    """One printed document. ``facts``: what the code itself shows, labels and values as on the paper.

    ``digest``: over everything printed, so that a paper can be compared with its code without the code holding it all.
    """

    document_id: UUID
    kind: str
    issuer: str
    facts: Mapping[str, str]
    digest: bytes
    issued_at: datetime
    expires_at: datetime | None = None
    status: StatusReference | None = None

    @property
    def claims(self) -> dict[int, Any]:
        """The CWT claims set."""
        said: dict[int, Any] = {
            ISSUER: self.issuer,
            ISSUED: seconds(self.issued_at),
            ID: self.document_id.bytes,
            KIND: self.kind,
            FACTS: {normal(label): normal(value) for label, value in self.facts.items()},
            DIGEST: self.digest,
        }
        if self.expires_at is not None:
            said[EXPIRES] = seconds(self.expires_at)
        if self.status is not None:
            said[STATUS] = {"status_list": {"idx": self.status.index, "uri": self.status.uri}}
        return said


def digest_of(facts: Mapping[str, str]) -> bytes:
    """SHA-256 over the facts as CBOR in the one order of RFC 8949, 4.2.1; the order on the paper does not count."""
    written = {dump(normal(label)): normal(value) for label, value in facts.items()}
    if len(written) != len(facts):
        raise ValueError("a label comes twice")
    return hashlib.sha256(dump({load(label): written[label] for label in sorted(written)})).digest()


def normal(text: str) -> str:
    """Vietnamese as composed letters, blanks as one."""
    return " ".join(unicodedata.normalize("NFC", text).split())
