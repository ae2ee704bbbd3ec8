"""Documents, for the rest of the house."""

from dean06.kernel.documents.checking import verify_pdf
from dean06.kernel.documents.issuing.addresses import kind_metadata
from dean06.kernel.documents.issuing.disclosing import showable
from dean06.kernel.documents.keys.certificates import load_file as file_certificates
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.selectors.files import signed_file
from dean06.kernel.documents.selectors.keys import anchors, keys, signer_of, trusted_roots
from dean06.kernel.documents.selectors.share_totals import share_totals
from dean06.kernel.documents.selectors.sharing import own_share, own_shares, share_terms
from dean06.kernel.documents.selectors.status import TTL as STATUS_TTL
from dean06.kernel.documents.selectors.status import status_list
from dean06.kernel.documents.selectors.wallet import (
    document_of,
    issued_document,
    looks_at_document,
    matching,
    notice_of,
    own_document,
    own_document_file,
    own_documents,
    own_paper,
    own_paper_file,
    own_papers,
    unfit_for,
)
from dean06.kernel.documents.services.anchors import approve_anchor, propose_anchor, withdraw_anchor
from dean06.kernel.documents.services.inspecting import INSPECT_LIMIT, LARGEST_HANDED, inspect
from dean06.kernel.documents.services.issuing import NOTICE_TOPIC, issue_document
from dean06.kernel.documents.services.keys import enrol_key, install_certificate, make_key, retire_key
from dean06.kernel.documents.services.own_papers import LARGEST_OWN, delete_own, upload_own
from dean06.kernel.documents.services.sharing import (
    LONGEST_MINUTES,
    OPEN_LIMIT,
    SHARE_LIMIT,
    end_share_of,
    keep_share,
    look_at_share,
    plan_share,
)
from dean06.kernel.documents.services.signing import sign_file
from dean06.kernel.documents.services.withdrawing import withdraw_document
from dean06.kernel.documents.store.files import open_file, put_file, type_of_file
from dean06.kernel.documents.store.scanning import look_through
from dean06.kernel.documents.store.sniffing import sniff_type
from dean06.kernel.documents.units import acts_for, issuer_of

__all__ = [
    "INSPECT_LIMIT",
    "LARGEST_HANDED",
    "LARGEST_OWN",
    "LONGEST_MINUTES",
    "NOTICE_TOPIC",
    "OPEN_LIMIT",
    "SHARE_LIMIT",
    "STATUS_TTL",
    "acts_for",
    "anchors",
    "approve_anchor",
    "delete_own",
    "document_of",
    "end_share_of",
    "enrol_key",
    "file_certificates",
    "inspect",
    "install_certificate",
    "issue_document",
    "issued_document",
    "issuer_of",
    "keep_share",
    "keys",
    "kind_metadata",
    "kinds",
    "look_at_share",
    "look_through",
    "looks_at_document",
    "make_key",
    "matching",
    "notice_of",
    "open_file",
    "own_document",
    "own_document_file",
    "own_documents",
    "own_paper",
    "own_paper_file",
    "own_papers",
    "own_share",
    "own_shares",
    "plan_share",
    "propose_anchor",
    "put_file",
    "retire_key",
    "share_terms",
    "share_totals",
    "showable",
    "sign_file",
    "signed_file",
    "signer_of",
    "sniff_type",
    "status_list",
    "trusted_roots",
    "type_of_file",
    "unfit_for",
    "upload_own",
    "verify_pdf",
    "withdraw_anchor",
    "withdraw_document",
]
