"""Who acts, in which hat: passed first to every service and selector, written into every audit entry."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The hat worn for one act; a person may own several and wears one at a time."""

    PUBLIC = "public"  # anybody, signed in or not
    CITIZEN = "citizen"
    CLERK = "clerk"  # officer of a unit
    COORDINATOR = "coordinator"  # officer of the standing body that tracks the directive
    LEADER = "leader"  # chair or deputy chair of the People's Committee
    OPERATOR = "operator"  # runs the installation
    SYSTEM = "system"  # the platform itself: worker, seeding, schedules


class Entrance(StrEnum):
    """Through which door a person came in: what is done inside is the same, how it was reached is counted."""

    SITE = "site"  # our own address, in whatever browser
    VNEID = "vneid"  # the mini-app, opened inside the VNeID application

    @property
    def label(self) -> str:
        """Words for people."""
        return {"site": "cổng dịch vụ", "vneid": "ứng dụng VNeID"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One person (or the platform) in one hat, with the unit and post it acts for."""

    user_id: UUID | None = None
    party_id: UUID | None = None
    name: str
    role: Role
    unit_code: str = ""
    unit_name: str = ""
    post: str = ""
    assurance_level: int = 0
    entrance: Entrance = Entrance.SITE
    request_id: str = ""

    @property
    def is_signed_in(self) -> bool:
        """True when a person is known behind the act."""
        return self.user_id is not None


SYSTEM = Actor(name="Hệ thống", role=Role.SYSTEM)
ANONYMOUS = Actor(name="Khách", role=Role.PUBLIC)
