"""The register as of today: the invented people, what happened to them since, and what the admin made happen."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dean06.sandbox.population.elements import ELEMENTS, changed_fields, known_fields
from dean06.sandbox.population.memory import Memory
from dean06.sandbox.population.people.areas import Areas
from dean06.sandbox.population.people.person import COLUMNS, HEAD, LIVING, Person
from dean06.sandbox.population.people.store import person_of
from dean06.sandbox.population.problems import Problem

PAGE = 500
NEIGHBOURS = 50  # more than live in one household
ALWAYS_TOLD = frozenset({"birth", "death"})
_PEOPLE = f"SELECT {', '.join(COLUMNS)} FROM everybody"  # noqa: S608 - our own column names
_VALID = "personal_id NOT IN (SELECT personal_id FROM withdrawn)"
START = ("", 0, 0)
INVENTED, MADE = 0, 1
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Change:
    """An entry of listChanges with its place in the order of recording."""

    place: tuple[str, int, int]
    kind: str
    personal_id: str
    occurred: str
    patch: dict[str, object]

    @property
    def id(self) -> str:
        """Day, source (0 invented, 1 made by the admin) and number: also the cursor."""
        return "-".join(map(str, (self.place[0].replace("-", ""), *self.place[1:])))

    def body(self, fields: list[str]) -> dict[str, object]:
        """The entry as it is told."""
        return {
            "id": self.id,
            "kind": self.kind,
            "personalId": self.personal_id,
            "occurredOn": self.occurred,
            "recordedOn": self.place[0],
            "fields": fields,
        }


class Register:
    """People by number and household, and their changes, nothing of which is after ``today``."""

    def __init__(self, memory: Memory, today: Callable[[], date]) -> None:
        self.memory, self.today, self.areas = memory, today, Areas()

    def find(self, personal_id: str) -> Person | None:
        """The record as it is today; a number that was withdrawn has none."""
        today = self.today().isoformat()
        row = self.memory.one(f"{_PEOPLE} WHERE personal_id = ? AND since <= ? AND {_VALID}", personal_id, today)
        if row is None:
            return None
        person = person_of(row)
        patches = self.memory.all(
            "SELECT patch FROM happenings WHERE personal_id = ? AND recorded <= ? ORDER BY recorded, source, id",
            personal_id,
            today,
        )
        for (patch,) in patches:
            for column, value in json.loads(patch).items():
                setattr(person, column, value)
        return person

    def household(self, number: int) -> Sequence[Person]:
        """The living members of a household, head first."""
        rows = self.memory.all(
            "SELECT personal_id FROM everybody WHERE household = ?1"
            " UNION SELECT personal_id FROM happenings WHERE household = ?1",
            number,
        )
        people = [person for (personal_id,) in rows if (person := self.find(personal_id))]
        members = [one for one in people if number and one.household == number and one.status == LIVING]
        return sorted(members, key=lambda one: (one.relation != HEAD, one.relation, one.birth, one.personal_id))

    def another(self, personal_id: str) -> Person | None:
        """Somebody of another household: the next number, or the first."""
        asked = self.find(personal_id)
        home = asked.household if asked else 0
        for rule in ("personal_id > ?", "personal_id <> ?"):
            query = f"SELECT personal_id FROM everybody WHERE {rule} AND since = '' ORDER BY personal_id LIMIT ?"  # noqa: S608
            found = (self.find(str(row[0])) for row in self.memory.all(query, personal_id, NEIGHBOURS))
            if other := next((one for one in found if one and one.household not in {0, home}), None):
                return other
        return None

    def changes(self, since: str, limit: int, allowed: frozenset[str]) -> dict[str, object]:
        """``changesAnswer``: what was recorded after ``since`` and concerns the allowed elements."""
        told: list[dict[str, object]] = []
        cursor = since
        for change in self._after(_place(since)):
            fields = [name for name in self._fields(change) if name in allowed]
            is_told = bool(fields) or change.kind in ALWAYS_TOLD
            if is_told and len(told) == limit:
                return {"changes": told, "next": cursor, "more": True}
            cursor = change.id
            if is_told:
                told.append(change.body(fields))
        return {"changes": told, "next": cursor, "more": False}

    def _fields(self, change: Change) -> list[str]:
        if change.kind != "birth":
            return changed_fields(change.patch)
        child = self.find(change.personal_id)
        return known_fields(child, ELEMENTS, self)[1:] if child else []

    def _after(self, place: tuple[str, int, int]) -> Iterator[Change]:
        while True:
            rows = self.memory.all(
                "SELECT recorded, source, id, kind, personal_id, occurred, patch FROM happenings"
                " WHERE (recorded, source, id) > (?, ?, ?) AND recorded <= ? ORDER BY recorded, source, id LIMIT ?",
                *place,
                self.today().isoformat(),
                PAGE,
            )
            for recorded, source, number, kind, personal_id, occurred, patch in rows:
                place = (recorded, source, number)
                yield Change(place, kind, personal_id, occurred, json.loads(patch))
            if len(rows) < PAGE:
                return


def _place(since: str) -> tuple[str, int, int]:
    """The place in the order that a cursor stands for."""
    if not since:
        return START
    try:
        day, source, number = since.split("-")
        place = (date.fromisoformat(day).isoformat(), int(source), int(number))
    except ValueError as error:
        raise Problem("malformed", errors=["since"]) from error
    if Change(place, "", "", "", {}).id != since or place[1] not in {INVENTED, MADE} or place[2] > LARGEST_ID:
        raise Problem("malformed", errors=["since"])
    return place
