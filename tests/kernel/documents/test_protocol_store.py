"""What wallets' protocols keep in PostgreSQL counts once, ends in time, and holds no secret."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dean06.kernel.base import clock
from dean06.kernel.documents.credentials.vci.types import Access, AuthorisationRequest, Grant
from dean06.kernel.documents.models import WalletSecret
from dean06.kernel.documents.protocol_store import UsedProofs, WalletStore

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
END = AT + timedelta(minutes=5)
BOTH = frozenset({"giay_khai_sinh-sd-jwt", "giay_khai_sinh-mdoc"})
GRANT = Grant(subject="giay-to", configurations=BOTH, expires_at=END, tx_code="x" * 64)
ACCESS = Access(subject="giay-to", configurations=BOTH, expires_at=END, thumbprint="y")
REQUEST = AuthorisationRequest(
    client_id="vi",
    redirect_uri="https://vi.example/",
    challenge="z" * 43,
    state="s",
    configurations=BOTH,
    expires_at=END,
)


@pytest.fixture(autouse=True)
def now():
    with clock.at(AT):
        yield


def test_a_code_is_kept_as_it_was_and_taken_once() -> None:
    store = WalletStore()
    store.keep_grant("a" * 64, GRANT)
    assert store.grant("a" * 64) == GRANT
    assert store.grant("b" * 64) is None
    assert [store.count_wrong("a" * 64) for _ in range(3)] == [1, 2, 3]
    assert [store.take_grant("a" * 64) for _ in range(2)] == [True, False]
    assert store.count_wrong("a" * 64) == 0


def test_tokens_and_requests_are_told_apart_and_end() -> None:
    store = WalletStore()
    store.keep_access("a" * 64, ACCESS)
    store.keep_request("a" * 64, REQUEST)
    assert store.access("a" * 64) == ACCESS
    assert store.request("a" * 64) == REQUEST
    assert [store.take_request("a" * 64) for _ in range(2)] == [REQUEST, None]
    with clock.at(END):
        assert store.access("a" * 64) is None


def test_what_is_past_its_time_is_not_found() -> None:
    store = WalletStore()
    store.keep_grant("a" * 64, replace(GRANT, expires_at=AT))
    store.keep_request("a" * 64, replace(REQUEST, expires_at=AT))
    assert store.grant("a" * 64) is None
    assert store.take_request("a" * 64) is None
    assert set(WalletSecret.objects.values_list("kind", flat=True)) == {"grant"}


def test_a_proof_counts_once() -> None:
    used = UsedProofs()
    assert [used.is_first("a" * 64, until=END), used.is_first("a" * 64, until=END)] == [True, False]
    assert used.is_first("b" * 64, until=END)
