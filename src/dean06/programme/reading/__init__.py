"""Reads a dispatch: the letter, both accounts of every assignment, and what contradicts what. Pure, no Django.

Spans count characters of the decoded text; for .docx and .pdf of the text extracted from them (`reading.text`).
"""

from dean06.programme.reading.errors import ReadingError
from dean06.programme.reading.jsonform import to_json
from dean06.programme.reading.model import (
    Account,
    Citation,
    Deadline,
    DispatchReading,
    Group,
    Inconsistency,
    Letter,
    Milestone,
    Obligation,
    PilotReading,
    Span,
    UnitName,
)
from dean06.programme.reading.reader import read_bytes, read_file

__all__ = [
    "Account",
    "Citation",
    "Deadline",
    "DispatchReading",
    "Group",
    "Inconsistency",
    "Letter",
    "Milestone",
    "Obligation",
    "PilotReading",
    "ReadingError",
    "Span",
    "UnitName",
    "read_bytes",
    "read_file",
    "to_json",
]
