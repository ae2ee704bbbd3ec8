"""The reader against the truth: every sample dispatch, in every format and layout, more and more damaged.

The truth is worked out from the facts and knows nothing of the reader's rules, so each can catch the other.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.programme.mutate import MUTATIONS, Mutation
from tests.programme.sample.compare import FIELDS, differences

from dean06.programme.reading import read_bytes, to_json
from dean06.programme.sample import DAMAGES, LAYOUTS, NAMES, generate, gold, load
from dean06.programme.sample.printing import docx_of, pdf_of

# Layouts that print what `duc_tho` and `binh_yen` say; the plan of `son_giang` has no table to lay out.
SHAPES = [
    (name, layout)
    for name in NAMES
    for layout in LAYOUTS
    if name != "son_giang" or layout in {"standard", "no_groups", "plain_titles"}
]
SEEDS = (6, 1, 2)
# Every layout once, and the usual one with other words and other letters lost.
DAMAGED = [(name, layout, "real", SEEDS[0]) for name, layout in SHAPES] + [
    (name, "standard", damage, seed) for name in NAMES for damage in ("light", "real") for seed in SEEDS[1:]
]
# Heavily damaged words may be lost; who leads, by when and in which group must not be.
HEAVY_FIELDS = frozenset(
    {"numbers", "groups", "group_count", "obligations", "narrative.lead", "table.lead", "narrative.deadline"}
    | {"table.deadline", "table.lead_is_request", "document.number", "document.date"}
)
# What a letter lost from an unlucky place may cost: a word of a title or tool, and the findings that hang on words.
REAL_FIELDS = frozenset(FIELDS) - {"narrative.tools", "table.tools", "worded_findings"}

REAL = next(iter(sorted((Path(__file__).parents[4] / "shared" / "input").glob("*.txt"))), None)


@cache
def truth(name: str, layout: str) -> dict[str, Any]:
    return gold(load(name), LAYOUTS[layout])


def read(data: bytes, filename: str) -> dict[str, Any]:
    """Through JSON text, as the command prints it."""
    document: dict[str, Any] = json.loads(json.dumps(to_json(read_bytes(data, filename)), ensure_ascii=False))
    return document


@cache
def flat(name: str, layout: str, damage: str, seed: int) -> str:
    return generate(load(name), damage=DAMAGES.get(damage), seed=seed, layout=LAYOUTS[layout])


@pytest.mark.skipif(REAL is None, reason="the real dispatch is not beside this copy of the project")
def test_the_real_dispatch() -> None:
    """The facts were taken from it by a person, so both its readings must come out of it."""
    assert REAL is not None
    found = read(REAL.read_bytes(), REAL.name)
    assert differences(truth("duc_tho", "standard"), found, REAL_FIELDS) == []


@pytest.mark.parametrize(("name", "layout"), SHAPES)
def test_undamaged_text(name: str, layout: str) -> None:
    found = read(flat(name, layout, "", 6).encode(), "cong-van.txt")
    assert differences(truth(name, layout), found) == []


@pytest.mark.parametrize(("name", "layout", "damage", "seed"), DAMAGED)
def test_damaged_text(name: str, layout: str, damage: str, seed: int) -> None:
    found = read(flat(name, layout, damage, seed).encode(), "cong-van.txt")
    assert differences(truth(name, layout), found, REAL_FIELDS) == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_heavily_damaged_text(name: str, seed: int) -> None:
    found = read(flat(name, "standard", "heavy", seed).encode(), "cong-van.txt")
    assert differences(truth(name, "standard"), found, HEAVY_FIELDS) == []


@pytest.mark.parametrize(("name", "layout"), SHAPES)
def test_docx(name: str, layout: str) -> None:
    found = read(docx_of(load(name), seed=6, layout=LAYOUTS[layout]), "cong-van.docx")
    assert differences(truth(name, layout), found) == []


@pytest.mark.parametrize(("name", "layout"), SHAPES)
def test_pdf(name: str, layout: str) -> None:
    found = read(pdf_of(load(name), seed=6, layout=LAYOUTS[layout]), "cong-van.pdf")
    assert differences(truth(name, layout), found) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
@pytest.mark.parametrize("name", NAMES)
def test_mutated_text(name: str, mutation: Mutation) -> None:
    """A mutation may change only what it says it may."""
    text = mutation(flat(name, "standard", "", 6), 1)
    found = read(text.encode(), "cong-van.txt")
    assert differences(truth(name, "standard"), found, mutation.keeps & REAL_FIELDS) == []
