"""One extended family: a couple, their children, who of them married, and the grandchildren, in one or more households.

Married daughters are not recorded with their parents: they are among the wives other families' sons bring in, whose own
parents are named but have no number here. So a family is drawn without looking at any other, and memory stays bounded.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from dean06.sandbox.population.people import life
from dean06.sandbox.population.people.areas import Areas
from dean06.sandbox.population.people.draw import Wheel
from dean06.sandbox.population.people.naming import Names
from dean06.sandbox.population.people.numbers import Numbers
from dean06.sandbox.population.people.person import (
    CHILD,
    DEAD,
    DIVORCED,
    FEMALE,
    GRANDCHILD,
    IN_LAW,
    LIVING,
    MALE,
    MARRIED,
    OTHER,
    SPOUSE,
    WIDOWED,
    Person,
)

RELIGIONS = Wheel({"00": 870, "02": 105, "01": 23, "08": 2})
ETHNIC = Wheel({"01": 988, "06": 5, "03": 4, "02": 2, "07": 1})
BLOOD = Wheel({"0": 620, "4": 165, "2": 115, "1": 80, "3": 20})
NO_DAY = 10**7


@dataclass(kw_only=True)
class World:
    """What all families share."""

    names: Names = field(default_factory=Names)
    areas: Areas = field(default_factory=Areas)
    numbers: Numbers = field(default_factory=Numbers)
    households: int = 0

    def next_household(self) -> int:
        """A household number never given before."""
        self.households += 1
        return self.households


@dataclass(frozen=True, kw_only=True)
class Parent:
    """What a child's record says of a parent; the number is empty for who has no record."""

    personal_id: str
    name: str


@dataclass(slots=True)
class Home:
    """A household and where it lives."""

    number: int
    area: str
    hamlet: str


@dataclass
class Family:
    """The people of one family in the order they are recorded, and their days as ordinals."""

    world: World
    rng: Random
    area: str
    religion: str
    ethnic: str
    people: list[Person] = field(default_factory=list)
    births: dict[str, int] = field(default_factory=dict)

    def home(self, *, near: Home | None = None) -> Home:
        """A new household, in the hamlet of another one or anywhere in the family's commune."""
        hamlet = near.hamlet if near else self.world.areas.hamlet(self.rng, self.area, self.world.names.hamlets)
        return Home(self.world.next_household(), near.area if near else self.area, hamlet)

    def add(
        self,
        *,
        home: Home,
        sex: int,
        birth: int,
        family_name: str,
        father: Parent,
        mother: Parent,
        dies: int = NO_DAY,
        relation: str = OTHER,
        pinned: Person | None = None,
    ) -> Person:
        """Record a person; the dead belong to no household."""
        rng, world = self.rng, self.world
        born = date.fromordinal(birth)
        person = pinned or self._named(sex, born, family_name)
        person.ethnic, person.religion = self.ethnic, self.religion
        person.blood = int(BLOOD.spin(rng))
        if not person.old_id and born.year <= life.OLD_CARD_UNTIL and rng.random() < 0.85:
            person.old_id = world.numbers.old()
        person.birth_area = person.origin_area = self.area if rng.random() < 0.9 else world.areas.draw(rng)
        person.father_id, person.father_name = father.personal_id, father.name
        person.mother_id, person.mother_name = mother.personal_id, mother.name
        self._place(person, home, relation)
        self._card(person, birth)
        if dies < life.BASE:
            _bury(person, dies)
        self.births[person.personal_id] = birth
        self.people.append(person)
        return person

    def _named(self, sex: int, born: date, family_name: str) -> Person:
        middle, given = self.world.names.own(self.rng, sex, born.year)
        return Person(
            personal_id=self.world.numbers.personal(sex, born.year),
            family_name=family_name,
            middle_name=middle,
            given_name=given,
            sex=sex,
            birth=born.isoformat(),
        )

    def _place(self, person: Person, home: Home, relation: str) -> None:
        person.home_area, person.hamlet = home.area, home.hamlet
        person.commune = self.world.areas.successor(home.area)
        person.household, person.relation = home.number, relation

    def _card(self, person: Person, birth: int) -> None:
        issued, expires = life.card_days(self.rng, birth)
        if person.card_issued:
            issued, expires = (date.fromisoformat(day).toordinal() for day in (person.card_issued, person.card_expires))
        person.card_issued = date.fromordinal(issued).isoformat() if issued else ""
        person.card_expires = date.fromordinal(expires).isoformat() if expires else ""
        first = max(issued, life.REGISTER_STARTS)
        person.updated_on = date.fromordinal(first + int(self.rng.random() * (life.BASE - first))).isoformat()

    def outsiders(self, family_name: str, birth: int) -> tuple[Parent, Parent]:
        """Parents who have no record here, by name alone."""
        year = date.fromordinal(birth).year
        names = self.world.names
        father = names.full(self.rng, MALE, year - 27, family_name)
        return Parent(personal_id="", name=father), Parent(personal_id="", name=names.full(self.rng, FEMALE, year - 24))


