"""What cases ask of the national public-service portal that takes filings in for us, and what both sides promise.

The provider side SHALL list a message until it is confirmed, MAY list it again afterwards, and SHALL give a dossier one
code for ever; it SHALL know a report by dossier and number, so that the same one told twice counts once. The calling
side SHALL NOT call inside a database transaction, SHALL keep a message before it confirms it, SHALL file a dossier's
code once, and SHALL report on one dossier in the order of the numbers.

Statuses are the ten national numbers; what the provider calls them is the adapter's business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Reason(StrEnum):
    """Why there is no usable answer; stable words for logs, metrics and tests."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    CIRCUIT_OPEN = "circuit_open"
    NOT_AUTHORISED = "not_authorised"
    REQUEST_REFUSED = "request_refused"
    OUT_OF_PROTOCOL = "out_of_protocol"


class PortalFailed(Exception):
    """No usable answer. ``detail``: for the log, without personal data."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class Unreadable(Exception):
    """A message that is no dossier; ``words`` says what is wrong, in Vietnamese, without anything of its content."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message as it came: ``id`` is the provider's, ``raw`` its words."""

    id: str
    raw: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that belongs to a dossier, to be fetched by its id; ``paper``: the code of what it is a part of."""

    file_id: str
    file_name: str = field(repr=False)
    paper: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A filing made on the portal. ``agency`` is the code of the unit it goes to, ``procedure`` the national number.

    ``is_identified``: the account was confirmed by VNeID.
    """

    code: str
    procedure: str
    agency: str
    personal_id: str = field(repr=False)
    full_name: str = field(repr=False)
    is_identified: bool
    filed_at: datetime
    answers: Mapping[str, Any] = field(repr=False)
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What happened to a dossier: report ``number`` of it, counted from 1.

    ``status`` None tells of something within it that leaves its status as it was. ``our_code`` is the file code here,
    "" when it was not filed.
    """

    code: str
    number: int
    our_code: str
    procedure: str
    at: datetime
    status: int | None
    note: str = field(repr=False)
    by_name: str
    by_post: str
    by_unit: str
    received_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None
    handed_over_at: datetime | None = None
    result_number: str = ""


class NationalPortal(Protocol):
    """The portal in five verbs. Safe to share between threads."""

    def waiting(self, *, most: int) -> Sequence[Message]:
        """Messages not confirmed yet, the oldest first. PortalFailed."""
        ...

    def confirm(self, message_id: str) -> None:
        """Say that a message is kept here; again is harmless. PortalFailed."""
        ...

    def read(self, raw: str) -> Dossier:
        """What a message says. Asks nobody. Unreadable."""
        ...

    def attachment(self, dossier: Dossier, file: Attachment) -> bytes:
        """The file, which has the digest it was announced with. PortalFailed."""
        ...

    def report(self, report: Report) -> None:
        """Tell what happened: the progress, and the dossier as it stands. PortalFailed."""
        ...
