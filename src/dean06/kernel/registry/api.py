"""The population register, for the rest of the house."""

from dean06.kernel.registry.actions import CLAIM_LABELS
from dean06.kernel.registry.actions import LABELS as FIELD_LABELS
from dean06.kernel.registry.selectors import all_purposes, purposes
from dean06.kernel.registry.services.asking import TOO_MANY_TOPIC
from dean06.kernel.registry.services.calls import household, lookup, verify
from dean06.kernel.registry.services.purposes import load_purposes, revise_purpose
from dean06.kernel.registry.words import described

__all__ = [
    "CLAIM_LABELS",
    "FIELD_LABELS",
    "TOO_MANY_TOPIC",
    "all_purposes",
    "described",
    "household",
    "load_purposes",
    "lookup",
    "purposes",
    "revise_purpose",
    "verify",
]
