"""Cases, for the rest of the house."""

from dean06.kernel.cases.declared import catalogue, register_directory
from dean06.kernel.cases.services.applicant import answer_supplement, withdraw
from dean06.kernel.cases.services.drafts import discard_draft, open_draft, save_draft
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

__all__ = [
    "answer_supplement",
    "ask_supplement",
    "assign",
    "catalogue",
    "decide",
    "discard_draft",
    "extend",
    "file_case",
    "hand_over",
    "open_draft",
    "receive",
    "refile_child",
    "refuse",
    "register_directory",
    "save_draft",
    "send_back",
    "stop",
    "submit_draft",
    "withdraw",
]
