"""Documents, for the rest of the house."""

from dean06.kernel.documents.checking import verify_pdf
from dean06.kernel.documents.selectors.keys import anchors, keys, signer_of, trusted_roots
from dean06.kernel.documents.services.anchors import approve_anchor, propose_anchor, withdraw_anchor
from dean06.kernel.documents.services.keys import enrol_key, install_certificate, make_key, retire_key

__all__ = [
    "anchors",
    "approve_anchor",
    "enrol_key",
    "install_certificate",
    "keys",
    "make_key",
    "propose_anchor",
    "retire_key",
    "signer_of",
    "trusted_roots",
    "verify_pdf",
    "withdraw_anchor",
]
