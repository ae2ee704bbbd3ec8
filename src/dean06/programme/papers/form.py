"""Measures and fixed words of an administrative document. Source: Annex I of NĐ 30/2020/NĐ-CP (05/03/2020)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

FONT = "Times New Roman"
PDF_FONT = "Tinos"
"""Metrically equal to Times New Roman, and free to ship inside a PDF."""

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")

# Millimetres. Margins: top and bottom 20-25, left 30-35, right 15-20; first line 10 or 12.7.
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20.0, 20.0, 30.0, 15.0
FIRST_LINE = 12.7
ISSUER_BOX = 67.0  # what the national name, 95 mm wide at 13 pt, leaves of the page
ISSUER_RULE = 25.0  # between a third and a half of an issuer's line
MOTTO_RULE = 60.5  # as long as its line at 14 pt
SUBJECT_RULE = 40.0
ADDRESSEE_INDENT = 30.0
ADDRESSEE_DASH = ADDRESSEE_INDENT + 17.6  # the dashes stand below the colon of "Kính gửi:"

# Points.
BODY_SIZE, TABLE_SIZE = 14.0, 12.0
STATE_SIZE, MOTTO_SIZE = 13.0, 14.0
ISSUER_SIZE, NUMBER_SIZE, DATE_SIZE, ABSTRACT_SIZE = 13.0, 13.0, 14.0, 12.0
COPIES_TITLE_SIZE, COPIES_SIZE = 12.0, 11.0
PAGE_NUMBER_SIZE = 13.0
PARAGRAPH_GAP = 6.0
LINES = 1.1  # of 1 to 1.5
SIGNING_ROOM = 62.0  # left free for hand and seal

BLANK = " " * 10
PADDED_UP_TO_DAY, PADDED_UP_TO_MONTH = 9, 2


def blank_number(symbol: str) -> str:
    """The number box of a draft: the number itself is the registry's (văn thư) to give."""
    return f"Số:{BLANK}/{symbol}"


def place_and_date(place: str, day: date) -> str:
    """ "Đức Thọ, ngày 05 tháng 02 năm 2024": days below 10 and the months 1 and 2 take a leading zero."""
    day_text = f"{day.day:02d}" if day.day <= PADDED_UP_TO_DAY else str(day.day)
    month_text = f"{day.month:02d}" if day.month <= PADDED_UP_TO_MONTH else str(day.month)
    return f"{place}, ngày {day_text} tháng {month_text} năm {day.year}"


def listed_lines(items: Sequence[str]) -> list[str]:
    """One item a line: "- …;", the last ended by a full stop."""
    return [f"- {item}{'.' if place == len(items) else ';'}" for place, item in enumerate(items, start=1)]
