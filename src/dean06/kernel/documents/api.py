"""Documents, for the rest of the house."""

from dean06.kernel.documents.checking import verify_pdf
from dean06.kernel.documents.issuing.addresses import kind_metadata
from dean06.kernel.documents.issuing.disclosing import showable
from dean06.kernel.documents.issuing.wallets import may_leave
from dean06.kernel.documents.keys.certificates import load_file as file_certificates
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.protocol_store import UsedProofs
from dean06.kernel.documents.selectors.asking import presentation
from dean06.kernel.documents.selectors.files import signed_file
from dean06.kernel.documents.selectors.keys import anchors, keys, signer_of, trusted_roots
from dean06.kernel.documents.selectors.share_totals import share_totals
from dean06.kernel.documents.selectors.sharing import own_share, own_shares, share_terms
from dean06.kernel.documents.selectors.status import TTL as STATUS_TTL
from dean06.kernel.documents.selectors.status import status_list
from dean06.kernel.documents.selectors.wallet import (
    document_of,
    fitting,
    issued_document,
    lines_of,
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
from dean06.kernel.documents.services.asking import ANSWER_LIMIT, ASK_LIMIT, ask_wallet, asked_of_wallet, take_answer
from dean06.kernel.documents.services.inspecting import INSPECT_LIMIT, LARGEST_HANDED, inspect
from dean06.kernel.documents.services.issuing import NOTICE_TOPIC, issue_document
from dean06.kernel.documents.services.keys import enrol_key, install_certificate, make_key, retire_key
from dean06.kernel.documents.services.opening import open_cited
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
from dean06.kernel.documents.services.wallet_endpoints import (
    WALLET_LIMIT,
    push_request,
    wallet_authorisation_metadata,
    wallet_credential,
    wallet_metadata,
    wallet_nonce,
    wallet_token,
)
from dean06.kernel.documents.services.wallets import (
    OFFER_LIMIT,
    agree_with_wallet,
    asked_by_wallet,
    decline_wallet,
    offer_to_wallet,
)
from dean06.kernel.documents.services.withdrawing import withdraw_document
from dean06.kernel.documents.store.files import open_file, put_file, type_of_file
from dean06.kernel.documents.store.scanning import look_through
from dean06.kernel.documents.store.sniffing import sniff_type
from dean06.kernel.documents.units import acts_for, issuer_of

__all__ = [
    "ANSWER_LIMIT",
    "ASK_LIMIT",
    "INSPECT_LIMIT",
    "LARGEST_HANDED",
    "LARGEST_OWN",
    "LONGEST_MINUTES",
    "NOTICE_TOPIC",
    "OFFER_LIMIT",
    "OPEN_LIMIT",
    "SHARE_LIMIT",
    "STATUS_TTL",
    "WALLET_LIMIT",
    "UsedProofs",
    "acts_for",
    "agree_with_wallet",
    "anchors",
    "approve_anchor",
    "ask_wallet",
    "asked_by_wallet",
    "asked_of_wallet",
    "decline_wallet",
    "delete_own",
    "document_of",
    "end_share_of",
    "enrol_key",
    "file_certificates",
    "fitting",
    "inspect",
    "install_certificate",
    "issue_document",
    "issued_document",
    "issuer_of",
    "keep_share",
    "keys",
    "kind_metadata",
    "kinds",
    "lines_of",
    "look_at_share",
    "look_through",
    "looks_at_document",
    "make_key",
    "matching",
    "may_leave",
    "notice_of",
    "offer_to_wallet",
    "open_cited",
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
    "presentation",
    "propose_anchor",
    "push_request",
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
    "take_answer",
    "trusted_roots",
    "type_of_file",
    "unfit_for",
    "upload_own",
    "verify_pdf",
    "wallet_authorisation_metadata",
    "wallet_credential",
    "wallet_metadata",
    "wallet_nonce",
    "wallet_token",
    "withdraw_anchor",
    "withdraw_document",
]
