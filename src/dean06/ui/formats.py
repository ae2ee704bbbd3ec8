"""Dates, times, money and sizes as Vietnamese readers write them."""

from datetime import date, datetime

from dean06.kernel.base import clock

KILOBYTE = 1024
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day(value: date | datetime | None) -> str:
    """15/12/2023; an instant is taken in Vietnamese time; None is an empty text."""
    if value is None:
        return ""
    moment = clock.local(value) if isinstance(value, datetime) else value
    return f"{moment:%d/%m/%Y}"


def weekday(value: date) -> str:
    """thứ Sáu, 15/12/2023."""
    return f"{WEEKDAYS[value.weekday()]}, {day(value)}"


def moment(value: datetime | None) -> str:
    """09:12 ngày 18/11/2026, in Vietnamese time; None is an empty text."""
    return "" if value is None else f"{clock.local(value):%H:%M ngày %d/%m/%Y}"


def number(value: float) -> str:
    """12.500 and 3,5: dot for thousands, comma for the fraction (one digit at most)."""
    rounded = round(value, 1)
    text = f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def size(count: int) -> str:
    """A number of bytes: 812 byte, 40,5 KB, 1,2 MB."""
    if count < KILOBYTE:
        return f"{count} byte"
    if count < KILOBYTE**2:
        return f"{number(count / KILOBYTE)} KB"
    return f"{number(count / KILOBYTE**2)} MB"


def parse_day(text: str) -> date | None:
    """A day typed by a person or sent by a date field: 15/12/2023 or 2023-12-15; None when it is neither."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a bare day has no time zone
        except ValueError:
            continue
    return None
