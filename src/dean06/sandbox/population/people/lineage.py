"""How a family comes about: its founders, which child lives where, and now and then somebody beside them."""

from dataclasses import dataclass
from datetime import date
from random import Random

from dean06.sandbox.population.people import life
from dean06.sandbox.population.people.family import (
    ETHNIC,
    NO_DAY,
    RELIGIONS,
    Family,
    Home,
    Parent,
    World,
    add_couple,
    marry,
    parent,
    send_away,
)
from dean06.sandbox.population.people.person import CHILD, FEMALE, HEAD, LIVING, MALE, SINGLE, SPOUSE, WIDOWED, Person

LAST_FOUNDER = date(1966, 1, 1).toordinal()  # people of the demonstration born before found a family of their own
STAYING_SHARE, FAR_SHARE = 0.4, 0.15
SINGLE_SHARE, NAMESAKE_SHARE = 0.05, 0.02
DEPARTED_SHARE, DEPARTED_FROM = 0.35, 24  # grown-up children who are registered in another district
AWAY_SHARE, AWAY_AGES = 0.38, range(18, 36)
# Mothers who found a family: years of birth and how many of a hundred.
FOUNDERS = ((1930, 1945, 14), (1945, 1962, 40), (1962, 1980, 16), (1980, 2003, 52))


@dataclass
class Founders:
    """The couple at the top; a partner without a record is only a name."""

    surname: str
    mother_birth: int
    father_birth: int
    days: list[int]
    father: Parent
    mother: Parent
    home: Home
    has_head: bool = False
    has_heir: bool = False


def draw_family(world: World, rng: Random, pinned: Person | None = None) -> Family:
    """A family; ``pinned`` is a person with given facts who must be in it and stays as they are."""
    family = Family(world, rng, world.areas.draw(rng), RELIGIONS.spin(rng), ETHNIC.spin(rng))
    if pinned is None and rng.random() < SINGLE_SHARE:
        add_single(family)
        return family
    is_founder = pinned is not None and _day(pinned) < LAST_FOUNDER
    founders = _founders(family, pinned, is_founder)
    _couple(family, founders, pinned if is_founder else None)
    for index, day in enumerate(founders.days):
        _child(family, founders, day, pinned if pinned and not is_founder else None, index)
    _head_where_none(family, founders)
    if rng.random() < NAMESAKE_SHARE:
        _namesake(family)
    return family


def add_single(family: Family, *, near: Home | None = None, like: Person | None = None) -> Person:
    """A grown-up living alone; ``like`` gives them the name, sex and year of birth of another person."""
    rng = family.rng
    sex = like.sex if like else (MALE if rng.random() < 0.4 else FEMALE)
    birth = life.BASE - int((24 + rng.random() * 50) * life.YEAR)
    if like:
        birth = date(int(like.birth[:4]), 1 + int(rng.random() * 12), 1 + int(rng.random() * 28)).toordinal()
    name = like.family_name if like else family.world.names.family(rng)
    father, mother = family.outsiders(name, birth)
    person = family.add(
        home=family.home(near=near),
        sex=sex,
        birth=birth,
        family_name=name,
        father=father,
        mother=mother,
        relation=HEAD,
    )
    if like:
        person.middle_name, person.given_name = like.middle_name, like.given_name
    return person


def _day(person: Person) -> int:
    return date.fromisoformat(person.birth).toordinal()


def _founders(family: Family, pinned: Person | None, is_founder: bool) -> Founders:
    rng = family.rng
    mother_birth = _mother_birth(rng)
    gap = int(abs(rng.gauss(3, 2)) * life.YEAR)
    if pinned and is_founder:
        mother_birth = _day(pinned) + (gap if pinned.sex == MALE else 0)
    elif pinned:
        mother_birth = _day(pinned) - int((20 + rng.random() * 12) * life.YEAR)
    days = life.children(rng, mother_birth)
    if pinned and not is_founder:
        days = sorted([day for day in days if abs(day - _day(pinned)) > life.YEAR * 1.2] + [_day(pinned)])
    surname = family.world.names.family(rng)
    if pinned and not (is_founder and pinned.sex == FEMALE):
        surname = pinned.family_name
    nobody = Parent(personal_id="", name="")
    return Founders(surname, mother_birth, mother_birth - gap, days, nobody, nobody, family.home())


def _mother_birth(rng: Random) -> int:
    (first, last, _), *_ = rng.choices(FOUNDERS, weights=[share for _, _, share in FOUNDERS])
    return date(first, 1, 1).toordinal() + int(rng.random() * (last - first) * life.YEAR)


