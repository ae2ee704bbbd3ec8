"""Privacy, for the rest of the house."""

from dean06.kernel.privacy.holdings import holdings, register_holding
from dean06.kernel.privacy.retention import categories, categories_of, find_deletion, register_category, run_retention
from dean06.kernel.privacy.selectors.consents import (
    consent,
    consent_receipt,
    consents_of,
    has_consent,
    is_withdrawn,
    withdrawn_among,
)
from dean06.kernel.privacy.selectors.deletion import deletion_runs
from dean06.kernel.privacy.selectors.looks import (
    LookChoice,
    look_at,
    look_counts,
    look_total,
    looks_page,
    unexpected_reasons,
)
from dean06.kernel.privacy.selectors.requests import (
    handler_queue,
    open_count,
    own_request,
    own_requests,
    questions_about,
)
from dean06.kernel.privacy.services.consents import give_consent, withdraw_consent
from dean06.kernel.privacy.services.copies import copy_own_data
from dean06.kernel.privacy.services.looks import notify_unexpected, register_dealings
from dean06.kernel.privacy.services.requests import answer_request, ask, read_request, withdraw_request
from dean06.kernel.privacy.services.sharing import share_document

__all__ = [
    "LookChoice",
    "answer_request",
    "ask",
    "categories",
    "categories_of",
    "consent",
    "consent_receipt",
    "consents_of",
    "copy_own_data",
    "deletion_runs",
    "find_deletion",
    "give_consent",
    "handler_queue",
    "has_consent",
    "holdings",
    "is_withdrawn",
    "look_at",
    "look_counts",
    "look_total",
    "looks_page",
    "notify_unexpected",
    "open_count",
    "own_request",
    "own_requests",
    "questions_about",
    "read_request",
    "register_category",
    "register_dealings",
    "register_holding",
    "run_retention",
    "share_document",
    "unexpected_reasons",
    "withdraw_consent",
    "withdraw_request",
    "withdrawn_among",
]
