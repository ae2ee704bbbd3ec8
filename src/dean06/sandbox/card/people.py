"""Whose card it is: the fictional people of the shared file, with what is printed on a card."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PREFIX = "000"
ISSUED_ON = date(2022, 4, 1)
EXPIRES_ON = date(2037, 4, 1)
NOWHERE = "Xã hư cấu, tỉnh hư cấu"


class BadFile(Exception):
    """The file is not one of fictional people."""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """One fictional person's card, as printed."""

    personal_id: str
    full_name: str
    sex: str
    birth_on: date
    address: str = NOWHERE
    issued_on: date = ISSUED_ON
    expires_on: date = EXPIRES_ON

    @property
    def document_number(self) -> str:
        """The last nine digits, as cards have it."""
        return self.personal_id[3:]


def load(path: Path) -> dict[str, Holder]:
    """Card holders by key; BadFile for anybody outside the fictional range."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    if data.get("fictional") is not True or data.get("personal_id_prefix") != PREFIX:
        raise BadFile(f"{path}: not marked as fictional people")
    holders = {
        person["key"]: Holder(
            personal_id=person["personal_id"],
            full_name=person["full_name"],
            sex=person["sex"],
            birth_on=person["birth_on"],
            address=person.get("address", NOWHERE),
        )
        for person in data["people"]
    }
    for key, holder in holders.items():
        if not holder.personal_id.startswith(PREFIX) or len(holder.personal_id) != 12:
            raise BadFile(f"{path}: {key} has a number outside the fictional range")
    return holders
