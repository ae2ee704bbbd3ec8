"""The invented people hold together as a real register's do, are the same every time, and can be nobody real."""

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dean06.sandbox.population import export
from dean06.sandbox.population.__main__ import main
from dean06.sandbox.population.people.demo import BadFile, load_demo_people
from dean06.sandbox.population.people.person import COLUMNS, DEAD, FEMALE, MALE, Person, as_row
from dean06.sandbox.population.people.store import build, stock

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "protocols" / "demo_people.toml"
COUNT, SEED = 6_000, 6
LEAST_PARENT_YEARS, MOST_FLAWS = 14, 0.05


def write(folder: Path, *, seed: int = SEED, count: int = COUNT) -> Path:
    file = folder / f"{seed}-{count}.sqlite"
    build(file, seed=seed, count=count, demo=load_demo_people(DEMO))
    return file


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("population"))


@pytest.fixture(scope="module")
def people(file: Path) -> list[Person]:
    return [person for batch in stock(file) for person in batch]


def test_as_many_as_asked_each_with_a_number_no_province_has(people):
    assert len(people) == COUNT
    assert len({person.personal_id for person in people}) == COUNT
    assert all(person.personal_id.startswith("000") and len(person.personal_id) == 12 for person in people)


def test_numbers_tell_century_sex_and_year_unless_the_record_is_wrong(people):
    for person in (one for one in people if not one.flaw and not one.key and len(one.birth) == 10):
        century = 0 if person.birth < "2000" else 2
        assert int(person.personal_id[3]) == century + (person.sex == FEMALE)
        assert person.personal_id[4:6] == person.birth[2:4]


def test_the_people_of_the_demonstration_are_there_exactly_as_written(people):
    by_key = {person.key: person for person in people if person.key}
    for wanted in load_demo_people(DEMO):
        found = by_key[wanted.key]
        facts = (found.personal_id, found.full_name, found.sex, found.birth)
        assert facts == (wanted.personal_id, wanted.full_name, wanted.sex, wanted.birth)


def test_parents_are_older_than_their_children_and_of_the_right_sex(people):
    by_id = {person.personal_id: person for person in people}
    checked = 0
    for child in (one for one in people if not one.flaw):
        for parent_id, sex in ((child.father_id, MALE), (child.mother_id, FEMALE)):
            parent = by_id.get(parent_id)
            if parent is None or parent.flaw or len(parent.birth + child.birth) < 20:
                continue
            checked += 1
            assert parent.sex == sex
            assert int(child.birth[:4]) - int(parent.birth[:4]) >= LEAST_PARENT_YEARS
    assert checked > COUNT // 4


def test_marriages_are_mutual(people):
    by_id = {person.personal_id: person for person in people}
    married = [one for one in people if one.spouse_id in by_id and by_id[one.spouse_id].spouse_id]
    assert len(married) > COUNT // 10
    assert all(by_id[one.spouse_id].spouse_id == one.personal_id for one in married)


def test_every_household_has_one_head_and_lives_at_one_place(people):
    living = [one for one in people if one.household and one.status != DEAD]
    heads = Counter(one.household for one in living if one.relation == "01")
    assert set(heads.values()) == {1}
    homes = {(one.household, one.commune) for one in living}
    assert len(homes) == len({household for household, _ in homes})


def test_the_dead_died_after_they_were_born_and_before_today(people):
    dead = [one for one in people if one.status == DEAD and one.died_on]
    assert dead
    assert all(one.birth[:4] <= one.died_on[:4] <= str(date.today().year) for one in dead)  # noqa: DTZ011


def test_some_records_are_wrong_as_in_every_register(people):
    flawed = sum(bool(person.flaw) for person in people)
    assert 0 < flawed < COUNT * MOST_FLAWS


def test_there_are_twins_and_neighbours_of_the_same_name(people):
    births = Counter((one.mother_id, one.birth) for one in people if one.mother_id and len(one.birth) == 10)
    assert max(births.values()) >= 2
    names = Counter((one.full_name, one.commune, one.hamlet) for one in people)
    assert max(names.values()) >= 2


def test_the_same_seed_gives_the_same_people_and_more_begin_with_the_same(people, tmp_path):
    again = [one for batch in stock(write(tmp_path)) for one in batch]
    assert [as_row(one) for one in again] == [as_row(one) for one in people]
    more = [one for batch in stock(write(tmp_path, count=COUNT + 500)) for one in batch]
    assert [one.personal_id for one in more[: COUNT - 50]] == [one.personal_id for one in people[: COUNT - 50]]
    other = [one for batch in stock(write(tmp_path, seed=SEED + 1, count=1_000)) for one in batch]
    assert {one.personal_id for one in other if not one.key} != {one.personal_id for one in people if not one.key}


def test_the_parquet_file_holds_them_all_and_says_they_are_fictional(file, people, tmp_path):
    target = tmp_path / "people.parquet"
    assert export.to_parquet(file, target) == COUNT
    table = pq.read_table(target)
    assert table.schema.metadata[b"fictional"] == b"true"
    assert table.column_names == list(COLUMNS)
    assert table.slice(100, 1).to_pylist()[0]["personal_id"] == people[100].personal_id


@pytest.mark.parametrize("count", ["3", "1300001"])
def test_too_few_and_too_many_are_refused(count, capsys):
    assert main(["export", "--people", count]) == 2
    assert "people must be between" in capsys.readouterr().err


def test_a_file_of_people_not_marked_fictional_is_refused(tmp_path):
    (tmp_path / "people.toml").write_text("[[people]]\n", encoding="utf-8")
    with pytest.raises(BadFile, match="not marked as fictional"):
        load_demo_people(tmp_path / "people.toml")


def test_the_command_writes_a_script_for_psql(tmp_path):
    command = [sys.executable, "-m", "dean06.sandbox.population", "export", "--people", "500"]
    done = subprocess.run(
        [*command, "--sql", str(tmp_path / "people.sql")], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "people.sql").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("-- Dữ liệu hư cấu")
    assert lines[2].startswith("COPY fictional_people (personal_id")
    assert len(lines) == 500 + 4
    assert lines[-1] == "\\."
