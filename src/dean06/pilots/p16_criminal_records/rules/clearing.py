"""Whether a conviction still stands on a day: a proposal, which an officer takes up or not.

Sources: BLHS 2015 Điều 69 (no conviction: exempt from penalty, slight negligence), Điều 70 (cleared by itself), Điều 71
(cleared by a court: chapters XIII and XXVI), Điều 107 (under 18). What the register entered as cleared is cleared.
"""

from calendar import isleap
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dean06.kernel.ports.judicial_register import Conviction, Penalty
from dean06.pilots.p16_criminal_records.rules.law import Law


class Standing(StrEnum):
    """What the rule proposes."""

    CLEARED = "cleared"
    STANDS = "stands"
    OPEN = "open"  # the law looks at what no entry tells: the officer has to


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """``since``: the day it was cleared, or the first it will be (None: not known). ``why`` in Vietnamese."""

    standing: Standing
    since: date | None
    why: str


def proposed(law: Law, conviction: Conviction, day: date) -> Proposal:
    """How a conviction stands at the end of a day."""
    if conviction.cleared_on is not None and conviction.cleared_on <= day:
        return _cleared(conviction.cleared_on, "Cơ sở dữ liệu đã ghi xoá án tích")
    if conviction.penalty is Penalty.NONE:
        return _cleared(conviction.judged_on, "Được miễn hình phạt: không bị coi là có án tích (BLHS Điều 69)")
    if conviction.is_negligent or conviction.was_minor:
        return Proposal(standing=Standing.OPEN, since=None, why=_open_words(conviction))
    return _by_itself(law, conviction, day)


def _by_itself(law: Law, conviction: Conviction, day: date) -> Proposal:
    """Điều 70: the wait runs from the main penalty, and nothing may have come between."""
    served, rest = conviction.main_served_on, conviction.rest_served_on
    if _chapter(law, conviction.article) in law.judged_by_court:
        return _stands(None, "Chỉ xoá án tích theo quyết định của Toà án (BLHS Điều 71)")
    if served is None or rest is None:
        what = "hình phạt chính hoặc thời gian thử thách" if served is None else "hình phạt bổ sung, quyết định khác"
        return _stands(None, f"Chưa ghi chấp hành xong {what}")
    years = wait_of(law, conviction)
    end = years_after(served, years)
    if conviction.again_on is not None and conviction.again_on <= end:
        return _stands(None, "Phạm tội mới trong thời hạn")
    since = max(end, rest)
    words = f"{years} năm từ khi chấp hành xong hình phạt chính (BLHS Điều 70)"
    return _cleared(since, f"Đã qua {words}") if since <= day else _stands(since, f"Chưa qua {words}")


def wait_of(law: Law, conviction: Conviction) -> int:
    """Years it takes; LookupError for a penalty the table has no line for."""
    for wait in law.waits:
        is_within = not wait.prison_up_to or conviction.months <= wait.prison_up_to
        if conviction.penalty in wait.penalties and is_within:
            return wait.years
    raise LookupError(f"no wait for {conviction.penalty}")


def years_after(day: date, years: int) -> date:
    """The same day some years later; of 29 February, the 28th where there is none."""
    year = day.year + years
    is_lost = (day.month, day.day) == (2, 29) and not isleap(year)
    return date(year, day.month, 28 if is_lost else day.day)


def _chapter(law: Law, article: str) -> str:
    return next((one.chapter for one in law.groups if one.chapter and one.holds(article)), "")


def _open_words(conviction: Conviction) -> str:
    if conviction.was_minor:
        return "Dưới 18 tuổi khi phạm tội: xét theo BLHS Điều 107"
    return "Lỗi vô ý: không có án tích nếu tội ít nghiêm trọng hoặc nghiêm trọng (BLHS Điều 69)"


def _cleared(since: date, why: str) -> Proposal:
    return Proposal(standing=Standing.CLEARED, since=since, why=why)


def _stands(since: date | None, why: str) -> Proposal:
    return Proposal(standing=Standing.STANDS, since=since, why=why)
