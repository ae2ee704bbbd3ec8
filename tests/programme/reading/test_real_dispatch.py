"""The real dispatch, whole: every unit in every role, every deadline, tool, group and contradiction, both annexes."""

from pathlib import Path

import pytest
from tests.programme.reading import gold

from dean06.programme.reading import Account, DispatchReading, read_file, to_json
from dean06.programme.reading.contradictions.values import deadline_value
from dean06.programme.reading.tools import tool_key

FOLDER = Path(__file__).parents[4] / "shared" / "input"
FILE = next(iter(sorted(FOLDER.glob("*.txt"))), None)
NUMBERS = range(1, 24)

pytestmark = pytest.mark.skipif(FILE is None, reason="the real dispatch is not beside this copy of the project")


@pytest.fixture(scope="module")
def reading() -> DispatchReading:
    assert FILE is not None
    return read_file(FILE)


def account(reading: DispatchReading, number: int, side: str) -> Account:
    pilot = next(p for p in reading.pilots if p.number == number)
    found = pilot.narrative if side == "narrative" else pilot.table
    assert found is not None
    return found


def test_all_pilots_are_there(reading: DispatchReading) -> None:
    assert [pilot.number for pilot in reading.pilots] == list(NUMBERS)


@pytest.mark.parametrize("side", ["narrative", "table"])
@pytest.mark.parametrize("number", NUMBERS)
def test_units_and_deadline(reading: DispatchReading, number: int, side: str) -> None:
    lead, is_request, coordinate, force, deadline = (gold.NARRATIVE if side == "narrative" else gold.TABLE)[number]
    found = account(reading, number, side)
    assert found.names("lead") == lead
    assert found.lead_is_request == is_request
    assert found.names("coordinate") == coordinate
    assert found.names("force") == force
    value = deadline_value(found.deadline)
    assert (value and (value["kind"], value["date"], value["bound"])) == deadline


@pytest.mark.parametrize("number", NUMBERS)
def test_tools(reading: DispatchReading, number: int) -> None:
    for side, tools in zip(("narrative", "table"), gold.TOOLS[number], strict=True):
        assert [tool_key(t) for t in account(reading, number, side).tools] == [tool_key(t) for t in tools], side


@pytest.mark.parametrize("number", NUMBERS)
def test_contradictions(reading: DispatchReading, number: int) -> None:
    pilot = next(p for p in reading.pilots if p.number == number)
    types = [found.type for found in pilot.inconsistencies]
    assert len(types) == len(set(types))
    assert set(types) == gold.CONTRADICTIONS[number]


def test_contradictions_of_the_document(reading: DispatchReading) -> None:
    found = [(f.type, f.narrative, f.table) for f in reading.inconsistencies]
    days = [f for f in reading.inconsistencies if f.type == "deadline_non_working_day"]
    assert sorted(map(str, gold.DOCUMENT)) == sorted(str(f) for f in found if f[0] != "deadline_non_working_day")
    assert [f.field for f in days] == ["obligations.2"]


def test_groups(reading: DispatchReading) -> None:
    assert {g.code: (g.declared_count, list(g.pilots)) for g in reading.groups} == gold.GROUPS


def test_the_letter(reading: DispatchReading) -> None:
    letter = reading.letter
    assert (letter.issuer, letter.symbol, letter.number, letter.issued_on) == (
        "ỦY BAN NHÂN DÂN HUYỆN ĐỨC THỌ", "UBND-CA", "", None,
    )  # fmt: skip
    assert (letter.signer_title, letter.place) == ("CHỦ TỊCH", "Đức Thọ")
    assert len(letter.signer.split()) == 3
    assert (len(letter.addressees), len(letter.copies)) == (3, 8)
    assert [(c.label, str(c.issued_on)) for c in letter.bases] == [
        ("06/QĐ-TTg", "2022-01-06"),
        ("30-CT/HU", "2023-06-07"),
        ("490/KH-UBND", "2023-03-10"),
        ("64/KHPH-TCTĐA06/CPTW-TCTĐA06/CPHT", "2023-07-12"),
    ]
    assert letter.declared_pilots == 23
    plan = [duty for duty in letter.obligations if duty.asks_for_plan]
    assert [(d.number, d.deadline and str(d.deadline.date), d.deadline and d.deadline.bound) for d in plan] == [
        (2, "2023-12-03", "exclusive")
    ]
    third = letter.obligations[2]
    assert [u.name for u in third.lead] == [gold.CAH]
    assert [u.name for u in third.coordinate] == [gold.VP, gold.VHTT]


def test_titles_have_their_letters_back(reading: DispatchReading) -> None:
    titles = {pilot.number: pilot.title for pilot in reading.pilots}
    assert "nội bộ cho toàn bộ cán bộ" in titles[11]
    assert "hỗ trợ khởi" not in titles[10]
    assert titles[17].startswith("triển khai tích hợp thông tin Sổ sức khỏe điện tử")


def test_nothing_is_left_unresolved_and_every_span_holds_its_words(reading: DispatchReading) -> None:
    assert reading.unresolved == ()
    for pilot in reading.pilots:
        for found in (pilot.narrative, pilot.table):
            assert found is not None
            for unit in (*found.lead, *found.coordinate, *found.force):
                inside = " ".join(reading.quote(unit.span).split())
                assert unit.written.split()[0] in inside
                assert found.span.start <= unit.span.start < unit.span.end <= found.span.end


def test_every_contradiction_says_who_decides_and_quotes_both_sides(reading: DispatchReading) -> None:
    for pilot in reading.pilots:
        for found in pilot.inconsistencies:
            assert found.may_decide in ("leader", "coordinator")
            assert found.narrative_quote
            assert found.table_quote


def test_json_spans_point_at_the_pilots_words(reading: DispatchReading) -> None:
    for pilot in to_json(reading)["pilots"]:
        for side in ("narrative", "table"):
            start, end = pilot[side]["span"]
            assert 0 <= start < end <= len(reading.text)
