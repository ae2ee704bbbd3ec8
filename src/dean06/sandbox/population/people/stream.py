"""The population as a stream: families one after the other, so that memory does not grow with their number."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from dean06.sandbox.population.people.areas import Areas
from dean06.sandbox.population.people.events import Event, draw_events
from dean06.sandbox.population.people.family import ETHNIC, RELIGIONS, Family, World
from dean06.sandbox.population.people.flaws import spoil
from dean06.sandbox.population.people.lineage import add_single, draw_family
from dean06.sandbox.population.people.person import Person

DEFAULT_PEOPLE, MAX_PEOPLE = 20_000, 1_300_000
DEFAULT_SEED = 6
UNIT_BITS = 40  # families of one seed never share a generator with those of another


def families(seed: int, count: int, demo: list[Person]) -> Iterator[tuple[list[Person], list[Event]]]:
    """(people of the stock, later events) of each family until ``count`` people are there, the demo's families first.

    The same arguments give the same people in the same order, on every machine. A smaller count gives the beginning of
    a larger one, but for the last family, which is people living alone.
    """
    if not len(demo) <= count <= MAX_PEOPLE:
        raise ValueError(f"people must be between {len(demo)} and {MAX_PEOPLE}")
    world = World(areas=Areas())
    pinned: list[Person | None] = [*demo]
    left, unit = count, 0
    while left:
        rng = Random((seed << UNIT_BITS) + unit)  # noqa: S311 - invented people, not secrets
        given = pinned[unit] if unit < len(pinned) else None
        wanted = replace(given) if given else None
        family = draw_family(world, rng, given)
        if wanted:
            _settle(family, wanted)
        unit += 1
        if len(family.people) > left - max(0, len(pinned) - unit):
            if unit <= len(pinned):
                raise ValueError(f"{count} people are too few for the families of the demonstration")
            family = _alone(world, rng, left)
        left -= len(family.people)
        events = draw_events(family)
        for person in family.people:
            spoil(person, rng)
        yield family.people, events


def _settle(family: Family, wanted: Person) -> None:
    """Who is given lives where the file says, with the whole household, and is of the majority as their card has it."""
    person = next(one for one in family.people if one.key == wanted.key)
    person.ethnic, person.religion = wanted.ethnic, wanted.religion
    if wanted.home_area:
        for one in family.people:
            if one.household == person.household:
                one.home_area, one.hamlet = wanted.home_area, wanted.hamlet
                one.commune = family.world.areas.successor(wanted.home_area)


def _alone(world: World, rng: Random, count: int) -> Family:
    family = Family(world, rng, world.areas.draw(rng), RELIGIONS.spin(rng), ETHNIC.spin(rng))
    for _ in range(count):
        add_single(family)
    return family
