"""The population register, for the rest of the house."""

from dean06.kernel.registry.actions import CLAIM_LABELS
from dean06.kernel.registry.actions import LABELS as FIELD_LABELS
from dean06.kernel.registry.rules import line_problem
from dean06.kernel.registry.selectors.batches import batch, batches, count_to_look_into
from dean06.kernel.registry.selectors.purposes import all_purposes, purposes
from dean06.kernel.registry.services.asking import OFFICER_LIMIT, TOO_MANY_TOPIC
from dean06.kernel.registry.services.batch_ending import cancel_list
from dean06.kernel.registry.services.batch_reading import read_all, read_differences
from dean06.kernel.registry.services.batches import LINES_LIMIT, MOST_LINES, verify_list
from dean06.kernel.registry.services.calls import household, lookup, refuse, verify
from dean06.kernel.registry.services.changes import changes_since
from dean06.kernel.registry.services.purposes import load_purposes, revise_purpose
from dean06.kernel.registry.words import described

__all__ = [
    "CLAIM_LABELS",
    "FIELD_LABELS",
    "LINES_LIMIT",
    "MOST_LINES",
    "OFFICER_LIMIT",
    "TOO_MANY_TOPIC",
    "all_purposes",
    "batch",
    "batches",
    "cancel_list",
    "changes_since",
    "count_to_look_into",
    "described",
    "household",
    "line_problem",
    "load_purposes",
    "lookup",
    "purposes",
    "read_all",
    "read_differences",
    "refuse",
    "revise_purpose",
    "verify",
    "verify_list",
]
