"""Reads bodies and queries by protocols/population/messages.schema.json; knows the keywords used there."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from dean06.sandbox.population.problems import Problem

SCHEMA = Path(__file__).resolve().parents[4] / "protocols" / "population" / "messages.schema.json"
MAX_ERRORS = 20
MAX_LIMIT = 1_000
MAX_ROW = 200_000
MAX_NUMBER_DIGITS = 9
SINCE = {"type": "string", "maxLength": 64}


class Messages:
    """The definitions of the schema; every reader answers the document or raises ``malformed``."""

    def __init__(self, path: Path = SCHEMA) -> None:
        self._kinds: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["$defs"]

    def read(self, kind: str, body: bytes) -> dict[str, Any]:
        """A body of this definition."""
        document = _parse(body)
        _refuse(self.errors(kind, document))
        found: dict[str, Any] = document
        return found

    def errors(self, kind: str, document: object) -> list[str]:
        """Where the document is not as the definition says; empty when it is."""
        found: list[str] = []
        for place in self._wrong(self._kinds[kind], document, ""):
            found.append(place or "body")
            if len(found) == MAX_ERRORS:
                break
        return found

    def read_changes_query(self, query: str) -> tuple[str, str, int]:
        """(purpose, since, limit) of listChanges."""
        given = _query(query, {"since", "limit", "purpose", "legalBasis"})
        asked = self._kinds["verifyRequest"]["properties"]
        rules = {"purpose": asked["purpose"], "legalBasis": asked["legalBasis"], "since": SINCE}
        given.setdefault("since", "")
        wrong = [name for name, rule in rules.items() if next(self._wrong(rule, given.get(name), name), None)]
        limit = _number(given, "limit", MAX_LIMIT, range(1, MAX_LIMIT + 1), wrong)
        _refuse(wrong)
        return given["purpose"], given["since"], limit

    def read_results_query(self, query: str) -> tuple[int, int]:
        """(from, limit) of the results of a batch."""
        given, wrong = _query(query, {"from", "limit"}), list[str]()
        first = _number(given, "from", 0, range(MAX_ROW + 1), wrong)
        limit = _number(given, "limit", MAX_LIMIT, range(1, MAX_LIMIT + 1), wrong)
        _refuse(wrong)
        return first, limit

    def _wrong(self, rule: dict[str, Any], value: object, place: str) -> Iterator[str]:
        if "$ref" in rule:
            rule = self._kinds[rule["$ref"].rpartition("/")[2]]
        if "enum" in rule:
            if not isinstance(value, str) or value not in rule["enum"]:
                yield place
        elif not KINDS[rule["type"]](value, rule):
            yield place
        elif isinstance(value, dict):
            yield from self._wrong_members(rule, value, place)
        elif isinstance(value, list):
            if rule.get("uniqueItems") and len(set(map(repr, value))) < len(value):
                yield place
            for number, item in enumerate(value):
                yield from self._wrong(rule["items"], item, f"{place}[{number}]")

    def _wrong_members(self, rule: dict[str, Any], value: dict[str, Any], place: str) -> Iterator[str]:
        """A member the schema has no name for is not repeated: it could be anything."""
        known = rule["properties"]
        if value.keys() - known.keys():
            yield place
        within = f"{place}." if place else ""
        for name in rule["required"]:
            if name not in value:
                yield f"{within}{name}"
        for name in (name for name in known if name in value):
            yield from self._wrong(known[name], value[name], f"{within}{name}")


def _is_text(value: object, rule: dict[str, Any]) -> bool:
    return (
        isinstance(value, str)
        and rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value))
        and ("pattern" not in rule or re.fullmatch(rule["pattern"], value) is not None)
    )


def _is_integer(value: object, rule: dict[str, Any]) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return bool(rule["minimum"] <= value <= rule.get("maximum", value))


def _is_list(value: object, rule: dict[str, Any]) -> bool:
    return isinstance(value, list) and rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value))


def _is_object(value: object, rule: dict[str, Any]) -> bool:
    return isinstance(value, dict) and len(value) >= rule.get("minProperties", 0)


KINDS: dict[str, Callable[[object, dict[str, Any]], bool]] = {
    "string": _is_text,
    "integer": _is_integer,
    "array": _is_list,
    "object": _is_object,
}


def _parse(body: bytes) -> Any:
    """JSON as RFC 8259 has it and no more; every text in it can be written as UTF-8."""
    try:
        text = body.decode("utf-8")
        document = json.loads(text, object_pairs_hook=_members, parse_constant=_no_number)
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Problem("malformed", errors=["body"]) from error
    return document


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member occurs twice")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not JSON")


def _query(query: str, names: set[str]) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict", max_num_fields=10)
    except ValueError as error:
        raise Problem("malformed", errors=["query"]) from error
    found = dict(pairs)
    if len(found) < len(pairs) or found.keys() - names:
        raise Problem("malformed", errors=["query"])
    return found


def _number(given: dict[str, str], name: str, default: int, allowed: range, wrong: list[str]) -> int:
    text = given.get(name, str(default))
    if re.fullmatch(f"[0-9]{{1,{MAX_NUMBER_DIGITS}}}", text) and int(text) in allowed:
        return int(text)
    wrong.append(name)
    return default


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise Problem("malformed", errors=wrong)
