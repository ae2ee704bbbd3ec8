"""Compares what a reader understood with the truth, field by field, in words that say where they part."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

Json = dict[str, Any]
TOGETHER = {"Các phòng, ban, ngành, địa phương": ("Các phòng, ban, ngành", "Các địa phương")}
SIDES = ("narrative", "table")
LEAD_TYPES = (
    "lead_mismatch",
    "lead_is_request",
    "lead_multiple",
    "lead_missing",
    "lead_also_coordinator",
    "lead_also_force",
)
COORDINATOR_TYPES = ("coordinator_mismatch", "coordinator_also_force")
OTHER_TYPES = (*COORDINATOR_TYPES, "force_mismatch", "deadline_mismatch", "deadline_missing")
WORDED_TYPES = ("tools_mismatch", "title_mismatch", "quantity_mismatch", "level_mismatch", "deadline_non_working_day")
DOCUMENT_TYPES = ("missing_number_date", "number_mismatch", "date_mismatch", "symbol_mismatch")


def _reading(pilot: Json, side: str) -> Json:
    return pilot[side] or {}


def _units(side: str, role: str) -> Callable[[Json], Any]:
    return lambda doc: {p["number"]: _names(_reading(p, side).get(role) or ()) for p in doc["pilots"]}


def _names(names: Iterable[str]) -> list[str]:
    """Sorted; "the offices and the communes" is the same whether read as one collective or as two."""
    return sorted({part for name in names for part in TOGETHER.get(name, (name,))})


def _deadline(value: Json | None) -> tuple[str, str, str] | None:
    """Kind, date and, where there is a date, which side of it is meant."""
    if value is None:
        return None
    return value["kind"], value["date"] or "", value["bound"] if value["date"] else ""


def _deadlines(side: str) -> Callable[[Json], Any]:
    return lambda doc: {p["number"]: _deadline(_reading(p, side).get("deadline")) for p in doc["pilots"]}


def _tools(side: str) -> Callable[[Json], Any]:
    return lambda doc: {
        p["number"]: sorted(tool.casefold().strip(" .;,") for tool in _reading(p, side).get("tools") or ())
        for p in doc["pilots"]
    }


def _findings(types: tuple[str, ...]) -> Callable[[Json], Any]:
    return lambda doc: {
        p["number"]: sorted({f["type"] for f in p["inconsistencies"] if f["type"] in types}) for p in doc["pilots"]
    }


def _document_findings(doc: Json) -> dict[str, bool]:
    return {kind: any(f["type"] == kind for f in doc["inconsistencies"]) for kind in DOCUMENT_TYPES}


FIELDS: dict[str, Callable[[Json], Any]] = {
    "numbers": lambda doc: dict(enumerate(p["number"] for p in doc["pilots"])),
    "groups": lambda doc: {g["code"]: (g["declared_count"], g["actual_count"], g["pilots"]) for g in doc["groups"]},
    "group_count": lambda doc: {"group_count": sum(f["type"] == "group_count" for f in doc["inconsistencies"])},
    "obligations": lambda doc: dict(enumerate((_deadline(o["deadline"]) for o in doc["obligations"]), start=1)),
    "document.number": lambda doc: {"number": doc["document"]["number"] or None},
    "document.date": lambda doc: {"date": doc["document"]["date"]},
    "table.lead_is_request": lambda doc: {
        p["number"]: bool(_reading(p, "table").get("lead_is_request")) for p in doc["pilots"]
    },
    "lead_findings": _findings(LEAD_TYPES),
    "other_findings": _findings(OTHER_TYPES),
    "worded_findings": _findings(WORDED_TYPES),
    "document_findings": _document_findings,
}
for _side in SIDES:
    FIELDS[f"{_side}.deadline"] = _deadlines(_side)
    FIELDS[f"{_side}.tools"] = _tools(_side)
    for _role in ("lead", "coordinate", "force"):
        FIELDS[f"{_side}.{_role}"] = _units(_side, _role)

# A reader may see more than the truth lists here: the end of a quarter on a Sunday, one word more in a title.
AT_LEAST = {"worded_findings", "document_findings"}


def differences(truth: Json, read: Json, fields: frozenset[str] | None = None) -> list[str]:
    """Where `read` departs from `truth` in `fields` (all by default); empty when they agree."""
    read = _forgiven(truth, read)
    found = []
    for name in sorted(fields or FIELDS):
        expected, got = FIELDS[name](truth), FIELDS[name](read)
        for key in expected.keys() | got.keys():
            one, other = expected.get(key), got.get(key)
            if one == other or (name in AT_LEAST and _is_within(one, other)):
                continue
            found.append(f"{name}[{key}]: expected {one}, read {other}")
    return found


def _forgiven(truth: Json, read: Json) -> Json:
    """`read` without what the words leave open: units given work but no role may be coordinators or not."""
    read = deepcopy(read)
    by_number = {pilot["number"]: pilot for pilot in read["pilots"]}
    for pilot in truth["pilots"]:
        optional = set(_reading(pilot, "narrative").get("may_coordinate") or ())
        got = by_number.get(pilot["number"])
        if not optional or not got or not got["narrative"]:
            continue
        wanted = set(pilot["narrative"]["coordinate"])
        got["narrative"]["coordinate"] = [
            name for name in got["narrative"]["coordinate"] if name in wanted or name not in optional
        ]
        kept = [f for f in got["inconsistencies"] if f["type"] not in COORDINATOR_TYPES]
        got["inconsistencies"] = kept + [f for f in pilot["inconsistencies"] if f["type"] in COORDINATOR_TYPES]
    return read


def _is_within(one: Any, other: Any) -> bool:
    if isinstance(one, bool):
        return not one or bool(other)
    return set(one or ()) <= set(other or ())
