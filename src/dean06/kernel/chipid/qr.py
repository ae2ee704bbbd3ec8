"""The QR code printed on a card: text anybody can print, so it fills in forms and proves nothing. Pure.

Fields by position: number, old number (may be empty), name, birth, sex, address, day of issue; newer cards add more.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.text import nfc

FEWEST, MOST = 7, 11
LONGEST = 1000
_NUMBER = re.compile(r"\d{12}")
_OLD_NUMBER = re.compile(r"(\d{9}|\d{12})?")
_SEX = {"nam": "male", "nữ": "female"}


@dataclass(frozen=True, kw_only=True)
class UnprovenFacts:
    """What the print says. Not evidence: compare with the chip or the register before anything depends on it."""

    personal_id: str
    old_number: str
    full_name: str
    birth_on: date | None
    sex: str
    address: str
    issued_on: date | None
    more: tuple[str, ...]


def parse(text: str) -> UnprovenFacts:
    """The fields; Invalid when it is not the code of a card."""
    fields = [nfc(field.strip()) for field in text.strip().split("|")]
    if len(text) > LONGEST or not FEWEST <= len(fields) <= MOST or not _NUMBER.fullmatch(fields[0]):
        raise Invalid("Đây không phải mã QR trên thẻ căn cước. Quét lại mã in trên thẻ.", code="bad_card_qr")
    if not _OLD_NUMBER.fullmatch(fields[1]) or not fields[2]:
        raise Invalid("Mã QR đọc bị sai. Lau sạch thẻ rồi quét lại.", code="bad_card_qr")
    return UnprovenFacts(
        personal_id=fields[0],
        old_number=fields[1],
        full_name=fields[2],
        birth_on=_day(fields[3]),
        sex=_SEX.get(fields[4].lower(), "unknown"),
        address=fields[5],
        issued_on=_day(fields[6]),
        more=tuple(fields[7:]),
    )


def _day(text: str) -> date | None:
    """ddmmyyyy; keyboard scanners put slashes in."""
    try:
        return datetime.strptime(text.replace("/", ""), "%d%m%Y").date()  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        return None
