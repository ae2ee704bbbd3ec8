"""What happens to a family after the base day: births, deaths, moves, marriages, corrections; recorded days later."""

from dataclasses import dataclass
from datetime import date
from math import exp

from dean06.sandbox.population.people import life
from dean06.sandbox.population.people.family import Family, Home, Parent
from dean06.sandbox.population.people.person import (
    CHILD,
    DEAD,
    FEMALE,
    GRANDCHILD,
    HEAD,
    IN_LAW,
    LIVING,
    MALE,
    MARRIED,
    OTHER,
    SINGLE,
    SPOUSE,
    WIDOWED,
    Person,
)

HORIZON_YEARS = 3
HORIZON = int(HORIZON_YEARS * life.YEAR)
MAX_DELAY_DAYS = 45  # from what happened to its record
BIRTH_RATE, MOVE_RATE, AWAY_RATE, CORRECTION_RATE = 0.13, 0.02, 0.03, 0.006  # per person (or wife) and year
MOTHER_AGES, MOVER_AGES = range(20, 39), range(19, 41)


@dataclass(frozen=True, kw_only=True)
class Event:
    """A change of one record: ``patch`` are new values of columns; ``born`` is the new record of a birth."""

    kind: str
    personal_id: str
    occurred: int
    recorded: int
    patch: dict[str, object]
    born: Person | None = None


def draw_events(family: Family) -> list[Event]:
    """All later events of a family as it is drawn; people of the demonstration are left alone."""
    events: list[Event] = []
    living = [one for one in family.people if one.status == LIVING]
    by_id = {one.personal_id: one for one in living}
    for person in living:
        if not person.key:
            _one_fate(family, person, by_id, events)
    return events


def _one_fate(family: Family, person: Person, by_id: dict[str, Person], events: list[Event]) -> None:
    """At most one of the four: a person who dies does not move as well."""
    rng, years = family.rng, life.age(family.births[person.personal_id])
    if rng.random() < _mortality(person.sex, years) and _may_die(person, by_id):
        _death(family, person, by_id, events)
    elif _is_mother(person, years) and rng.random() < BIRTH_RATE * HORIZON_YEARS:
        _birth(family, person, by_id, events)
    elif years in MOVER_AGES and person.marital == SINGLE and person.relation != HEAD:
        dice = rng.random() / HORIZON_YEARS
        if dice < MOVE_RATE:
            _move(family, person, events)
        elif dice < MOVE_RATE + AWAY_RATE:
            _event(family, events, "move", person, current=family.world.areas.draw_away(rng))
    elif rng.random() < CORRECTION_RATE * HORIZON_YEARS:
        _correction(family, person, events)


def _mortality(sex: int, years: int) -> float:
    """Chance to die within the horizon at this age."""
    mode = life.MODE[sex]
    return 1 - exp(exp((years - mode) / life.SPREAD) - exp((years + HORIZON_YEARS - mode) / life.SPREAD))


def _is_mother(person: Person, years: int) -> bool:
    return person.sex == FEMALE and person.marital == MARRIED and years in MOTHER_AGES and bool(person.spouse_id)


def _may_die(person: Person, by_id: dict[str, Person]) -> bool:
    """Heads of a house with others in it stay: who follows them is a decision no register takes by itself."""
    return person.relation != HEAD or not any(
        one is not person and one.household == person.household for one in by_id.values()
    )


def _event(
    family: Family, events: list[Event], kind: str, person: Person, day: int = 0, **patch: object
) -> tuple[int, int]:
    """Add an event of a column patch on a day (any day when 0): (occurred, recorded)."""
    rng = family.rng
    occurred = day or life.BASE + int(rng.random() * HORIZON)
    recorded = occurred + 1 + int(rng.random() * MAX_DELAY_DAYS)
    patch["updated_on"] = date.fromordinal(recorded).isoformat()
    events.append(Event(kind=kind, personal_id=person.personal_id, occurred=occurred, recorded=recorded, patch=patch))
    return occurred, recorded


def _death(family: Family, person: Person, by_id: dict[str, Person], events: list[Event]) -> None:
    day = life.BASE + int(family.rng.random() * HORIZON)
    died = date.fromordinal(day).isoformat()
    _event(family, events, "death", person, day, status=DEAD, died_on=died, household=0, relation="", current="")
    partner = by_id.get(person.spouse_id)
    if partner and not partner.key:
        _event(family, events, "marriage", partner, day, marital=WIDOWED, spouse_id="", spouse_name="")


def _birth(family: Family, mother: Person, by_id: dict[str, Person], events: list[Event]) -> None:
    rng, father = family.rng, by_id.get(mother.spouse_id)
    if father is None:
        return
    day = life.BASE + int(rng.random() * HORIZON)
    recorded = day + 1 + int(rng.random() * MAX_DELAY_DAYS)
    sex = MALE if rng.random() < 0.517 else FEMALE
    in_house = GRANDCHILD if IN_LAW in {mother.relation, father.relation} else CHILD
    stock = len(family.people)
    child = family.add(
        home=Home(mother.household, mother.home_area, mother.hamlet),
        sex=sex,
        birth=day,
        family_name=father.family_name,
        father=Parent(personal_id=father.personal_id, name=father.full_name),
        mother=Parent(personal_id=mother.personal_id, name=mother.full_name),
        relation=in_house if {mother.relation, father.relation} & {HEAD, SPOUSE, IN_LAW} else OTHER,
    )
    del family.people[stock:]
    child.since = child.updated_on = date.fromordinal(recorded).isoformat()
    # Registered after the reorganisation: there is no address in the old codes.
    child.home_area = child.birth_area = child.origin_area = ""
    events.append(
        Event(kind="birth", personal_id=child.personal_id, occurred=day, recorded=recorded, patch={}, born=child)
    )


def _move(family: Family, person: Person, events: list[Event]) -> None:
    """Out of the parents' house into one of their own, in any of today's communes."""
    rng, world = family.rng, family.world
    codes = world.areas.new_codes
    _event(
        family,
        events,
        "move",
        person,
        home_area="",
        commune=codes[int(rng.random() * len(codes))],
        hamlet=f"thôn {int(1 + rng.random() * 9)}",
        household=world.next_household(),
        relation=HEAD,
        current="",
    )


def _correction(family: Family, person: Person, events: list[Event]) -> None:
    rng = family.rng
    if rng.random() < 0.5:
        _event(family, events, "correction", person, blood=1 + int(rng.random() * 4))
        return
    middle, given = family.world.names.own(rng, person.sex, int(person.birth[:4]))
    _event(family, events, "correction", person, middle_name=middle, given_name=given)
