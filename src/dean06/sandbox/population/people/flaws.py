"""What is wrong or missing in one or two records of a hundred, as in real registers; the flaw's name is kept for tests.

The people of the demonstration are left as they are.
"""

import unicodedata
from collections.abc import Callable
from datetime import date
from random import Random

from dean06.sandbox.population.people.draw import Wheel
from dean06.sandbox.population.people.person import Person

SHARE = 0.014
ONE_FIELD_SHARE = 0.02


def _year_only(person: Person, _rng: Random) -> None:
    person.birth = person.birth[:4]


def _other_year(person: Person, rng: Random) -> None:
    """The number was given for one year of birth, the record says another."""
    year = int(person.birth[:4]) + (1 if rng.random() < 0.5 else -1)
    person.birth = f"{year}{person.birth[4:]}".replace("-02-29", "-02-28")


def _swapped_day(person: Person, _rng: Random) -> None:
    """Day and month exchanged by whoever typed it."""
    born = date.fromisoformat(person.birth)
    if born.day <= 12:
        person.birth = born.replace(month=born.day, day=born.month).isoformat()


def _other_sex(person: Person, _rng: Random) -> None:
    person.sex = 3 - person.sex


def _no_sex(person: Person, _rng: Random) -> None:
    person.sex = 0


def _no_marks(person: Person, _rng: Random) -> None:
    person.family_name, person.middle_name, person.given_name = map(
        strip_marks, (person.family_name, person.middle_name, person.given_name)
    )


def _lost_middle(person: Person, _rng: Random) -> None:
    person.middle_name = ""


def _no_parents(person: Person, _rng: Random) -> None:
    person.father_id = person.father_name = person.mother_id = person.mother_name = ""


def _no_birthplace(person: Person, _rng: Random) -> None:
    person.birth_area = ""


def _no_ethnic(person: Person, _rng: Random) -> None:
    person.ethnic, person.religion = "", ""


def _no_hamlet(person: Person, _rng: Random) -> None:
    person.hamlet = ""


FLAWS: dict[str, tuple[float, Callable[[Person, Random], None]]] = {
    "year_only": (30, _year_only),
    "other_year": (6, _other_year),
    "swapped_day": (8, _swapped_day),
    "other_sex": (2, _other_sex),
    "no_sex": (3, _no_sex),
    "no_marks": (8, _no_marks),
    "lost_middle": (6, _lost_middle),
    "no_parents": (12, _no_parents),
    "no_birthplace": (10, _no_birthplace),
    "no_ethnic": (8, _no_ethnic),
    "no_hamlet": (7, _no_hamlet),
}
_WHEEL = Wheel({name: weight for name, (weight, _) in FLAWS.items()})


def spoil(person: Person, rng: Random) -> None:
    """Perhaps spoil one record."""
    if person.key:
        return
    if rng.random() < SHARE:
        person.flaw = _WHEEL.spin(rng)
        FLAWS[person.flaw][1](person, rng)
    if rng.random() < ONE_FIELD_SHARE:
        person.one_field = 1


def strip_marks(text: str) -> str:
    """Letters without any mark, as an old system without Unicode would have kept them."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return plain.replace("đ", "d").replace("Đ", "D")
