"""Documents, for the rest of the house."""

from dean06.kernel.documents.checking import verify_pdf
from dean06.kernel.documents.keys.certificates import load_file as file_certificates
from dean06.kernel.documents.selectors.files import signed_file
from dean06.kernel.documents.selectors.keys import anchors, keys, signer_of, trusted_roots
from dean06.kernel.documents.services.anchors import approve_anchor, propose_anchor, withdraw_anchor
from dean06.kernel.documents.services.keys import enrol_key, install_certificate, make_key, retire_key
from dean06.kernel.documents.services.signing import sign_file
from dean06.kernel.documents.store.files import open_file, put_file, type_of_file
from dean06.kernel.documents.store.scanning import look_through
from dean06.kernel.documents.store.sniffing import sniff_type

__all__ = [
    "anchors",
    "approve_anchor",
    "enrol_key",
    "file_certificates",
    "install_certificate",
    "keys",
    "look_through",
    "make_key",
    "open_file",
    "propose_anchor",
    "put_file",
    "retire_key",
    "sign_file",
    "signed_file",
    "signer_of",
    "sniff_type",
    "trusted_roots",
    "type_of_file",
    "verify_pdf",
    "withdraw_anchor",
]
