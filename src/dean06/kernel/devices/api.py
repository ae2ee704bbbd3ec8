"""Devices at counters, for the rest of the house."""

from dean06.kernel.devices.actions import LABELS as FACT_LABELS
from dean06.kernel.devices.keys import public as server_key
from dean06.kernel.devices.rules import LIFE, session_level
from dean06.kernel.devices.selectors import read_purposes, terminals, trusted_files
from dean06.kernel.devices.services.purposes import load_read_purposes
from dean06.kernel.devices.services.readings import begin_reading, submit_reading
from dean06.kernel.devices.services.receipts import (
    AWAY,
    DENIED,
    DIFFERENT,
    LIMITED,
    NOBODY,
    SAME,
    UNBOUND,
    note_comparison,
    receipt,
    spend,
)
from dean06.kernel.devices.services.terminals import enrol_terminal, register_terminal, renew_code, revoke_terminal
from dean06.kernel.devices.standing import person_numbered, person_of, reading_named, says_who
from dean06.kernel.devices.trust import TrustedFile

__all__ = [
    "AWAY",
    "DENIED",
    "DIFFERENT",
    "FACT_LABELS",
    "LIFE",
    "LIMITED",
    "NOBODY",
    "SAME",
    "UNBOUND",
    "TrustedFile",
    "begin_reading",
    "enrol_terminal",
    "load_read_purposes",
    "note_comparison",
    "person_numbered",
    "person_of",
    "read_purposes",
    "reading_named",
    "receipt",
    "register_terminal",
    "renew_code",
    "revoke_terminal",
    "says_who",
    "server_key",
    "session_level",
    "spend",
    "submit_reading",
    "terminals",
    "trusted_files",
]
