"""Makes things happen to people on demand: a birth, a death, a move, a correction, a withdrawn number."""

import json
import re
from datetime import date
from typing import Any

from dean06.sandbox.population.memory import INSERT_PERSON
from dean06.sandbox.population.people.numbers import FIRST_SERIAL, PREFIX, SERIALS, century_digit
from dean06.sandbox.population.people.person import (
    CHILD,
    DEAD,
    FEMALE,
    GRANDCHILD,
    HEAD,
    IN_LAW,
    LIVING,
    MALE,
    OTHER,
    SPOUSE,
    WIDOWED,
    Person,
    as_row,
)
from dean06.sandbox.population.register import Register

NAME = re.compile(r"[^\W\d_]+( [^\W\d_]+){1,6}")
HAMLET = re.compile(r"[^\W_]+( [^\W_]+){0,8}")
IN_HOUSE = {HEAD: CHILD, SPOUSE: CHILD, IN_LAW: GRANDCHILD}


class CannotHappen(Exception):
    """The request makes no sense; the message says why."""


class Happening:
    """Writes changes beside the invented ones; each answers the number of the person it happened to."""

    def __init__(self, register: Register) -> None:
        self._register, self._memory = register, register.memory

    def happen(self, wanted: dict[str, Any]) -> str:
        """``kind`` and what it needs; CannotHappen."""
        kinds = {
            "birth": self._birth,
            "death": self._death,
            "move": self._move,
            "correction": self._correction,
            "withdrawal": self._withdrawal,
        }
        kind = wanted.get("kind")
        if kind not in kinds:
            raise CannotHappen(f"kind must be one of {', '.join(kinds)}")
        today = self._register.today()
        occurred = _day(wanted.get("occurredOn"), today)
        person = self._register.find(str(wanted.get("personalId")))
        if person is None or person.status != LIVING:
            raise CannotHappen("personalId must be the number of a living person (of the mother for a birth)")
        with self._memory.transaction():
            return kinds[kind](person, wanted, occurred)

    def _birth(self, mother: Person, wanted: dict[str, Any], occurred: date) -> str:
        sex = int(wanted.get("sex", FEMALE))
        if mother.sex != FEMALE or sex not in {MALE, FEMALE}:
            raise CannotHappen("a birth needs the number of a woman, and sex 1 or 2")
        father = self._register.find(mother.spouse_id)
        family, middle, given = _name(wanted.get("fullName", f"{(father or mother).family_name} An"))
        recorded = self._register.today().isoformat()
        child = Person(
            personal_id=self._free_number(sex, occurred.year),
            family_name=family,
            middle_name=middle,
            given_name=given,
            sex=sex,
            birth=occurred.isoformat(),
            ethnic=mother.ethnic,
            religion=mother.religion,
            commune=mother.commune,
            hamlet=mother.hamlet,
            father_id=father.personal_id if father else "",
            father_name=father.full_name if father else "",
            mother_id=mother.personal_id,
            mother_name=mother.full_name,
            household=mother.household,
            relation=IN_HOUSE.get(mother.relation, OTHER),
            since=recorded,
            updated_on=recorded,
        )
        self._memory.do(INSERT_PERSON, *as_row(child))
        self._record("birth", child, occurred)
        return child.personal_id

    def _death(self, person: Person, _wanted: dict[str, Any], occurred: date) -> str:
        """The eldest who stays behind becomes head; the partner is widowed."""
        others = [one for one in self._register.household(person.household) if one.personal_id != person.personal_id]
        gone = {"status": DEAD, "died_on": occurred.isoformat(), "household": 0, "relation": "", "current": ""}
        self._record("death", person, occurred, **gone)
        if partner := next((one for one in others if one.personal_id == person.spouse_id), None):
            self._record("marriage", partner, occurred, marital=WIDOWED, spouse_id="", spouse_name="")
        if person.relation == HEAD and others:
            heir = min(others, key=lambda one: one.birth)
            for one in others:
                self._record("correction", one, occurred, relation=HEAD if one is heir else OTHER)
        return person.personal_id

    def _move(self, person: Person, wanted: dict[str, Any], occurred: date) -> str:
        """Into a house of their own in one of today's communes."""
        commune, hamlet = wanted.get("commune"), wanted.get("hamlet", "thôn 1")
        if commune not in self._register.areas.new_codes or not HAMLET.fullmatch(str(hamlet)):
            raise CannotHappen(f"commune must be one of {', '.join(self._register.areas.new_codes)}; hamlet words")
        if person.relation == HEAD and len(self._register.household(person.household)) > 1:
            raise CannotHappen("the head of a house with others in it cannot move alone")
        place = {"home_area": "", "commune": commune, "hamlet": hamlet, "current": ""}
        self._record("move", person, occurred, **place, household=self._free_household(), relation=HEAD)
        return person.personal_id

    def _correction(self, person: Person, wanted: dict[str, Any], occurred: date) -> str:
        """Another name."""
        family, middle, given = _name(wanted.get("fullName"))
        self._record("correction", person, occurred, family_name=family, middle_name=middle, given_name=given)
        return person.personal_id

    def _withdrawal(self, person: Person, _wanted: dict[str, Any], _occurred: date) -> str:
        """The number is good no longer, as when two turn out to be one person's; no list of changes tells."""
        if len(self._register.household(person.household)) > 1 and person.relation == HEAD:
            raise CannotHappen("the number of the head of a house with others in it cannot be withdrawn")
        self._memory.do("INSERT INTO withdrawn (personal_id) VALUES (?)", person.personal_id)
        return person.personal_id

    def _record(self, kind: str, person: Person, occurred: date, **patch: object) -> None:
        recorded = self._register.today().isoformat()
        if patch:
            patch["updated_on"] = recorded
        self._memory.do(
            "INSERT INTO made_changes (recorded, occurred, kind, personal_id, household, patch)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            *(recorded, occurred.isoformat(), kind, person.personal_id, patch.get("household", 0)),
            json.dumps(patch, ensure_ascii=False),
        )

    def _free_number(self, sex: int, year: int) -> str:
        group = century_digit(sex, year) * 100 + year % 100
        for serial in range(FIRST_SERIAL + SERIALS - 1, FIRST_SERIAL, -1):
            number = f"{PREFIX}{group:03d}{serial:06d}"
            if self._memory.one("SELECT 1 FROM everybody WHERE personal_id = ?", number) is None:
                return number
        raise CannotHappen("no number is left")

    def _free_household(self) -> int:
        (largest,) = self._memory.one(
            "SELECT max(household) FROM (SELECT household FROM everybody UNION ALL SELECT household FROM happenings)"
        ) or (0,)
        return int(largest) + 1


def _day(text: object, today: date) -> date:
    try:
        day = date.fromisoformat(str(text)) if text else today
    except ValueError as error:
        raise CannotHappen("occurredOn must be a day, yyyy-mm-dd") from error
    if not date(2025, 7, 1) <= day <= today:
        raise CannotHappen("occurredOn must not be in the future, nor before 1 July 2025")
    return day


def _name(text: object) -> tuple[str, str, str]:
    if not NAME.fullmatch(str(text or "")):
        raise CannotHappen("fullName must be two words or more")
    family, *middle, given = str(text).split()
    return family, " ".join(middle), given
