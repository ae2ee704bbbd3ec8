"""When is a look unexpected? Pure functions over facts; the thresholds are dated data (data/looks.toml).

None of these says that a look was wrong: they say that its owner would want to know of it at once.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a person is told."""

    OUT_OF_HOURS = "out_of_hours"
    NO_CASE = "no_case"
    BULK = "bulk"
    MANY = "many"
    STRANGER = "stranger"

    @property
    def label(self) -> str:
        """Words for people."""
        return {
            "out_of_hours": "ngoài giờ làm việc",
            "no_case": "không ghi hồ sơ nào",
            "bulk": "xem hàng loạt cùng lúc nhiều người",
            "many": "cùng một đơn vị xem nhiều lần trong thời gian ngắn",
            "stranger": "đơn vị này chưa từng giải quyết việc gì cho bà/ông",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """One dated row of data/looks.toml. ``ignored`` are beginnings of action names that are no looks."""

    valid_from: date
    valid_until: date | None
    bulk_persons: int
    many_looks: int
    many_hours: int
    alone_enough: frozenset[Reason]
    together_enough: int
    ignored: tuple[str, ...]
    source: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class LookFact:
    """What is known of one look. ``unit_looks`` counts the unit's looks at the person within the window, this one
    included: acts that are no looks and looks still withheld do not count, and an officer who does the same to the same
    object of the same case again has done it once. ``is_known_unit``: the unit has had to do with the person before."""

    at: datetime
    action: str
    is_own_act: bool
    is_automatic: bool
    is_withheld: bool
    is_in_hours: bool
    persons: int
    case_ref: str
    unit_looks: int
    is_known_unit: bool


def reasons(look: LookFact, limits: Thresholds) -> tuple[Reason, ...]:
    """Why the person should be told of this look now; empty when not.

    Never for the person's own act, the platform's automatic acts, a look whose showing is lawfully delayed, or an act
    that is no look. One strong reason is enough; weak ones count together.
    """
    if look.is_own_act or look.is_automatic or look.is_withheld or look.action.startswith(limits.ignored):
        return ()
    found = tuple(
        reason
        for reason, holds in (
            (Reason.OUT_OF_HOURS, not look.is_in_hours),
            (Reason.NO_CASE, not look.case_ref),
            (Reason.BULK, look.persons >= limits.bulk_persons),
            (Reason.MANY, look.unit_looks >= limits.many_looks),
            (Reason.STRANGER, not look.is_known_unit),
        )
        if holds
    )
    is_strong = bool(limits.alone_enough & set(found))
    return found if is_strong or len(found) >= limits.together_enough else ()


def told_lines(told: list[tuple[str, str, tuple[Reason, ...]]], shown: int) -> str:
    """The looks of one notice: lines of (when, who, why), at most ``shown`` of them."""
    lines = [f"- {when}: {who} ({', '.join(one.label for one in why)})." for when, who, why in told[:shown]]
    if len(told) > shown:
        lines.append(f"… và {len(told) - shown} lượt khác.")
    return "\n".join(lines)
