"""The audit log, for the rest of the house."""

from dean06.kernel.audit.alarms import FORK_TOPIC
from dean06.kernel.audit.bundle import export_bundle
from dean06.kernel.audit.checkpoints import checkpoint, consistency_proof, inclusion_proof, latest
from dean06.kernel.audit.labels import (
    action_label,
    field_label,
    register_action,
    register_field,
    registered_actions,
)
from dean06.kernel.audit.recorder import record
from dean06.kernel.audit.selectors import count_looks, count_looks_at, looks_at, looks_by_entry, withheld_looks
from dean06.kernel.audit.sequencer import sequence_pending, waiting
from dean06.kernel.audit.verifier import verify
from dean06.kernel.audit.witness_state import witness_state

latest_checkpoint = latest

__all__ = [
    "FORK_TOPIC",
    "action_label",
    "checkpoint",
    "consistency_proof",
    "count_looks",
    "count_looks_at",
    "export_bundle",
    "field_label",
    "inclusion_proof",
    "latest_checkpoint",
    "looks_at",
    "looks_by_entry",
    "record",
    "register_action",
    "register_field",
    "registered_actions",
    "sequence_pending",
    "verify",
    "waiting",
    "withheld_looks",
    "witness_state",
]
