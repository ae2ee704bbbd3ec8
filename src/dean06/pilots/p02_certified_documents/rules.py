"""Rules of pilot 2: pure functions. What the law fixes and may change is dated data (``declared.py``).

Sources: NĐ 23/2015/NĐ-CP (certification, time limit in art. 7 and 21, refusals in art. 22), NĐ 45/2020/NĐ-CP art. 10
(electronic copies), TT 01/2020/TT-BTP (words), TT 226/2016/TT-BTC (fee). None of them was read in the original here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from dean06.kernel.base.actor import Role
from dean06.kernel.base.calendar import WorkingCalendar

KIND = "ban_sao_chung_thuc"
MAY_CERTIFY = frozenset({Role.CLERK, Role.LEADER})
MOST_PAGES = 30
MOST_PAPERS = 10
LONGEST_NAME = 150
LONGEST_REASON = 500
SEALED = "p02.book"
BOOK_SYMBOL = "SCT/BS"


class State(StrEnum):
    """Where the certification of one original stands."""

    OPEN = "open"
    SIGNED = "signed"
    ISSUED = "issued"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Words for people."""
        return {
            "open": "Đang quét, đối chiếu",
            "signed": "Đã chứng thực, chờ nộp phí",
            "issued": "Đã vào ví",
            "refused": "Từ chối",
            "withdrawn": "Đã thu hồi",
        }[self.value]


FOLLOWS: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.SIGNED, State.REFUSED}),
    State.SIGNED: frozenset({State.ISSUED, State.WITHDRAWN}),
    State.ISSUED: frozenset({State.WITHDRAWN}),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
IN_BOOK = frozenset({State.SIGNED, State.ISSUED, State.WITHDRAWN})


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What a copy costs by its pages, whole đồng; ``most`` caps one copy."""

    first_pages: int
    first_price: int
    later_price: int
    most: int

    def of(self, pages: int) -> int:
        """The fee of one copy. ValueError below one page."""
        if pages < 1:
            raise ValueError("a copy has a page at least")
        first = min(pages, self.first_pages)
        return min(self.most, first * self.first_price + (pages - first) * self.later_price)


def may_follow(before: State, after: State) -> bool:
    """Whether one state may come after another."""
    return after in FOLLOWS[before]


def due_on(received_at: datetime, calendar: WorkingCalendar) -> date:
    """The day it must be done: the same one, after 15:00 the next working day (NĐ 23/2015 art. 7)."""
    return calendar.due_same_day(received_at)


def scan_digest(files: Sequence[str]) -> str:
    """The SHA-256 the copy cites: of the one file scanned, of several that of their hex digests, a line each."""
    return files[0] if len(files) == 1 else sha256("\n".join(files).encode("ascii")).hexdigest()


def book_number(number: int, year: int) -> str:
    """As it stands on the copy."""
    return f"{number}/{year}"


def comparison_problem(pages: int, compared: Collection[int], *, unclear: Collection[int], owned: bool) -> str:
    """Why these pages cannot be certified now, in Vietnamese; "" when they can.

    ``compared``: numbers the officer ticked; ``unclear``: pages judged illegible; ``owned``: he says that he looked at
    these and can read them.
    """
    if not pages:
        return "Chưa có trang nào. Quét hoặc chụp bản chính trước."
    if missing := sorted(set(range(1, pages + 1)) - set(compared)):
        return f"Chưa đối chiếu trang {', '.join(map(str, missing))}. Đối chiếu từng trang với bản chính rồi đánh dấu."
    if unclear and not owned:
        return f"Trang {', '.join(map(str, sorted(unclear)))} chưa đạt. Quét lại, hoặc xác nhận vẫn đọc được."
    return ""


def register_name(issuer_code: str, year: int) -> str:
    """What the book of a year is called where it is sealed."""
    return f"{SEALED}:{issuer_code}:{year}"


def words(
    *, officer: str, post: str, unit: str, number: str, at: datetime, pages: int, digest: str, act: str
) -> tuple[str, ...]:
    """The certification's words, after the form of TT 01/2020/TT-BTP, with what binds copy and scan together."""
    return (
        "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH",
        f"Số chứng thực {number}, quyển số {at.year} - {BOOK_SYMBOL}. Lúc {at:%H:%M} ngày {at:%d/%m/%Y}, tại {unit}.",
        f"Người thực hiện chứng thực: {officer}{f', {post}' if post else ''}. Bản sao gồm {pages} trang, ở sau.",
        f"Mã băm SHA-256 của bản quét bản chính: {digest}. Mã việc chứng thực: {act}.",
    )
