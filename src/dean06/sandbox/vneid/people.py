"""The fictional people the twin can sign in, and the claims it makes about them in VNeID's own words."""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

CITIZENS = "Người dân"
# In the order of the page.
GROUPS = {
    "leader": "Lãnh đạo",
    "coordinator": "Thường trực Đề án 06",
    "clerk": "Cán bộ các phòng, ban, xã",
    "operator": "Quản trị hệ thống",
}


class BadFile(Exception):
    """A file the twin was given cannot be used; the message says what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """One invented person; ``level`` is the highest level of identification the account reaches.

    ``group``, ``note`` and ``before`` (post held now and the one before) help people find whom to sign in as.
    """

    key: str
    personal_id: str
    full_name: str
    sex: str
    birth_on: date
    level: int
    group: str
    note: str
    before: str

    def subject(self, issuer: str) -> str:
        """Opaque, stable, different at every issuer, as a real provider would do it."""
        return hashlib.sha256(f"{issuer}\0{self.personal_id}".encode()).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """VNeID's words: acr value of each level and the names of the claims (protocols/vneid/claims.toml)."""

    acr_of_level: dict[int, str]
    level_of_acr: dict[str, int]
    claims: dict[str, str]
    sex: dict[str, str]
    date_format: str
    view_info_path: str
    launch_claim: str

    def claims_about(self, person: Person) -> dict[str, str]:
        """The profile of a person under the configured names."""
        values = {
            "personal_id": person.personal_id,
            "full_name": person.full_name,
            "birth_on": person.birth_on.strftime(self.date_format),
            "sex": self.sex[person.sex],
        }
        return {name: values[word] for word, name in self.claims.items()}


def load_people(path: Path, on: date) -> dict[str, Person]:
    """People by key. Refuses a file not marked fictional and any number outside the reserved fictional range."""
    data = _read(path)
    prefix = data.get("personal_id_prefix", "")
    if data.get("fictional") is not True or prefix != "000":
        raise BadFile(f"{path}: not marked as fictional people with the reserved prefix 000")
    people = [_person(entry, on) for entry in data["people"]]
    for person in people:
        if not person.personal_id.startswith(prefix) or len(person.personal_id) != 12:
            raise BadFile(f"{path}: {person.key} has a number outside the fictional range")
    if len({person.personal_id for person in people}) != len(people) or len({p.key for p in people}) != len(people):
        raise BadFile(f"{path}: a key or a number occurs twice")
    return {person.key: person for person in people}


def load_vocabulary(path: Path) -> Vocabulary:
    """VNeID's words from the shared file."""
    data = _read(path)
    levels: dict[str, int] = data["levels"]
    return Vocabulary(
        acr_of_level={level: acr for acr, level in levels.items()},
        level_of_acr=dict(levels),
        claims=dict(data["claims"]),
        sex={ours: theirs for theirs, ours in data["sex"].items()},
        date_format=data["profile"]["date_format"],
        view_info_path=data["profile"]["view_info_path"],
        launch_claim=data["launch"]["claim"],
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadFile(f"{path}: {error}") from error


def _person(entry: dict[str, Any], on: date) -> Person:
    posts = entry.get("posts", [])
    held = [
        post for post in posts if post["valid_from"] <= on and ("valid_until" not in post or on < post["valid_until"])
    ]
    note = "; ".join(post["title"] for post in held) or CITIZENS
    past = [post["title"] for post in posts if "valid_until" in post and post["valid_until"] <= on]
    return Person(
        key=entry["key"],
        personal_id=entry["personal_id"],
        full_name=entry["full_name"],
        sex=entry["sex"],
        birth_on=entry["birth_on"],
        level=entry["level"],
        group=GROUPS[held[0]["role"]] if held else CITIZENS,
        note=note,
        before=past[-1] if past and past[-1] != note else "",
    )
