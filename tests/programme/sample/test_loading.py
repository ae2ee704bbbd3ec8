"""The facts themselves: complete, and the same contradictions as the dispatch of November 2023."""

import pytest

from dean06.kernel.parties.names import resolve
from dean06.programme.sample import NAMES, gold, load
from dean06.programme.sample.loading import units


@pytest.mark.parametrize(("name", "count"), [("duc_tho", 23), ("binh_yen", 9), ("son_giang", 14)])
def test_every_assignment_is_there_once(name: str, count: int) -> None:
    assert [pilot.number for pilot in load(name).pilots] == list(range(1, count + 1))


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        load("nowhere")


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_named_is_described(name: str) -> None:
    facts = load(name)
    for pilot in facts.pilots:
        keys = [key for fact in (pilot.narrative, pilot.table) if fact for key in fact.force]
        keys += list(pilot.table.lead + pilot.table.coordinate) if pilot.table else []
        keys += [key for c in (pilot.narrative.clauses if pilot.narrative else ()) for key in c.units + c.partners]
        assert set(keys) <= set(facts.units), pilot.number


@pytest.mark.parametrize("key", sorted(units()))
def test_spellings_lead_to_the_canonical_name(key: str) -> None:
    unit = units()[key]
    for spelling in (unit.name, *unit.long, *unit.short):
        found = resolve(spelling)
        assert found is not None, spelling
        assert (found.name, found.is_generic) == (unit.name, unit.generic), spelling


def test_the_facts_agree_with_the_manifests() -> None:
    from dean06.kernel.manifest.registry import all_pilots

    facts = {pilot.number: pilot for pilot in load().pilots}
    assert {pilot.number for pilot in all_pilots()} == set(facts)
    groups = {pilot.number: group.code for group in load().groups for pilot in group.pilots}
    assert {pilot.number: pilot.group for pilot in all_pilots()} == groups


@pytest.mark.parametrize("role", ["lead", "coordinate", "force"])
@pytest.mark.parametrize("side", ["narrative", "table"])
def test_the_manifests_read_the_same_units(side: str, role: str) -> None:
    """Two people read the dispatch: one wrote the manifests, one these facts."""
    from dean06.kernel.manifest.registry import all_pilots

    for pilot, truth in zip(all_pilots(), gold(load())["pilots"], strict=True):
        reading = truth[side]
        optional = set(reading.get("may_coordinate", ())) if role == "coordinate" else set()
        assert set(getattr(getattr(pilot, side), role)) - optional == set(reading[role]) - optional, pilot.number


def test_group_counts_of_the_dispatch() -> None:
    groups = gold(load())["groups"]
    assert [(g["code"], g["declared_count"], g["actual_count"]) for g in groups] == [
        ("I", 3, 3),
        ("II", 8, 7),
        ("III", 7, 8),
        ("IV", 2, 2),
        ("V", 3, 3),
    ]


# Read off the dispatch by hand, pilot by pilot; the rest of the truth is worked out by rule.
CONTRADICTIONS = {
    1: {"quantity_mismatch", "deadline_mismatch", "lead_missing"},
    2: {"lead_mismatch", "lead_is_request", "lead_multiple", "force_mismatch"},
    3: {"lead_mismatch", "lead_is_request"},
    4: {"lead_also_coordinator", "lead_also_force", "coordinator_mismatch", "tools_mismatch"},
    5: {"lead_mismatch", "lead_also_force", "coordinator_mismatch", "deadline_non_working_day"},
    6: {"lead_also_coordinator", "deadline_mismatch", "force_mismatch"},
    7: {"lead_also_coordinator", "force_mismatch"},
    8: {"lead_missing", "coordinator_mismatch"},
    10: {"lead_mismatch", "lead_is_request"},
    12: {"lead_mismatch", "lead_is_request", "deadline_non_working_day"},
    15: {"lead_mismatch", "coordinator_mismatch", "force_mismatch"},
    18: {"level_mismatch", "coordinator_mismatch"},
    20: {"lead_mismatch", "force_mismatch"},
    22: {"lead_missing", "deadline_missing", "lead_also_force"},
}


@pytest.mark.parametrize("number", sorted(CONTRADICTIONS))
def test_contradictions_of_the_dispatch(number: int) -> None:
    pilot = gold(load())["pilots"][number - 1]
    assert CONTRADICTIONS[number] <= {finding["type"] for finding in pilot["inconsistencies"]}


def test_leads_that_are_only_requested() -> None:
    requested = [p["number"] for p in gold(load())["pilots"] if p["table"]["lead_is_request"]]
    assert requested == [2, 3, 10, 12, 13, 14, 16, 17, 21, 23]