def _couple(family: Family, founders: Founders, pinned: Person | None) -> None:
    rng, births = family.rng, {MALE: founders.father_birth, FEMALE: founders.mother_birth}
    youngest = max(founders.days, default=life.REGISTER_STARTS)
    recorded: dict[int, Person] = {}
    for sex in (MALE, FEMALE):
        # A father lives at least to the last birth, a mother until the youngest is of age.
        needed = youngest + (life.ADULT * life.YEAR if sex == FEMALE else 0)
        dies = life.death(rng, sex, births[sex], at_least=(needed - births[sex]) / life.YEAR)
        is_pinned = pinned is not None and pinned.sex == sex
        name = founders.surname if sex == MALE else family.world.names.family(rng)
        if dies < life.REGISTER_STARTS and not is_pinned:
            _name_only(family, founders, sex, births[sex], name)
            continue
        father, mother = family.outsiders(pinned.family_name if pinned and is_pinned else name, births[sex])
        person = family.add(
            home=founders.home,
            sex=sex,
            birth=births[sex],
            family_name=name,
            father=father,
            mother=mother,
            dies=NO_DAY if is_pinned else dies,
            pinned=pinned if is_pinned else None,
        )
        recorded[sex] = person
        _as_founder(founders, person)
    if len(recorded) == 2:
        marry(recorded[MALE], recorded[FEMALE])
    for person in recorded.values():
        _widow(person)


def _name_only(family: Family, founders: Founders, sex: int, birth: int, name: str) -> None:
    full = family.world.names.full(family.rng, sex, date.fromordinal(birth).year, name)
    one = Parent(personal_id="", name=full)
    if sex == MALE:
        founders.father = one
    else:
        founders.mother = one


def _as_founder(founders: Founders, person: Person) -> None:
    if person.sex == MALE:
        founders.father = parent(person)
    else:
        founders.mother = parent(person)
    if person.status == LIVING:
        person.relation = SPOUSE if founders.has_head else HEAD
        founders.has_head = True


def _widow(person: Person) -> None:
    """Who founded a family and has no living partner on record is widowed."""
    if person.marital == SINGLE:
        person.marital = WIDOWED


def _child(family: Family, founders: Founders, day: int, pinned: Person | None, index: int) -> None:
    rng = family.rng
    is_pinned = pinned is not None and day == _day(pinned)
    sex = pinned.sex if pinned and is_pinned else _sex(family, founders, day, index)
    is_married = life.age(day) >= 27 if is_pinned else life.is_married(rng, sex, day)
    if not is_pinned and _has_left(rng, sex, day, is_married=is_married):
        return
    dies = NO_DAY if is_pinned or life.age(day) < life.ADULT else life.death(rng, sex, day)
    if dies < life.REGISTER_STARTS:
        return
    is_living = dies > life.BASE
    is_family = is_married and is_living
    is_heir = is_family and founders.has_head and not founders.has_heir and rng.random() < STAYING_SHARE
    founders.has_heir |= is_heir
    home = founders.home if is_heir or not is_family else _own_home(family, founders)
    person = family.add(
        home=home,
        sex=sex,
        birth=day,
        family_name=founders.surname,
        father=founders.father,
        mother=founders.mother,
        dies=dies,
        relation=CHILD if home is founders.home else HEAD,
        pinned=pinned if is_pinned else None,
    )
    if is_family:
        add_couple(family, person, home=home, is_staying=is_heir)
    elif life.age(day) in AWAY_AGES and not is_pinned:
        send_away(family, person, AWAY_SHARE)


def _has_left(rng: Random, sex: int, day: int, *, is_married: bool) -> bool:
    """Married daughters go to their husband's family, others for good to a city."""
    return (is_married and sex == FEMALE) or (life.age(day) >= DEPARTED_FROM and rng.random() < DEPARTED_SHARE)


def _sex(family: Family, founders: Founders, day: int, index: int) -> int:
    last = family.people[-1] if family.people else None
    is_twin = index > 0 and founders.days[index - 1] == day
    if is_twin and last and family.births[last.personal_id] == day and family.rng.random() < 0.6:
        return last.sex
    return MALE if family.rng.random() < 0.517 else FEMALE


def _own_home(family: Family, founders: Founders) -> Home:
    if family.rng.random() < FAR_SHARE:
        area = family.world.areas.draw(family.rng)
        hamlet = family.world.areas.hamlet(family.rng, area, family.world.names.hamlets)
        return Home(family.world.next_household(), area, hamlet)
    return family.home(near=founders.home)


def _head_where_none(family: Family, founders: Founders) -> None:
    """The eldest who is left keeps the house when both founders are gone."""
    if founders.has_head:
        return
    left = [one for one in family.people if one.household == founders.home.number]
    if left:
        eldest = min(left, key=lambda one: family.births[one.personal_id])
        for one in left:
            one.relation = "07"
        eldest.relation = HEAD


def _namesake(family: Family) -> None:
    """A neighbour of the same name and year of birth, not related: what makes registers hard."""
    grown = [one for one in family.people if one.household and life.age(family.births[one.personal_id]) >= 20]
    if grown:
        like = grown[int(family.rng.random() * len(grown))]
        add_single(family, near=Home(0, like.home_area, like.hamlet), like=like)
