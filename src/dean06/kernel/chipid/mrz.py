"""The machine-readable zone of a card, size TD1: three lines of thirty characters (ICAO 9303-5). Pure.

A Vietnamese card has the last nine digits of the personal number as document number and all twelve among the optional
data of the first line; both are read by position and checked by their digits, never guessed.
"""

import re
from datetime import date

from dean06.kernel.chipid.tlv import refuse
from dean06.kernel.chipid.types import MachineZone

LINE = 30
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
    long_number = first[14] == FILLER  # the number goes on among the optional data, with its check digit after it
    fields = [] if long_number else [(first[5:14], first[14])]
    for field, digit in [*fields, (second[:6], second[6]), (second[8:14], second[14]), (composite, second[29])]:
        if check_digit(field) != digit:
            raise refuse("a check digit of the zone is wrong")
    optional = re.sub(FILLER, "", first[15:])
    number = first[5:14].rstrip(FILLER)
    return MachineZone(
        document_number=number,
        personal_id=_personal_id(optional, number),
        birth_on=_birth(second[:6], _personal_id(optional, number), today),
        sex=_SEX.get(second[7], "unknown"),
        expires_on=_date(second[8:14], 2000),
        nationality=second[15:18].replace(FILLER, ""),
        name=" ".join(third.replace(FILLER, " ").split()),
    )


def access_seed(number: str, birth_on: date, expires_on: date) -> bytes:
    """What basic access keys are made of: number, birth and expiry, each with its check digit (ICAO 9303-11, 4.3.2)."""
    padded = number.upper().ljust(9, FILLER)
    fields = (padded, f"{birth_on:%y%m%d}", f"{expires_on:%y%m%d}")
    return "".join(field + check_digit(field) for field in fields).encode("ascii")


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
