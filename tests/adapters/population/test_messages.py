"""JSON bodies: ours are by the schema, theirs are believed only when they are."""

import contextlib
import json
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.adapters.population import messages
from dean06.kernel.ports.population import (
    BatchRow,
    BatchState,
    Cause,
    Change,
    ChangeKind,
    ChangePage,
    Claim,
    Comparison,
    Field,
    Match,
    Reason,
    RegisterFailed,
)

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "protocols" / "population" / "messages.schema.json").read_text("utf-8")
)
CAUSE = Cause(purpose="HO_TICH", legal_basis="Luật Hộ tịch 60/2014/QH13", act="act-1")
CHANGE = {
    "id": "c1",
    "kind": "move",
    "personalId": "000151000201",
    "occurredOn": "2026-01-02",
    "recordedOn": "2026-01-03",
    "fields": [],
}
claims = st.builds(
    Claim,
    full_name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100),
    birth=st.sampled_from(["", "1951", "1951-04-12"]),
    sex=st.sampled_from(["", "male", "female"]),
    old_number=st.sampled_from(["", "183000201"]),
    commune=st.sampled_from(["", "18230"]),
)
numbers = st.from_regex(r"[0-9]{12}", fullmatch=True).filter(str.isascii)


def conforms(body: bytes, kind: str) -> None:
    jsonschema.validate(json.loads(body), {"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]})


@settings(deadline=None)
@given(numbers, claims)
def test_a_claim_travels_by_the_schema(number: str, claim: Claim):
    conforms(messages.verify_request(number, claim, CAUSE), "verifyRequest")
    conforms(messages.batch_rows([BatchRow(offset=7, personal_id=number, claim=claim)]), "batchRows")


@settings(deadline=None)
@given(numbers, st.frozensets(st.sampled_from(Field), min_size=1))
def test_fields_travel_by_the_schema(number: str, fields: frozenset[Field]):
    body = messages.citizen_request(number, fields, CAUSE)
    conforms(body, "citizenRequest")
    assert len(json.loads(body)["fields"]) == len(fields)


def test_a_batch_is_announced_by_the_schema():
    conforms(messages.batch_request("batch-0001", 200_000, CAUSE), "batchRequest")


def test_the_changes_are_asked_for_with_purpose_and_basis():
    asked = parse_qs(messages.changes_query("", 10, CAUSE), keep_blank_values=True, strict_parsing=True)
    assert asked == {"since": [""], "limit": ["10"], "purpose": ["HO_TICH"], "legalBasis": [CAUSE.legal_basis]}


@pytest.mark.parametrize("offsets", [[], [0, 2], [1, 0], list(range(1001))])
def test_rows_with_a_gap_or_too_many_are_our_own_mistake(offsets: list[int]):
    rows = [BatchRow(offset=one, personal_id="000151000201", claim=Claim(birth="1951")) for one in offsets]
    with pytest.raises(ValueError, match="without a gap"):
        messages.batch_rows(rows)


def test_answers_are_read_in_our_words():
    body = b'{"result":"partial","differs":["HoVaTen"],"unknown":["SoCMND"]}'
    expected = Comparison(result=Match.PARTIAL, differs=frozenset({"full_name"}), unknown=frozenset({"old_number"}))
    assert messages.read_comparison(body) == expected
    state = b'{"batchId":"b-000001","state":"running","total":9,"received":5,"done":3}'
    assert messages.read_batch_state(state, "b-000001") == BatchState(total=9, received=5, done=3)
    results = b'{"from":4,"results":[{"row":4,"result":"partial","differs":["HoVaTen"],"unknown":["SoCMND"]}],"next":5}'
    assert messages.read_results(results, start=4, limit=10) == [(4, expected)]


def test_changes_are_read_and_elements_without_a_word_of_ours_are_left_out():
    entry = CHANGE | {"fields": ["ThuongTru", "AnhChup"]}
    change = Change(
        id="c1", personal_id="000151000201", kind=ChangeKind.MOVE, fields=frozenset({Field.PERMANENT_ADDRESS}),
        occurred_on=date(2026, 1, 2), recorded_on=date(2026, 1, 3),
    )  # fmt: skip
    body = json.dumps({"changes": [entry], "next": "m1", "more": True}).encode()
    assert messages.read_changes(body, 10) == ChangePage(changes=[change], next="m1", more=True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"result":"match","differs":[],"unknown":NaN}',
        b'{"result":"perhaps","differs":[],"unknown":[]}',
        b'{"result":["match"],"differs":[],"unknown":[]}',
        b'{"result":"match","differs":["TonGiao"],"unknown":[]}',
        b'{"result":"match","differs":[1],"unknown":[]}',
        b'{"result":"match","differs":"HoVaTen","unknown":[]}',
    ],
)
def test_a_comparison_that_is_none_is_refused(body: bytes):
    with pytest.raises(RegisterFailed) as failed:
        messages.read_comparison(body)
    assert failed.value.reason is Reason.OUT_OF_PROTOCOL


@pytest.mark.parametrize(
    "state",
    [
        {"batchId": "another-1", "total": 9, "received": 5, "done": 3},
        {"batchId": "b-000001", "total": 9, "received": 5, "done": 6},
        {"batchId": "b-000001", "total": 4, "received": 5, "done": 3},
        {"batchId": "b-000001", "total": True, "received": 1, "done": 1},
        {"batchId": "b-000001", "total": -1, "received": -1, "done": -1},
        {"batchId": "b-000001", "total": 9, "received": 5},
    ],
)
def test_a_state_that_cannot_be_is_refused(state: dict[str, object]):
    with pytest.raises(RegisterFailed):
        messages.read_batch_state(json.dumps(state).encode(), "b-000001")


@pytest.mark.parametrize("rows", [[5], [4, 6], [4, 4], [4, 5, 6]])
def test_results_of_other_rows_are_refused(rows: list[int]):
    entries = [{"row": row, "result": "match", "differs": [], "unknown": []} for row in rows]
    with pytest.raises(RegisterFailed):
        messages.read_results(json.dumps({"from": 4, "results": entries}).encode(), start=4, limit=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"personalId": "12"},
        {"personalId": "٠٠٠١٥١٠٠٠٢٠١"},
        {"kind": "rebirth"},
        {"occurredOn": "2026-02-30"},
        {"id": "x" * 65},
        {"fields": [None]},
    ],
)
def test_a_change_that_is_none_makes_the_page_unusable(wrong: dict[str, object]):
    body = json.dumps({"changes": [CHANGE | wrong], "next": "", "more": False}).encode()
    with pytest.raises(RegisterFailed):
        messages.read_changes(body, 10)


NAMES = ["result", "differs", "unknown", "changes", "next", "more", "results", "row", "batchId", "total", "done"]
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
)


@settings(deadline=None)
@given(documents)
def test_any_json_is_read_or_refused_and_nothing_else(value: object):
    body = json.dumps(value).encode()
    for read in (
        messages.read_comparison,
        lambda one: messages.read_results(one, start=0, limit=10),
        lambda one: messages.read_changes(one, 10),
        lambda one: messages.read_batch_state(one, "b-000001"),
    ):
        with contextlib.suppress(RegisterFailed):
            read(body)
