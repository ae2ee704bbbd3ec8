"""Notices: believed when signature and hour hold, and only what can be read."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.adapters.bank import BankClient, BankConfig, notices
from dean06.adapters.bank.settings import BadConfiguration
from dean06.kernel.ports.bank import NoticeRefused
from dean06.sandbox.bank.accounts import Entry
from dean06.sandbox.bank.faults import Faults
from dean06.sandbox.bank.notices import Notifier

FILE = json.loads((Path(__file__).parents[3] / "protocols/bank/notices.vectors.json").read_text(encoding="utf-8"))
NOW = datetime.fromtimestamp(FILE["now"], UTC)
URL = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def bank():
    client = BankClient(BankConfig(url=URL, token="x", secrets=("mot-khoa-cu-da-doi-roi", FILE["secret"])))
    yield client
    client.close()


@pytest.mark.parametrize("vector", FILE["vectors"], ids=lambda one: one["name"])
def test_every_vector(bank, vector):
    body = vector["body"].encode()
    if vector["expected"] == "believed":
        notice = bank.read_notice({k.upper(): v for k, v in vector["headers"].items()}, body, now=NOW)
        assert (notice.account_code, notice.bank_reference, notice.amount) == ("000600.0600000100", "FT01", 50_000)
        assert notice.booked_at == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
        return
    with pytest.raises(NoticeRefused) as refused:
        bank.read_notice(vector["headers"], body, now=NOW)
    assert refused.value.reason == vector["expected"]


def test_an_oversized_body_is_not_looked_at(bank):
    with pytest.raises(NoticeRefused) as refused:
        bank.read_notice(FILE["vectors"][0]["headers"], b" " * 20_000, now=NOW)
    assert refused.value.reason == "oversized"


@given(
    st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text()), st.binary()
)
def test_nothing_unsigned_gets_through(headers, body):
    with pytest.raises(NoticeRefused):
        notices.read(headers, body, secrets=(FILE["secret"],), now=NOW, window_s=300)


def test_the_twin_signs_as_the_adapter_reads(bank):
    entry = Entry(
        account="000600.0600000100", side="credit", reference="FT9", amount=7, content="đ", booked_at=NOW.isoformat()
    )
    message = Notifier(url="", secret=FILE["secret"], faults=Faults()).message(entry)
    now = datetime.fromtimestamp(int(message.headers["webhook-timestamp"]), UTC)
    assert bank.read_notice(message.headers, message.body, now=now).content == "đ"


@pytest.mark.parametrize(
    "change", [{"url": "http://bank.example"}, {"secrets": ()}, {"secrets": ("ngan",)}], ids=["http", "none", "short"]
)
def test_a_configuration_that_is_not_safe_is_refused(change):
    with pytest.raises(BadConfiguration):
        BankConfig(**({"url": "https://bank.example", "token": "x", "secrets": (FILE["secret"],)} | change))
