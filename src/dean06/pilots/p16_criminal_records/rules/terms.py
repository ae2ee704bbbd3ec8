"""The clock (Luật Lý lịch tư pháp Điều 48) and the fee (TT 244/2016/TT-BTC); figures in ``data/law.toml``."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dean06.kernel.base.calendar import WorkingCalendar
from dean06.pilots.p16_criminal_records.rules.law import Law

# What an applicant may claim; the officer sees the paper.
REDUCED = frozenset({"sinh_vien", "nguoi_co_cong", "than_nhan_liet_si"})
EXEMPT = frozenset({"tre_em", "nguoi_cao_tuoi", "nguoi_khuyet_tat", "ho_ngheo", "dan_toc_kho_khan"})


@dataclass(frozen=True, kw_only=True)
class Fee:
    """đồng, and why in Vietnamese."""

    amount: int
    why: str


def due_at(law: Law, ordinary: datetime, *, is_verified: bool, calendar: WorkingCalendar) -> datetime:
    """When the certificate is due: ``ordinary`` is the case's own clock for the ordinary days, pauses moved in.

    With a verification the law gives more days, counted on from there; a last day of rest is moved to a working one.
    """
    if not is_verified:
        return ordinary
    more = timedelta(days=law.days_with_verification - law.days)
    day = calendar.next_working_day(ordinary.date() + more)
    return datetime.combine(day, ordinary.timetz())


def is_on_time(ended_at: datetime | None, due: datetime | None, now: datetime) -> bool:
    """Whether a request ended in time, or may still."""
    return due is None or (ended_at or now) <= due


def age_on(born: date, day: date) -> int:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def fee(law: Law, *, claims: Collection[str], age: int | None, copies: int) -> Fee:
    """What to ask for: nothing from an exempt person, half from a favoured one, something more for many papers."""
    rule = law.fee
    if age is not None and (age >= rule.exempt_from_age or age < rule.exempt_under_age):
        return Fee(amount=0, why=f"Miễn phí: {age} tuổi")
    if EXEMPT.intersection(claims):
        return Fee(amount=0, why="Miễn phí: thuộc diện được miễn, đã xem giấy tờ")
    further = max(0, copies - rule.free_copies) * rule.each_further_copy
    if REDUCED.intersection(claims):
        return Fee(amount=rule.reduced + further, why="Giảm phí: thuộc diện được giảm, đã xem giấy tờ")
    return Fee(amount=rule.usual + further, why="Mức phí thường")
