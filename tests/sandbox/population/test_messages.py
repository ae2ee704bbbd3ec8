"""Bodies are read as the published schema says: an independent validator agrees about everything we can think of."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.sandbox.population.messages import MAX_ERRORS, Messages
from dean06.sandbox.population.problems import Problem

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "protocols" / "population" / "messages.schema.json").read_text("utf-8")
)["$defs"]
MESSAGES = Messages()
CLAIM = {"HoVaTen": "Lê An", "NgayThangNamSinh": "1951-04-12", "GioiTinh": "1", "SoCMND": "001234567"}
GOOD: dict[str, dict[str, Any]] = {
    "verifyRequest": {"purpose": "XAC_THUC", "legalBasis": "x", "personalId": "000151000201", "claim": CLAIM},
    "citizenRequest": {"purpose": "Y_TE", "legalBasis": "x", "personalId": "000151000201", "fields": ["HoVaTen"]},
    "batchRequest": {"purpose": "GIAO_DUC", "legalBasis": "x", "batchId": "abcd-1234", "total": 3},
    "batchRows": {"rows": [{"personalId": "000151000201", "claim": CLAIM}] * 2},
}
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 300_000),
    st.sampled_from(["1", "0" * 12, "1951", "1951-4-12", "A_B", "a_b", "x" * 41, "x" * 201, "abcdefgh"]),
    st.text(max_size=5),
    st.lists(st.sampled_from(["HoVaTen", "HoVaTen", "", 1]), max_size=3),
    st.dictionaries(st.sampled_from(["HoVaTen", "GioiTinh", "Khac"]), st.sampled_from(["1", "", 1]), max_size=2),
)


def agrees(kind: str, document: object) -> bool:
    """Whether the document is good; both validators must say the same."""
    rule = {"$ref": f"#/$defs/{kind}", "$defs": SCHEMA}
    is_good = not MESSAGES.errors(kind, document)
    assert is_good == jsonschema.Draft202012Validator(rule).is_valid(document), document
    return is_good


@pytest.mark.parametrize("kind", GOOD)
def test_good_documents_are_good(kind: str) -> None:
    assert agrees(kind, GOOD[kind])
    assert MESSAGES.read(kind, json.dumps(GOOD[kind]).encode()) == GOOD[kind]


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_a_changed_member_is_judged_as_an_independent_validator_does(kind: str, data: st.DataObject) -> None:
    document = deepcopy(GOOD[kind])
    place = document
    if kind == "verifyRequest" and data.draw(st.booleans()):
        place = document["claim"]
    elif kind == "batchRows" and data.draw(st.booleans()):
        place = document["rows"][0]
    name = data.draw(st.sampled_from([*place, "khac"]))
    if data.draw(st.booleans()):
        place[name] = data.draw(VALUES)
    else:
        place.pop(name, None)
    agrees(kind, document)


def test_errors_name_members_but_repeat_nothing_of_the_sender() -> None:
    rows = [{"personalId": "1", "claim": {"Trần Thị Hoa": "1"}}, {"claim": {"GioiTinh": 1}}]
    wanted = ["rows[0].personalId", "rows[0].claim", "rows[1].personalId", "rows[1].claim.GioiTinh"]
    assert MESSAGES.errors("batchRows", {"rows": rows}) == wanted


def test_the_list_of_errors_ends() -> None:
    assert len(MESSAGES.errors("batchRows", {"rows": [1] * 1000})) == MAX_ERRORS


@given(st.binary(max_size=60))
def test_any_bytes_are_a_document_or_malformed(body: bytes) -> None:
    with pytest.raises(Problem) as refused:
        MESSAGES.read("verifyRequest", body)
    assert refused.value.code == "malformed"
