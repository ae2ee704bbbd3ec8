"""Looking at a part of the board: by status, by unit, by words. The totals always speak of the whole."""

from dataclasses import dataclass, replace

from dean06.kernel.base.text import fold, sort_key
from dean06.programme.rules.status import Status
from dean06.programme.selectors.board_types import Board, Card


@dataclass(frozen=True, kw_only=True)
class BoardFilter:
    """What is looked for; empty values let everything through."""

    status: str = ""
    unit_code: str = ""
    text: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return bool(self.status or self.unit_code or self.text.strip())


def narrow(board: Board, wanted: BoardFilter) -> Board:
    """The board with the cards that match; groups without any are left out. Tones and đ of the words do not matter."""
    if not wanted.is_set:
        return board
    groups = (
        replace(group, cards=tuple(card for card in group.cards if _fits(card, wanted))) for group in board.groups
    )
    return replace(board, groups=tuple(group for group in groups if group.cards))


def lead_choices(board: Board) -> list[tuple[str, str]]:
    """Units that lead something on the board: (code, name), in Vietnamese order."""
    units = {code: name for card in board.cards for code, name in zip(card.lead_codes, card.leads, strict=True)}
    return sorted(units.items(), key=lambda pair: sort_key(pair[1]))


def status_choices() -> list[tuple[str, str]]:
    """All statuses: (code, words)."""
    return [(status.value, status.label) for status in Status]


def _fits(card: Card, wanted: BoardFilter) -> bool:
    words = fold(f"{card.number} {card.title} {' '.join(card.leads)} {card.contact}")
    return (
        (not wanted.status or card.status.value == wanted.status)
        and (not wanted.unit_code or wanted.unit_code in card.lead_codes)
        and all(word in words for word in fold(wanted.text).split())
    )
