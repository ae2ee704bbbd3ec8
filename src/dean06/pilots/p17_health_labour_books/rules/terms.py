"""How long a share and a broken glass last, and by when a broken glass is judged: dated, and so far our proposals.

Law 15/2023/QH15 lets whoever treats a person see what the treatment needs and asks no consent in an emergency; it
names no minutes and no days. Law 91/2025/QH15 wants a consent specific and provable; it names no longest time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What holds from a day on. ``verified`` once somebody held the text that says so."""

    valid_from: date
    share_days: tuple[int, ...]
    emergency_minutes: int
    review_working_days: int
    source: str
    verified: bool

    @property
    def usual_days(self) -> int:
        """What is proposed first: the shortest."""
        return self.share_days[0]

    @property
    def longest_days(self) -> int:
        """No share lasts longer."""
        return max(self.share_days)


TERMS = (
    Terms(
        valid_from=date(2023, 1, 1),
        share_days=(1, 3, 7, 30),
        emergency_minutes=60,
        review_working_days=5,
        source="Đề xuất của hệ thống; Luật Khám bệnh, chữa bệnh 15/2023/QH15 không nêu con số",
        verified=False,
    ),
)


def terms_on(day: date, terms: Sequence[Terms] = TERMS) -> Terms:
    """The row in force on a day, the first one for days before it."""
    begun = [one for one in terms if one.valid_from <= day]
    return max(begun or terms[:1], key=lambda one: one.valid_from)
