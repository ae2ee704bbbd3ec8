"""The comparison itself: it stays silent on the truth and speaks up for every kind of difference."""

from copy import deepcopy
from typing import Any

import pytest
from tests.programme.mutate import ALL
from tests.programme.sample.compare import FIELDS, differences

from dean06.programme.sample import NAMES, gold, load


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_agrees_with_itself(name: str) -> None:
    truth = gold(load(name))
    assert differences(truth, deepcopy(truth)) == []


def test_a_mutation_promises_only_fields_that_are_compared() -> None:
    assert set(FIELDS) >= ALL


def _lose_lead(doc: dict[str, Any]) -> None:
    doc["pilots"][3]["narrative"]["lead"] = []


def _invent_date(doc: dict[str, Any]) -> None:
    doc["pilots"][10]["table"]["deadline"]["date"] = "2023-12-31"


def _miss_group_count(doc: dict[str, Any]) -> None:
    doc["inconsistencies"] = [f for f in doc["inconsistencies"] if f["type"] != "group_count"]


def _drop_pilot(doc: dict[str, Any]) -> None:
    doc["pilots"].pop()


def _forget_request(doc: dict[str, Any]) -> None:
    doc["pilots"][1]["table"]["lead_is_request"] = False


def _miss_quantity(doc: dict[str, Any]) -> None:
    doc["pilots"][0]["inconsistencies"] = []


def _miss_symbol(doc: dict[str, Any]) -> None:
    doc["inconsistencies"] = [f for f in doc["inconsistencies"] if f["type"] != "symbol_mismatch"]


def _misread_obligation(doc: dict[str, Any]) -> None:
    doc["obligations"][1]["deadline"]["bound"] = "inclusive"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (_lose_lead, "narrative.lead[4]"),
        (_invent_date, "table.deadline[11]"),
        (_miss_group_count, "group_count[group_count]"),
        (_drop_pilot, "numbers[22]"),
        (_forget_request, "table.lead_is_request[2]"),
        (_miss_quantity, "worded_findings[1]"),
        (_miss_symbol, "document_findings[symbol_mismatch]"),
        (_misread_obligation, "obligations[2]"),
    ],
)
def test_a_difference_is_named(change: Any, field: str) -> None:
    truth = gold(load())
    read = deepcopy(truth)
    change(read)
    assert any(line.startswith(field) for line in differences(truth, read))


def test_more_worded_findings_than_the_truth_lists_are_allowed() -> None:
    truth = gold(load())
    read = deepcopy(truth)
    read["pilots"][8]["inconsistencies"].append({"type": "title_mismatch", "field": "title"})
    assert differences(truth, read) == []
