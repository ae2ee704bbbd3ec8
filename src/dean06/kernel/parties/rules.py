"""Pure rules of the register: who may write, how heirs are found, what a group is made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dean06.kernel.base.actor import Role

Key = TypeVar("Key")

# A post gives one of these hats; the others (citizen, public, system) are nobody's appointment.
POST_ROLES = frozenset({Role.CLERK.value, Role.COORDINATOR.value, Role.LEADER.value, Role.OPERATOR.value})
# Appointing people and loading reference data is running the installation, not working in it.
MAY_ADMINISTER = frozenset({Role.OPERATOR, Role.SYSTEM})
MAY_REGISTER_PERSONS = MAY_ADMINISTER | {Role.CLERK}
MAY_SEARCH_PERSONS = frozenset({Role.CLERK, Role.COORDINATOR})
# A unit has one head at a time; deputies and officers may be many.
HEAD_TITLES = ("Chủ tịch", "Trưởng phòng", "Trưởng Công an", "Chánh Văn phòng", "Giám đốc", "Hiệu trưởng", "Bí thư")
# Demo people carry numbers no province issues, so they can never be mistaken for somebody.
FICTIONAL_ID_PREFIX = "000"
PERSONAL_ID_LENGTH = 12


def is_head_title(title: str) -> bool:
    """Whether a post of this title has one holder at a time unless said otherwise."""
    return title.startswith(HEAD_TITLES)


def is_personal_id(text: str) -> bool:
    """Twelve ASCII digits. There is no check digit: only the population register can say whether it is somebody's."""
    return len(text) == PERSONAL_ID_LENGTH and text.isascii() and text.isdigit()


def is_fictional_id(text: str) -> bool:
    """A number only the demo's people carry."""
    return is_personal_id(text) and text.startswith(FICTIONAL_ID_PREFIX)


@dataclass(frozen=True, kw_only=True)
class Period:
    """From a day (included) until a day (excluded; None = no end)."""

    valid_from: date
    valid_until: date | None = None

    def contains(self, day: date) -> bool:
        """Whether the day belongs to the period."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def encloses(self, other: "Period") -> bool:
        """Whether the other period starts in this one and, if it says when it ends, ends in it."""
        if not self.contains(other.valid_from):
            return False
        return self.valid_until is None or other.valid_until is None or other.valid_until <= self.valid_until


def heirs(
    start: Key, *, is_alive: Callable[[Key], bool], next_of: Callable[[Sequence[Key]], Iterable[Key]]
) -> list[Key]:
    """Follow successions from `start` to everything alive at the end of the chains, each once, in order found.

    `next_of` gives the direct successors of several at once (one query a generation). Safe against circles.
    """
    found: list[Key] = []
    seen = {start}
    generation = [start]
    while generation:
        found.extend(key for key in generation if is_alive(key))
        ended = [key for key in generation if not is_alive(key)]
        generation = [key for key in dict.fromkeys(next_of(ended)) if key not in seen] if ended else []
        seen.update(generation)
    return found


@dataclass(frozen=True, kw_only=True)
class GroupRule:
    """What a generic name stands for: units named one by one, and all units of a level and kind."""

    code: str
    codes: frozenset[str] = frozenset()
    kinds_by_level: tuple[tuple[str, frozenset[str]], ...] = ()
