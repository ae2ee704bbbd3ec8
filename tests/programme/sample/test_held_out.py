"""Dispatches the reader was never tuned on: how many it reads exactly, and that nobody is made a lead who is not.

Nothing may be mended for these seeds. Where one goes wrong, find the rule on other seeds; if that cannot be done,
say so in docs/adr/0010-reading-dispatches.md and here.
"""

from typing import Any

import pytest
from tests.programme.sample.compare import TOGETHER, differences
from tests.programme.sample.test_reader_agrees import HEAVY_FIELDS, REAL_FIELDS, read, truth

from dean06.kernel.parties.names import all_units
from dean06.programme.sample import DAMAGES, NAMES, generate, load

SEEDS = range(21, 41)
FIELDS = {"real": REAL_FIELDS, "heavy": HEAVY_FIELDS}
# Of 20 files each, at least so many are read without any difference; fewer is a step back.
EXACT = {
    ("duc_tho", "real"): 20,
    ("duc_tho", "heavy"): 16,
    ("binh_yen", "real"): 20,
    ("binh_yen", "heavy"): 20,
    ("son_giang", "real"): 18,
    ("son_giang", "heavy"): 18,
}
KNOWN = frozenset(unit.name for unit in all_units())


def wrong_leads(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Known units read as lead that do not lead. A missing lead is flagged, and so is a name nobody knows."""
    sides = {(p["number"], side): p[side] for p in expected["pilots"] for side in ("narrative", "table")}
    return [
        f"{pilot['number']} {side}: {name}"
        for pilot in found["pilots"]
        for side in ("narrative", "table")
        if pilot[side]
        for name in pilot[side]["lead"]
        if name in KNOWN and not _leads(name, (sides.get((pilot["number"], side)) or {}).get("lead", []))
    ]


def _leads(name: str, leads: list[str]) -> bool:
    """One half of a collective lead is less than was said, and nothing else than was said."""
    return name in leads or any(name in TOGETHER.get(lead, ()) for lead in leads)


@pytest.mark.parametrize(("name", "damage"), sorted(EXACT))
def test_held_out_dispatches(name: str, damage: str) -> None:
    exact = 0
    for seed in SEEDS:
        text = generate(load(name), damage=DAMAGES[damage], seed=seed)
        found = read(text.encode(), "cong-van.txt")
        expected = truth(name, "standard")
        assert wrong_leads(expected, found) == [], seed
        exact += differences(expected, found, FIELDS[damage]) == []
    assert exact >= EXACT[name, damage]


def test_every_sample_is_held_to_it() -> None:
    assert {name for name, _ in EXACT} == set(NAMES)


def test_a_wrong_lead_is_seen() -> None:
    expected = truth("duc_tho", "standard")
    assert wrong_leads(expected, expected) == []
    other = {"pilots": [{"number": 4, "narrative": None, "table": {"lead": ["Công an huyện", "Phòng tế"]}}]}
    assert wrong_leads(expected, other) == ["4 table: Công an huyện"]
