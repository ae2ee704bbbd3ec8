"""How figures, days and the directive itself are put into the words of a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dean06.programme.papers.blocks import BOLD, LABEL, Para, Run


@dataclass(frozen=True, kw_only=True)
class Cited:
    """The directive a paper is about, as it is cited."""

    number: str
    symbol: str
    issued_on: date | None
    received_on: date
    issuer: str
    subject: str
    is_pilots: bool

    @property
    def phrase(self) -> str:
        """ "Công văn số 12/UBND-CA ngày … của UBND huyện về …"; what the directive leaves blank is said another way."""
        symbol = f" số {self.number}/{self.symbol}" if self.number else ""
        dated = f" ngày {day_text(self.issued_on)}" if self.issued_on else f" (nhận ngày {day_text(self.received_on)})"
        issuer = f" của {self.issuer}" if self.issuer else ""
        subject = f" về việc {self.subject}" if self.subject else ""
        return f"Công văn{symbol}{dated}{issuer}{subject}"

    @property
    def noun(self) -> str:
        """What its assignments are called."""
        return "mô hình điểm" if self.is_pilots else "nhiệm vụ"


def count(number: int) -> str:
    """Counts below 10 are written with a leading zero, as offices do."""
    return f"{number:02d}" if 0 < number < 10 else str(number)


def day_text(day: date) -> str:
    """15/12/2023."""
    return f"{day:%d/%m/%Y}"


def percent_text(percent: int | None) -> str:
    """40%; nothing confirmed yet is a dash, not a zero."""
    return "-" if percent is None else f"{percent}%"


def body(text: str) -> Para:
    """A paragraph of running text."""
    return Para((Run(text),))


def bullet(text: str) -> Para:
    """A point of an enumeration."""
    return Para((Run(f"- {text}"),), "bullet")


def heading(text: str) -> Para:
    """A heading that stays with what follows."""
    return Para((Run(text, BOLD),), "heading")


def centered(text: str, *, style: str = BOLD) -> Para:
    """A line in the middle of the page."""
    return Para((Run(text, style),), "center")


def annex_head(number: str, title: str, reference: str) -> tuple[Para, ...]:
    """Top of an annex: its number, its title, and the letter it belongs to."""
    return (
        centered(f"PHỤ LỤC {number}".strip()),
        centered(title),
        centered(f"(Kèm theo {reference})", style=LABEL),
    )
