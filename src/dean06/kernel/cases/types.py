"""What cases tell the rest of the house, and what they are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.events import Event
from dean06.kernel.cases.procedures.migration import Left
from dean06.kernel.cases.procedures.problems import DeclarationError
from dean06.kernel.cases.procedures.types import Act, Channel, Copy, Level, Procedure
from dean06.kernel.cases.statuses import Status

__all__ = [
    "Act",
    "CaseFiled",
    "CaseMoved",
    "Channel",
    "Copy",
    "DeclarationError",
    "DraftInfo",
    "Filed",
    "IncomingPaper",
    "InvalidForm",
    "Left",
    "Level",
    "PaperSource",
    "Procedure",
    "Status",
]


class PaperSource(StrEnum):
    """Where a paper of a file comes from."""

    WALLET = "wallet"
    FILE = "file"
    COUNTER = "counter"  # shown and handed over at the counter


class InvalidForm(Invalid):
    """Answers or papers that break the declaration; ``errors`` says what is wrong by field, in Vietnamese."""

    default_code = "invalid_form"

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Tờ khai chưa đúng. Hãy sửa các mục được đánh dấu.", field=next(iter(errors), ""))
        self.errors = dict(errors)


@dataclass(frozen=True, kw_only=True)
class IncomingPaper:
    """A paper handed in under a code of the declaration.

    WALLET needs ``document_ref`` and its ``document_type``; FILE needs ``sha256`` (a stored blob) and ``file_name``.
    """

    code: str
    source: PaperSource
    document_ref: str = ""
    document_type: str = ""
    sha256: str = ""
    file_name: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What filing did: the case, those filed together with it, what could not be filed and why, by procedure code.

    ``is_repeat``: the key had filed before, and this is what came of it then.
    """

    case_id: UUID
    code: str
    children: tuple[str, ...]
    failures: Mapping[str, str]
    is_repeat: bool


@dataclass(frozen=True, kw_only=True)
class DraftInfo:
    """A draft as its owner goes on with it: as typed, with what is wrong so far.

    ``left`` are answers the form of today has no place for; ``is_open`` False: the procedure takes no cases any more.
    """

    id: UUID
    procedure: Procedure
    unit_code: str
    answers: dict[str, Any] = field(repr=False)
    errors: Mapping[str, str]
    left: tuple[Left, ...] = field(repr=False)
    asked_anew: tuple[str, ...]
    revision: int
    saved_at: datetime
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class CaseFiled(Event):
    """A case came in."""

    case_id: UUID
    code: str
    procedure_code: str
    unit_code: str


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event):
    """Something was done with a case; ``status`` is where it stands now."""

    case_id: UUID
    code: str
    act: str
    status: Status
    revision: int
