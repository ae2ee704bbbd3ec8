"""What extraction from a bad PDF does to letters: glyphs without a mapping come out as spaces, font by font.

Digits are never touched, and a lost letter always leaves its place empty, so every text keeps its length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from dean06.programme.papers import BODY, BOLD, LABEL, Para
from dean06.programme.sample.blocks import CELL

_PROTECTED = re.compile(r"^[IVX]+\.?(?=\s)|^\d+(?:\.\d+)*|\b[IVX]+/\d{4}|\d+(?:[/.-]\d+)+|\S*/\S*")
_SOFT_MARKS = ".:"
MILD_LABEL = frozenset("ụệểựườồMăơ")
HARSH_LABEL_KEEPS = frozenset("nih :")


@dataclass(frozen=True, kw_only=True)
class Damage:
    """How much is lost. `lost`: glyphs each font has no mapping for; the shares are probabilities.

    `bad_fonts`: that a stretch is set in the damaged font; `harsh_labels`: that a label loses nearly everything;
    `slips`: that a single letter of the prose is lost; `marks`: that the dot or colon of a title is lost;
    `breaks_rows`: whether a row cut by the end of a page is printed as two interleaved halves.
    """

    name: str
    lost: Mapping[str, frozenset[str]] = field(default_factory=dict)
    bad_fonts: float = 0.0
    harsh_labels: float = 0.0
    slips: float = 0.0
    marks: float = 0.0
    breaks_rows: bool = False


LIGHT = Damage(
    name="light",
    lost={BODY: frozenset("ồỗ"), CELL: frozenset("ồỗ"), BOLD: frozenset("ỗ"), LABEL: frozenset("ụệ")},
    bad_fonts=0.6,
)
REAL = Damage(
    name="real",
    lost={BODY: frozenset("ồỗĩ"), CELL: frozenset("ồỗM"), BOLD: frozenset("kMóaLồ"), LABEL: MILD_LABEL},
    bad_fonts=0.75,
    harsh_labels=0.6,
    slips=0.0008,
    marks=0.5,
    breaks_rows=True,
)
HEAVY = Damage(
    name="heavy",
    lost={
        BODY: frozenset("ồỗĩíộ"),
        CELL: frozenset("ồỗMkíộ"),
        BOLD: frozenset("kMóaLồcư"),
        LABEL: MILD_LABEL,
    },
    bad_fonts=1.0,
    harsh_labels=0.9,
    slips=0.006,
    marks=0.8,
    breaks_rows=True,
)
DAMAGES: dict[str, Damage] = {damage.name: damage for damage in (LIGHT, REAL, HEAVY)}


def damaged(para: Para, damage: Damage | None, rng: Random) -> str:
    """The paragraph's text with the letters its fonts lost replaced by spaces; same length as the text."""
    if damage is None:
        return para.text
    keep = {i for match in _PROTECTED.finditer(para.text) for i in range(*match.span())}
    out: list[str] = []
    for run in para.runs:
        harsh = run.style == LABEL and rng.random() < damage.harsh_labels
        lost = damage.lost.get(run.style, frozenset()) if rng.random() < damage.bad_fonts else frozenset()
        for char in run.text:
            if len(out) in keep:
                goes = False
            elif harsh:
                goes = not char.isdigit() and char not in HARSH_LABEL_KEEPS
            else:
                goes = _is_lost(char, lost, damage.marks if run.style == BOLD else 0.0, damage.slips, rng)
            out.append(" " if goes else char)
    return "".join(out)


def _is_lost(char: str, lost: frozenset[str], marks: float, slips: float, rng: Random) -> bool:
    if char.isdigit():
        return False
    if char in _SOFT_MARKS:
        return rng.random() < marks
    return char in lost or (char.isalpha() and rng.random() < slips)
