"""The people of protocols/demo_people.toml, who must be in every population exactly as written there."""

import tomllib
from pathlib import Path

from dean06.sandbox.population.people.numbers import PREFIX
from dean06.sandbox.population.people.person import FEMALE, MALE, Person


class BadFile(Exception):
    """A file the twin was given cannot be used; the message says what is wrong."""


def load_demo_people(path: Path) -> list[Person]:
    """Key, number, name, sex and birth of each; refuses a file not marked fictional or a number outside the range."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadFile(f"{path}: {error}") from error
    if data.get("fictional") is not True or data.get("personal_id_prefix") != PREFIX:
        raise BadFile(f"{path}: not marked as fictional people with the reserved prefix {PREFIX}")
    people = []
    for entry in data["people"]:
        if not entry["personal_id"].startswith(PREFIX) or len(entry["personal_id"]) != 12:
            raise BadFile(f"{path}: {entry['key']} has a number outside the fictional range")
        family, *middle, given = entry["full_name"].split()
        people.append(
            Person(
                key=entry["key"],
                personal_id=entry["personal_id"],
                family_name=family,
                middle_name=" ".join(middle),
                given_name=given,
                sex=MALE if entry["sex"] == "male" else FEMALE,
                birth=entry["birth_on"].isoformat(),
            )
        )
    return people
