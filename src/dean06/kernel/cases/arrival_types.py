"""What an officer writes down for somebody who is not online: how a file came by post, who said what at the counter."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


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
