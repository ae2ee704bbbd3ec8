"""The machine-readable zone of a card, size TD1: three lines of thirty characters (ICAO 9303-5). Pure.

A Vietnamese card has the last nine digits of the personal number as document number and all twelve among the optional
data of the first line; both are read by position and checked by their digits, never guessed.
"""

import re
from datetime import date

from dean06.kernel.chipid.tlv import refuse
from dean06.kernel.chipid.types import MachineZone

LINE = 30
NUMBER = 9
WEIGHTS = (7, 3, 1)
FILLER = "<"
_ZONE = re.compile(r"[A-Z0-9<]{90}")
_PERSONAL_ID = re.compile(r"\d{12}")
_SEX = {"M": "male", "F": "female"}
CENTURY = 100


def check_digit(text: str) -> str:
    """Check digit of a field (ICAO 9303-3, 4.9)."""
    values = ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".find(char) if char != FILLER else 0 for char in text)
    return str(sum(value * WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def parse(text: str, today: date) -> MachineZone:
    """The zone's facts; CardRefused when a check digit or a form is wrong. ``today`` decides the century of a birth."""
    if not _ZONE.fullmatch(text):
        raise refuse("a zone that is not three lines of thirty characters")
    first, second, third = text[:LINE], text[LINE : 2 * LINE], text[2 * LINE :]
    composite = first[5:] + second[:7] + second[8:15] + second[18:29]
    number, number_digit, optional = _number(first)
    for field, digit in (
        (number.ljust(NUMBER, FILLER), number_digit),
        (second[:6], second[6]),
        (second[8:14], second[14]),
        (composite, second[29]),
    ):
        if check_digit(field) != digit:
            raise refuse("a check digit of the zone is wrong")
    personal_id = _personal_id(optional.replace(FILLER, ""), number)
    return MachineZone(
        document_number=number,
        personal_id=personal_id,
        birth_on=_birth(second[:6], personal_id, today),
        sex=_SEX.get(second[7], "unknown"),
        expires_on=_date(second[8:14], 2000),
        issuing_state=first[2:5].replace(FILLER, ""),
        nationality=second[15:18].replace(FILLER, ""),
        name=" ".join(third.replace(FILLER, " ").split()),
    )


def access_seed(number: str, birth_on: date, expires_on: date) -> bytes:
    """What basic access keys are made of: number, birth and expiry, each with its check digit (ICAO 9303-11, 4.3.2)."""
    padded = number.upper().ljust(NUMBER, FILLER)
    fields = (padded, f"{birth_on:%y%m%d}", f"{expires_on:%y%m%d}")
    return "".join(field + check_digit(field) for field in fields).encode("ascii")


def _number(first: str) -> tuple[str, str, str]:
    """(document number, its check digit, optional data) of the first line.

    A number of more than nine characters goes on among the optional data, its check digit after its last character and
    a filler in the usual place of that digit (ICAO 9303-5, 4.2.2, note j).
    """
    begin, digit, rest = first[5:14], first[14], first[15:]
    if digit != FILLER:
        return begin.rstrip(FILLER), digit, rest
    tail, _, optional = rest.partition(FILLER)
    return begin + tail[:-1], tail[-1:], optional


def _personal_id(optional: str, number: str) -> str:
    """Twelve digits at the start of the optional data, ending with the document number; empty when not so."""
    match = _PERSONAL_ID.match(optional)
    return match.group() if match and match.group().endswith(number) else ""


def _birth(text: str, personal_id: str, today: date) -> date | None:
    """The personal number tells the century (fourth digit: 0, 1 for 19xx, 2, 3 for 20xx); else the last past."""
    if personal_id:
        return _date(text, 1900 + CENTURY * (int(personal_id[3]) // 2))
    born = _date(text, today.year // CENTURY * CENTURY)
    return born.replace(year=born.year - CENTURY) if born and born > today else born


def _date(text: str, century: int) -> date | None:
    """A day written yymmdd; None when the zone leaves it open or it is no day (an unlimited card has 99 12 31)."""
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None
