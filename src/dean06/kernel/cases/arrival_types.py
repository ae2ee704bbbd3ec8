"""How a file came when not over our own pages: by post, from the national portal, or said to an officer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class PostArrival:
    """A file that came by public post. ``arrived_at``: when the unit got it, from which on its time runs.

    ``return_address``: where the result is to be posted to, "" when it is fetched.
    """

    arrived_at: datetime
    sender_name: str = field(repr=False)
    sender_address: str = field(repr=False)
    sender_phone: str = field(default="", repr=False)
    parcel_number: str = ""
    return_address: str = field(default="", repr=False)


class Heard(StrEnum):
    """By which way somebody told an officer what to write down."""

    AT_COUNTER = "at_counter"
    BY_PHONE = "by_phone"
    BY_POST = "by_post"

    @property
    def label(self) -> str:
        """Words for people."""
        return {"at_counter": "nói tại quầy", "by_phone": "nói qua điện thoại", "by_post": "viết, gửi bưu chính"}[
            self.value
        ]


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Who told an officer what he writes down, and how; ``why`` she did not do it herself. Never the officer."""

    by: str = field(repr=False)
    how: Heard
    why: str = ""


class ArrivalState(StrEnum):
    """What became of a message of the national portal."""

    WAITING = "waiting"
    FILED = "filed"
    ANSWERED = "answered"
    REPEAT = "repeat"
    REFUSED = "refused"
    HELD = "held"

    @property
    def label(self) -> str:
        """Words for people."""
        return {
            "waiting": "chờ xử lý",
            "filed": "đã thành hồ sơ",
            "answered": "đã bổ sung vào hồ sơ",
            "repeat": "gửi lặp",
            "refused": "đã từ chối",
            "held": "giữ lại chờ người vận hành",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class ArrivalLine:
    """A message of the portal for the operator: nothing in it tells who filed."""

    id: UUID
    portal_code: str
    procedure: str
    agency: str
    state: ArrivalState
    why: str
    tries: int
    came_at: datetime
    case_code: str


@dataclass(frozen=True, kw_only=True)
class LateReport:
    """Reports on one dossier that wait to go out: how many, since when, and whether they were given up."""

    portal_code: str
    case_code: str
    count: int
    since: datetime
    message_id: str
    is_dead: bool
    error: str


@dataclass(frozen=True, kw_only=True)
class ArrivalFigures:
    """The portal's traffic: messages by state, those that need somebody, the newest, reports that have not left."""

    counts: Mapping[ArrivalState, int]
    to_look_at: tuple[ArrivalLine, ...]
    newest: tuple[ArrivalLine, ...]
    late: tuple[LateReport, ...]
    unsent: int
