"""How long people live, when they marry and have children. Days are proleptic ordinals (``date.toordinal``).

Shapes are plausible for a rural district of Vietnam, not fitted to a census.
"""

from bisect import bisect
from datetime import date
from math import log
from random import Random

from dean06.sandbox.population.people.person import MALE

YEAR = 365.25
BASE = date(2026, 1, 1).toordinal()  # the stock is the register as of this day
REGISTER_STARTS = date(2016, 1, 1).toordinal()  # who died before has no record and is only named
ADULT, OLD_CARD_UNTIL = 18, 2002  # last year of birth with a nine-digit number

# Years of life at which half are gone (Gumbel): (sex -> mode), spread.
MODE, SPREAD = {1: 79.0, 2: 85.0}, 10.5
# Upper ages and the share that has married by then.
MALE_AGES, MALE_SHARES = (22, 26, 30, 35), (0.0, 0.2, 0.55, 0.8, 0.92)
FEMALE_AGES, FEMALE_SHARES = (20, 24, 28, 33), (0.0, 0.3, 0.65, 0.86, 0.93)
# Mothers born before -> mean number of children.
FERTILITY_UNTIL, FERTILITY = (1945, 1955, 1965, 1975), (5.0, 4.4, 3.6, 2.9, 2.5)
FIRST_CHILD, LATER_FROM, LATER = 20, 1985, 2.5  # age in years; younger mothers begin later
TWIN_SHARE = 0.012
MENOPAUSE = 44 * YEAR


def age(birth: int, on: int = BASE) -> int:
    """Completed years, to a day or so."""
    return int((on - birth) / YEAR)


def death(rng: Random, sex: int, birth: int, at_least: float = 0.0) -> int:
    """Day of death of somebody who lives at least so many years."""
    years = MODE[sex] + SPREAD * log(-log(1.0 - rng.random() * 0.999999 - 1e-9))
    if years < at_least:
        years = at_least + rng.random() * 8
    return birth + int(years * YEAR)


def is_married(rng: Random, sex: int, birth: int) -> bool:
    """Whether a person of this age has married by the base day."""
    ages, shares = (MALE_AGES, MALE_SHARES) if sex == MALE else (FEMALE_AGES, FEMALE_SHARES)
    return rng.random() < shares[bisect(ages, age(birth))]


def children(rng: Random, mother: int) -> list[int]:
    """Days of birth of a mother's children up to the base day; twins stand twice."""
    mean = FERTILITY[bisect(FERTILITY_UNTIL, date.fromordinal(mother).year)]
    wanted = max(0, int(rng.gauss(mean, 1.0) + 0.5))
    days: list[int] = []
    first = FIRST_CHILD + (LATER if date.fromordinal(mother).year >= LATER_FROM else 0)
    day = mother + int((first + rng.random() * 7) * YEAR)
    while len(days) < wanted and day < min(BASE, mother + MENOPAUSE):
        days.append(day)
        if rng.random() < TWIN_SHARE:
            days.append(day)
        day += int((1.3 + rng.random() * 3.7) * YEAR)
    return days


def card_days(rng: Random, birth: int) -> tuple[int, int]:
    """(issued, expires) of the card held on the base day; (0, 0): none; expires 0: good for life.

    Renewed at 14, 25, 40 and 60, or up to two years before (Law 26/2023/QH15, art. 21).
    """
    years = age(birth)
    if years < 14 or rng.random() < 0.04:
        return 0, 0
    earliest = max(BASE - int(4.9 * YEAR), birth + int(14 * YEAR))
    issued = earliest + int(rng.random() * (BASE - earliest))
    for threshold in (25, 40, 60):
        if (issued - birth) / YEAR < threshold - 2:
            return issued, _birthday(birth, threshold)
    return issued, 0


def _birthday(birth: int, years: int) -> int:
    born = date.fromordinal(birth)
    day = min(born.day, 28) if born.month == 2 else born.day
    return born.replace(year=born.year + years, day=day).toordinal()
