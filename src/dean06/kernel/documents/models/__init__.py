"""Tables of documents."""

from dean06.kernel.documents.models.bulk import BulkIssue, BulkLine, LineState
from dean06.kernel.documents.models.files import SignedFile
from dean06.kernel.documents.models.keys import Certificate, TrustAnchor, UnitKey
from dean06.kernel.documents.models.protocols import Presentation, SecretKind, UsedProof, WalletSecret
from dean06.kernel.documents.models.registers import RegisterSeal, SealedRow
from dean06.kernel.documents.models.sharing import DocumentShare, ShareLook
from dean06.kernel.documents.models.wallet import Document, OwnPaper, StatusList

__all__ = [
    "BulkIssue",
    "BulkLine",
    "Certificate",
    "Document",
    "DocumentShare",
    "LineState",
    "OwnPaper",
    "Presentation",
    "RegisterSeal",
    "SealedRow",
    "SecretKind",
    "ShareLook",
    "SignedFile",
    "StatusList",
    "TrustAnchor",
    "UnitKey",
    "UsedProof",
    "WalletSecret",
]
