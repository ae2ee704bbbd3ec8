"""What documents tell the rest of the house."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dean06.kernel.documents.bulk_types import BulkProgress, IssueOrder
from dean06.kernel.documents.credentials.oauth import ProtocolRefused
from dean06.kernel.documents.credentials.types import CredentialRefused
from dean06.kernel.documents.credentials.vci.dpop import Call
from dean06.kernel.documents.drawing import MARK, DocumentSheet, PaperPress, SealSheet
from dean06.kernel.documents.keys.signer import Algorithm, Signer, UnusableKey
from dean06.kernel.documents.kinds.catalogue import Kinds
from dean06.kernel.documents.kinds.spec import Audience, DocumentKind, FactSpec
from dean06.kernel.documents.pdf.reader import Unsignable
from dean06.kernel.documents.registers.types import RegisterRow, SealInfo, SealVerdict
from dean06.kernel.documents.sharing_types import (
    PresentationInfo,
    SharedView,
    ShareInfo,
    ShareLookInfo,
    SharePlan,
    ShareState,
    ShareTerms,
    WalletAsk,
    WalletOffer,
)
from dean06.kernel.documents.store.files import FileRef, Readable
from dean06.kernel.documents.store.scanning import Unsafe
from dean06.kernel.documents.store.sniffing import DOCX, JPEG, PDF, PNG, TEXT, XLSX, ZIP
from dean06.kernel.documents.verifying.verdict import Finding, Level, Outcome, SignatureVerdict, Verdict
from dean06.kernel.documents.wallet_types import (
    Answer,
    DocumentFile,
    DocumentInfo,
    DocumentLine,
    Form,
    Inspection,
    OwnPaperInfo,
    Standing,
)

__all__ = [
    "DOCX",
    "JPEG",
    "MARK",
    "PDF",
    "PNG",
    "TEXT",
    "XLSX",
    "ZIP",
    "Algorithm",
    "AnchorInfo",
    "AnchorState",
    "Answer",
    "Audience",
    "BulkProgress",
    "Call",
    "CredentialRefused",
    "DocumentFile",
    "DocumentInfo",
    "DocumentKind",
    "DocumentLine",
    "DocumentSheet",
    "FactSpec",
    "FileRef",
    "Finding",
    "Form",
    "Inspection",
    "IssueOrder",
    "KeyInfo",
    "KeyState",
    "Kinds",
    "Level",
    "Outcome",
    "OwnPaperInfo",
    "PaperPress",
    "PresentationInfo",
    "ProtocolRefused",
    "Readable",
    "RegisterRow",
    "SealInfo",
    "SealSheet",
    "SealVerdict",
    "ShareInfo",
    "ShareLookInfo",
    "SharePlan",
    "ShareState",
    "ShareTerms",
    "SharedView",
    "SignatureVerdict",
    "Signer",
    "Standing",
    "Unsafe",
    "Unsignable",
    "UnusableKey",
    "Verdict",
    "WalletAsk",
    "WalletOffer",
]


class KeyState(StrEnum):
    """A key waits for its certificate, signs, signs no more (what it signed stands), or must not be believed."""

    WAITING = "waiting"
    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


class AnchorState(StrEnum):
    """A root is proposed by one operator, believed once a second one agrees, and one day believed no more."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class KeyInfo:
    """A unit's key as operators see it; certificate fields are empty while it waits for one."""

    id: UUID
    unit_code: str
    algorithm: Algorithm
    state: KeyState
    request: bytes
    subject: str
    issuer: str
    serial: str
    not_after: datetime | None
    created_at: datetime
    activated_at: datetime | None
    retired_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AnchorInfo:
    """A root certificate documents are believed by, and which two people made it so."""

    id: UUID
    subject: str
    sha256: str
    not_after: datetime
    state: AnchorState
    proposed_by: str
    approved_by: str
