"""The people of protocols/demo_people.toml, who must be in every population exactly as written there."""

import tomllib
from pathlib import Path
from typing import Any

from dean06.sandbox.population.people.areas import AREAS, Areas
from dean06.sandbox.population.people.numbers import PREFIX
from dean06.sandbox.population.people.person import FEMALE, MALE, Person

# What cards of the demonstration have printed on them.
CARD_ISSUED, CARD_EXPIRES = "2022-04-01", "2037-04-01"


class BadFile(Exception):
    """A file the twin was given cannot be used; the message says what is wrong."""


def load_demo_people(path: Path) -> list[Person]:
    """Key, number, name, sex, birth, address and card of each.

    Refuses a file not marked fictional, a number outside the range, and an address in no commune we know.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadFile(f"{path}: {error}") from error
    if data.get("fictional") is not True or data.get("personal_id_prefix") != PREFIX:
        raise BadFile(f"{path}: not marked as fictional people with the reserved prefix {PREFIX}")
    areas, people = Areas(), []
    for entry in data["people"]:
        if not entry["personal_id"].startswith(PREFIX) or len(entry["personal_id"]) != 12:
            raise BadFile(f"{path}: {entry['key']} has a number outside the fictional range")
        family, *middle, given = entry["full_name"].split()
        area, hamlet = _home(areas, entry, path)
        people.append(
            Person(
                key=entry["key"],
                personal_id=entry["personal_id"],
                family_name=family,
                middle_name=" ".join(middle),
                given_name=given,
                sex=MALE if entry["sex"] == "male" else FEMALE,
                birth=entry["birth_on"].isoformat(),
                home_area=area,
                hamlet=hamlet,
                card_issued=CARD_ISSUED,
                card_expires=CARD_EXPIRES,
            )
        )
    return people


def _home(areas: Areas, entry: dict[str, Any], path: Path) -> tuple[str, str]:
    """(commune until 30/6/2025, hamlet) of an address in words; empty when the file gives none."""
    address = entry.get("address", "")
    if not address:
        return "", ""
    hamlet, _, rest = address.partition(", ")
    for code in areas.old_codes:
        if areas.before(code).text.casefold() == rest.casefold():
            return code, hamlet[:1].lower() + hamlet[1:]
    raise BadFile(f"{path}: {entry['key']} lives in no commune of {AREAS.name}")
