"""The map of persons against a dictionary and against its definition written down naively."""

from datetime import date
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.audit import person_map
from dean06.kernel.audit.person_map import EMPTY, Path, Person
from dean06.kernel.audit.tree import ProofError


def person(number: int, count: int = 1) -> Person:
    return Person(person_map.key_of(UUID(int=number)), count, sha256(str(count).encode()).digest())


def naive_root(persons: list[Person], bit: int = 0) -> bytes:
    """A person alone is its leaf; else a node wherever a bit tells some from others."""
    if len(persons) < 2:
        return persons[0].leaf if persons else EMPTY
    sides = [[one for one in persons if one.key[bit // 8] >> 7 - bit % 8 & 1 == side] for side in (0, 1)]
    if not all(sides):
        return naive_root(persons, bit + 1)
    left, right = (naive_root(side, bit + 1) for side in sides)
    return sha256(b"\x11" + bytes([bit]) + left + right).digest()


class Stored:
    """Pages and buckets in memory, updated as the database's are."""

    def __init__(self) -> None:
        self.persons: dict[bytes, Person] = {}
        self.pages = {b"": person_map.blank()}
        self.root = EMPTY

    def update(self, *changed: Person) -> None:
        self.persons.update({one.key: one for one in changed})
        prefixes = {one.prefix for one in changed}
        for prefix in prefixes:
            self.pages.setdefault(prefix[:1], person_map.blank())
        touched = [one for one in self.persons.values() if one.prefix in prefixes]
        self.root = person_map.refold(person_map.by_prefix(touched), self.pages)

    def find(self, key: bytes) -> Path:
        return person_map.find(key, lambda prefix: self.pages[prefix], lambda prefix: self.bucket(prefix))

    def bucket(self, prefix: bytes) -> list[Person]:
        return person_map.by_prefix(self.persons.values()).get(prefix, [])


few = st.integers(0, 60)


@given(st.lists(st.dictionaries(few, st.integers(1, 9), max_size=8), max_size=6))
def test_any_order_of_changes_gives_the_root_of_the_set(batches: list[dict[int, int]]) -> None:
    stored, model = Stored(), {}
    for batch in batches:
        stored.update(*(person(number, count) for number, count in batch.items()))
        model.update(batch)
    assert stored.root == naive_root([person(number, count) for number, count in model.items()])


@given(st.dictionaries(few, st.integers(1, 9)), few)
def test_presence_and_absence_are_proven_and_nothing_else_is(model: dict[int, int], asked: int) -> None:
    stored = Stored()
    stored.update(*(person(number, count) for number, count in model.items()))
    key = person(asked).key
    path = stored.find(key)
    proven = person_map.verify(key, path, stored.root)
    assert proven == (person(asked, model[asked]) if asked in model else person_map.nobody_yet(key))
    other = sha256(b"other").digest()
    for root in (other, bytes(32)) if model else (other,):
        with pytest.raises(ProofError):
            person_map.verify(key, path, root)
    if path.found:
        richer = Person(path.found.key, path.found.count + 1, path.found.head)
        with pytest.raises(ProofError):
            person_map.verify(key, Path(richer, path.steps), stored.root)
        with pytest.raises(ProofError):
            person_map.verify(key, Path(None, path.steps), stored.root)
    if path.steps:
        for steps in (path.steps[1:], path.steps[:-1], (*path.steps, path.steps[0]), path.steps[::-1]):
            if steps != path.steps:
                with pytest.raises(ProofError):
                    person_map.verify(key, Path(path.found, steps), stored.root)


@given(st.sets(few, min_size=2), st.data())
def test_a_person_who_is_there_cannot_be_denied(numbers: set[int], data: st.DataObject) -> None:
    """Whoever shows another person's true leaf and path instead of one's own is found out."""
    stored = Stored()
    stored.update(*(person(number) for number in numbers))
    mine, other = data.draw(st.lists(st.sampled_from(sorted(numbers)), min_size=2, max_size=2, unique=True))
    path = stored.find(person(other).key)
    with pytest.raises(ProofError):
        person_map.verify(person(mine).key, path, stored.root)


def test_the_empty_map_proves_that_nobody_is_there() -> None:
    key = person(1).key
    assert Stored().find(key) == Path(None, ())
    assert person_map.verify(key, Path(None, ()), EMPTY) == person_map.nobody_yet(key)


def test_a_chain_commits_to_order_place_and_day() -> None:
    start, a, b = person_map.nobody_yet(person(1).key), sha256(b"a").digest(), sha256(b"b").digest()
    chain = person_map.link(person_map.link(start, 3, a, None), 7, b, date(2024, 1, 1))
    assert chain.count == 2
    first = sha256(b"\x12" + start.key + (3).to_bytes(8, "big") + a).digest()
    assert chain.head == sha256(b"\x12" + first + (7).to_bytes(8, "big") + b + b"2024-01-01").digest()


def test_twenty_thousand_persons_make_short_paths() -> None:
    stored = Stored()
    everybody = [person(number) for number in range(20_000)]
    stored.update(*everybody)
    assert stored.root == naive_root(everybody)
    path = stored.find(person(7).key)
    assert path.found == person(7)
    assert len(path.steps) < 40
