"""What happened in the fictional district, read from story.toml: the history the demo is seeded with."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

STORY_FILE = Path(__file__).with_name("story.toml")
RECEIVED_ON = date(2023, 11, 27)
REORGANISED_ON = date(2025, 7, 1)


@dataclass(frozen=True, kw_only=True)
class Line:
    """On a day somebody did something about an assignment (0: the whole directive), in these words.

    ``act`` names a method of the teller in seed.py. ``units``: whose plans, the lead decided, the unit inspected.
    ``day``: the deadline decided or asked for. ``kind``: the type of contradiction a note is about.
    """

    on: date
    who: str
    act: str
    number: int = 0
    words: str = ""
    percent: int = 0
    units: tuple[str, ...] = ()
    day: date | None = None
    kind: str = ""


def story() -> list[Line]:
    """All lines, in order of their days."""
    rows = tomllib.loads(STORY_FILE.read_text(encoding="utf-8"))["lines"]
    lines = [Line(**row | {"units": tuple(row.get("units", ()))}) for row in rows]
    if lines != sorted(lines, key=lambda line: line.on):
        raise ValueError(f"{STORY_FILE.name}: the lines must be in order of their days")
    return lines
