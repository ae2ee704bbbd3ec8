"""The golden exchanges: the client must send these requests, and make of these answers what they say."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.population.provider import Answer, Provider

from dean06.adapters.population import PopulationClient
from dean06.adapters.population.citizens import ELEMENTS
from dean06.kernel.ports.population import (
    BatchRow,
    BatchState,
    Cause,
    ChangeKind,
    Claim,
    Comparison,
    Field,
    LifeStatus,
    Match,
    Reason,
    RegisterFailed,
)

PATH = Path(__file__).parents[3] / "protocols" / "population" / "exchange.transcript.json"
EXCHANGES = {one["call"]: one for one in json.loads(PATH.read_text("utf-8"))["exchanges"]}
HOA, KHANH, NOBODY = "000151000201", "000206000205", "000199000999"
FIELD_OF = {element: field for field, element in ELEMENTS.items()}
ROWS = [
    BatchRow(offset=0, personal_id=KHANH, claim=Claim(full_name="Võ Đặng Gia Khánh", birth="2006")),
    BatchRow(offset=1, personal_id=NOBODY, claim=Claim(sex="male")),
]
Ask = Callable[[PopulationClient, frozenset[Field], Cause], Any]
ASKED: dict[str, Ask] = {
    "verify": lambda c, f, why: c.verify(HOA, Claim(full_name="TRẦN THỊ HOA", birth="1951-04-12"), cause=why),
    "citizen": lambda c, f, why: c.lookup(HOA, f, cause=why),
    "card": lambda c, f, why: c.lookup(KHANH, f, cause=why),
    "household": lambda c, f, why: c.household(KHANH, f, cause=why),
    "changes": lambda c, f, why: c.changes_since("", limit=2, cause=why),
    "batch_open": lambda c, f, why: c.open_batch("golden-0001", 2, cause=why),
    "batch_rows": lambda c, f, why: c.send_rows("golden-0001", ROWS, cause=why),
    "batch_results": lambda c, f, why: c.batch_results("golden-0001", start=0, limit=1, cause=why),
    "unknown": lambda c, f, why: c.lookup(NOBODY, f, cause=why),
    "not_allowed": lambda c, f, why: c.lookup(HOA, f, cause=why),
}


def cause_of(exchange: dict[str, Any]) -> Cause:
    """Why the golden request was made, as its headers, body or query say."""
    headers, body = exchange["request"]["headers"], exchange["request"].get("body", "")
    said = json.loads(body) if body else {}
    return Cause(
        purpose=said.get("purpose", "CU_TRU"),
        legal_basis=said.get("legalBasis", "Luật Cư trú"),
        act=headers["X-Road-Issue"],
        user=headers["X-Road-UserId"].removeprefix("VN"),
    )


def fields_of(exchange: dict[str, Any]) -> frozenset[Field]:
    body = exchange["request"].get("body", "")
    return frozenset(FIELD_OF[name] for name in json.loads(body or "{}").get("fields", []))


def replay(call: str, client: PopulationClient, provider: Provider) -> Any:
    exchange = EXCHANGES[call]
    answer = exchange["response"]
    provider.say(Answer(status=answer["status"], body=answer["body"].encode()))
    return ASKED[call](client, fields_of(exchange), cause_of(exchange))


def plain(body: str) -> Any:
    """A body to compare: which fields come first means nothing."""
    data = json.loads(body) if body else None
    if isinstance(data, dict) and "fields" in data:
        data["fields"] = sorted(data["fields"])
    return data


def test_every_golden_exchange_is_played():
    assert set(ASKED) == set(EXCHANGES)


@pytest.mark.parametrize("call", ASKED)
def test_the_client_sends_the_golden_request(call, client, provider):
    golden = EXCHANGES[call]["request"]
    try:
        replay(call, client, provider)
    except RegisterFailed as failed:
        if call != "not_allowed":
            raise AssertionError(call) from failed
    (asked,) = provider.asked
    assert (asked.method, asked.target) == (golden["method"], golden["target"])
    assert plain(asked.body.decode()) == plain(golden.get("body", ""))
    names = [name for name in golden["headers"] if name != "X-Road-Id"]
    assert {name: asked.headers[name.lower()] for name in names} == {name: golden["headers"][name] for name in names}


def test_what_the_golden_answers_say(client, provider):
    assert replay("verify", client, provider) == Comparison(result=Match.MATCH)
    hoa = replay("citizen", client, provider)
    assert (hoa.full_name.casefold(), hoa.birth.year, hoa.sex) == ("trần thị hoa", 1951, "female")
    khanh = replay("card", client, provider)
    assert (len(khanh.card.number), khanh.life_status) == (9, LifeStatus.ALIVE)
    assert KHANH in {one.personal_id for one in replay("household", client, provider)}
    page = replay("changes", client, provider)
    assert (len(page.changes), page.more) == (2, True)
    assert {one.kind for one in page.changes} <= set(ChangeKind)
    assert replay("batch_open", client, provider) == BatchState(total=2, received=0, done=0)
    assert replay("batch_rows", client, provider) == BatchState(total=2, received=2, done=2)
    assert replay("batch_results", client, provider) == [(0, Comparison(result=Match.MATCH))]
    assert replay("unknown", client, provider) is None
    with pytest.raises(RegisterFailed) as failed:
        replay("not_allowed", client, provider)
    assert failed.value.reason is Reason.FIELD_REFUSED
