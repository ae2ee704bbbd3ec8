"""Cases, for the rest of the house."""

from dean06.kernel.cases.agencies import agencies_on as agencies
from dean06.kernel.cases.declared import catalogue, register_directory, service_lists
from dean06.kernel.cases.outcomes import register_finder
from dean06.kernel.cases.procedures.forms import child_answers, fees_due
from dean06.kernel.cases.receivers import nearest_receiver, receivers
from dean06.kernel.cases.selectors.arrivals import arrival_figures, held_arrival, is_fed
from dean06.kernel.cases.selectors.desk import case_id_of, case_lines, is_in_scope, permitted_acts, saved_views
from dean06.kernel.cases.selectors.facts import case_facts, cases_in
from dean06.kernel.cases.selectors.figures import scoreboard
from dean06.kernel.cases.selectors.own import (
    own_case_id_of,
    own_case_view,
    own_cases,
    own_drafts,
    own_fitting,
    own_interlink,
)
from dean06.kernel.cases.selectors.queue import queue_counts, work_queue
from dean06.kernel.cases.selectors.statistics import statistics, statistics_cases
from dean06.kernel.cases.selectors.substitutes import substitutions
from dean06.kernel.cases.selectors.totals import filed_by_procedure, papers_from_wallet, totals_at
from dean06.kernel.cases.services.applicant import answer_supplement, withdraw
from dean06.kernel.cases.services.arrivals import refuse_arrival, retry_arrival
from dean06.kernel.cases.services.bulk import receive_many
from dean06.kernel.cases.services.draft_papers import (
    LARGEST_PAPER,
    attach_paper,
    cite_document,
    detach_paper,
    kept_file,
)
from dean06.kernel.cases.services.drafts import discard_draft, open_draft, save_draft
from dean06.kernel.cases.services.fees import ask_payment, confirm_payment
from dean06.kernel.cases.services.filing import file_case, refile_child, submit_draft
from dean06.kernel.cases.services.handling import (
    ask_supplement,
    assign,
    decide,
    extend,
    hand_over,
    receive,
    refuse,
    send_back,
    stop,
)
from dean06.kernel.cases.services.looking import queue_names, read_case, search_cases
from dean06.kernel.cases.services.lookup import LOOKUP_ADDRESS_LIMIT, LOOKUP_CODE_LIMIT, public_status
from dean06.kernel.cases.services.opening import export_queue, open_document, open_paper, wallet_for
from dean06.kernel.cases.services.prefill import prefill, prefill_terms
from dean06.kernel.cases.services.resulting import document_of
from dean06.kernel.cases.services.saved_views import drop_view, save_view
from dean06.kernel.cases.services.slips import register_book, slip, slips_of
from dean06.kernel.cases.services.substituting import colleagues, end_substitution, substitute
from dean06.kernel.cases.status_maps import status_map, status_maps

__all__ = [
    "LARGEST_PAPER",
    "LOOKUP_ADDRESS_LIMIT",
    "LOOKUP_CODE_LIMIT",
    "agencies",
    "answer_supplement",
    "arrival_figures",
    "ask_payment",
    "ask_supplement",
    "assign",
    "attach_paper",
    "case_facts",
    "case_id_of",
    "case_lines",
    "cases_in",
    "catalogue",
    "child_answers",
    "cite_document",
    "colleagues",
    "confirm_payment",
    "decide",
    "detach_paper",
    "discard_draft",
    "document_of",
    "drop_view",
    "end_substitution",
    "export_queue",
    "extend",
    "fees_due",
    "file_case",
    "filed_by_procedure",
    "hand_over",
    "held_arrival",
    "is_fed",
    "is_in_scope",
    "kept_file",
    "nearest_receiver",
    "open_document",
    "open_draft",
    "open_paper",
    "own_case_id_of",
    "own_case_view",
    "own_cases",
    "own_drafts",
    "own_fitting",
    "own_interlink",
    "papers_from_wallet",
    "permitted_acts",
    "prefill",
    "prefill_terms",
    "public_status",
    "queue_counts",
    "queue_names",
    "read_case",
    "receive",
    "receive_many",
    "receivers",
    "refile_child",
    "refuse",
    "refuse_arrival",
    "register_book",
    "register_directory",
    "register_finder",
    "retry_arrival",
    "save_draft",
    "save_view",
    "saved_views",
    "scoreboard",
    "search_cases",
    "send_back",
    "service_lists",
    "slip",
    "slips_of",
    "statistics",
    "statistics_cases",
    "status_map",
    "status_maps",
    "stop",
    "submit_draft",
    "substitute",
    "substitutions",
    "totals_at",
    "wallet_for",
    "withdraw",
    "work_queue",
]