def _bury(person: Person, day: int) -> None:
    died = date.fromordinal(day).isoformat()
    person.status, person.died_on, person.updated_on = DEAD, died, died
    person.household, person.relation, person.current = 0, "", ""
    if person.card_issued > died:
        person.card_issued = person.card_expires = ""


def parent(person: Person) -> Parent:
    """A recorded parent as a child's record names them."""
    return Parent(personal_id=person.personal_id, name=person.full_name)


def marry(one: Person, other: Person) -> None:
    """Spouses as of the base day: the survivor of a couple is widowed."""
    for person, partner in ((one, other), (other, one)):
        if partner.status == LIVING or person.status == DEAD:
            person.spouse_id, person.spouse_name, person.marital = partner.personal_id, partner.full_name, MARRIED
        else:
            person.marital = WIDOWED


def send_away(family: Family, person: Person, share: float) -> None:
    """Some live in another province for work or study."""
    if person.status == LIVING and family.rng.random() < share:
        person.current = family.world.areas.draw_away(family.rng)


def add_children(
    family: Family, *, home: Home, father: Parent, mother: Parent, family_name: str, days: list[int], relation: str
) -> list[Person]:
    """Minor or unmarried children of a couple, all living at home."""
    rng = family.rng
    children: list[Person] = []
    sex = MALE
    for index, day in enumerate(days):
        is_twin = index > 0 and days[index - 1] == day
        if not (is_twin and rng.random() < 0.6):
            sex = MALE if rng.random() < 0.517 else FEMALE
        child = family.add(
            home=home, sex=sex, birth=day, family_name=family_name, father=father, mother=mother, relation=relation
        )
        children.append(child)
    return children


def add_couple(family: Family, son: Person, *, home: Home, is_staying: bool) -> None:
    """A married child's own family: the partner comes from elsewhere, the children bear the father's name."""
    rng = family.rng
    born = family.births[son.personal_id]
    partner_sex = FEMALE if son.sex == MALE else MALE
    shift = int(abs(rng.gauss(2.5, 2)) * life.YEAR) * (1 if partner_sex == FEMALE else -1)
    birth = min(born + shift, life.BASE - int(19 * life.YEAR))
    name = family.world.names.family(rng)
    father, mother = family.outsiders(name, birth)
    if rng.random() < 0.02:
        son.marital = DIVORCED
        return
    relation = IN_LAW if is_staying else SPOUSE
    partner = family.add(
        home=home, sex=partner_sex, birth=birth, family_name=name, father=father, mother=mother, relation=relation
    )
    marry(son, partner)
    man, woman = (son, partner) if son.sex == MALE else (partner, son)
    days = life.children(rng, family.births[woman.personal_id])
    add_children(
        family,
        home=home,
        father=parent(man),
        mother=parent(woman),
        family_name=man.family_name,
        days=days,
        relation=GRANDCHILD if is_staying else CHILD,
    )
