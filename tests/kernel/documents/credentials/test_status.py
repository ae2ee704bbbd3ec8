"""Status lists: the standard's examples, places nobody can link, and lists that must not be believed."""

import tomllib
import zlib
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.documents.credentials.authority import NOW, Authority, chain_header

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.encoding import decode, encode
from dean06.kernel.documents.credentials.status import bits
from dean06.kernel.documents.credentials.status.allocation import Allocator
from dean06.kernel.documents.credentials.status.bits import Status, StatusList
from dean06.kernel.documents.credentials.status.reference import reference_of
from dean06.kernel.documents.credentials.status.tokens import TYPE, check_status, issue_list, verify_list
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason, StatusReference

EXAMPLES = tomllib.loads((Path(__file__).parent / "vectors" / "status_list.toml").read_text(encoding="utf-8"))["list"]
URI = "https://hu-cau.gov.example/trang-thai/1"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def reason_of(act) -> Reason:
    with pytest.raises(CredentialRefused) as caught:
        act()
    assert caught.value.message_vi
    return caught.value.reason


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["title"])
def test_the_examples_of_the_standard_both_ways(example) -> None:
    packed = decode("".join(example["lst"].split()))
    statuses = StatusList.unpack(packed, example["bits"])
    assert len(statuses) == example["size"]
    set_ = dict(map(tuple, example["statuses"]))
    assert {place: statuses[place] for place in set_} == set_
    assert statuses.pack() == packed
    made = StatusList.empty(example["size"], example["bits"])
    for place, status in set_.items():
        made[place] = status
    assert made.data == statuses.data


@settings(deadline=None)
@given(width=st.sampled_from([1, 2, 4, 8]), data=st.data())
def test_writing_one_status_changes_no_other(width, data) -> None:
    statuses = StatusList.empty(64, width)
    written: dict[int, int] = {}
    for place, status in data.draw(st.lists(st.tuples(st.integers(0, 63), st.integers(0, (1 << width) - 1)))):
        statuses[place] = status
        written[place] = status
    assert list(StatusList.unpack(statuses.pack(), width)) == [written.get(place, 0) for place in range(64)]


@pytest.mark.parametrize(("size", "width"), [(0, 1), (7, 1), (-8, 1), (8, 3)])
def test_lists_that_cannot_be(size, width) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        StatusList.empty(size, width)


def test_places_and_statuses_beyond_the_list() -> None:
    statuses = StatusList.empty(8, 1)
    for place in (-1, 8):
        with pytest.raises(IndexError):
            statuses[place]
        with pytest.raises(IndexError):
            statuses[place] = 1
    with pytest.raises(ValueError, match="status 2"):
        statuses[0] = 2


# --- the signed list --------------------------------------------------------------------------------------------------


@pytest.fixture
def statuses() -> StatusList:
    made = StatusList.empty(1024, 2)
    made[7], made[8], made[9] = Status.INVALID, Status.SUSPENDED, 3
    return made


@pytest.fixture
def token(statuses, signer) -> str:
    return issue_list(statuses, uri=URI, key=signer, issued_at=NOW, expires_at=NOW + DAY, ttl=HOUR)


def test_a_fresh_list_says_who_holds(token, roots) -> None:
    signed = verify_list(token, uri=URI, roots=roots, fetched_at=NOW)
    check_status(StatusReference(uri=URI, index=6), signed, NOW + timedelta(minutes=59))
    assert jose.parse(token, types=frozenset({TYPE})).payload["ttl"] == 3600


@pytest.mark.parametrize(
    ("uri", "index", "later", "reason"),
    [
        (URI, 7, timedelta(), Reason.REVOKED),
        (URI, 8, timedelta(), Reason.SUSPENDED),
        (URI, 9, timedelta(), Reason.STATUS_UNKNOWN),
        (URI, 1024, timedelta(), Reason.STATUS_UNKNOWN),
        (URI + "0", 6, timedelta(), Reason.STATUS_UNKNOWN),
        (URI, 6, HOUR, Reason.STATUS_STALE),
        (URI, 6, DAY, Reason.STATUS_STALE),
        (URI, 6, -HOUR, Reason.STATUS_STALE),
    ],
)
def test_what_a_list_says_no_to(uri, index, later, reason, *, token, roots) -> None:
    signed = verify_list(token, uri=URI, roots=roots, fetched_at=NOW)
    assert reason_of(lambda: check_status(StatusReference(uri=uri, index=index), signed, NOW + later)) == reason


def test_lists_of_others_and_of_another_day(token, roots) -> None:
    def reason(**change) -> Reason:
        return reason_of(lambda: verify_list(token, **{"uri": URI, "roots": roots, "fetched_at": NOW, **change}))

    assert reason(uri="https://khac.example/1") == Reason.STATUS_UNKNOWN
    assert reason(fetched_at=NOW + 2 * DAY) == Reason.STATUS_STALE
    assert reason(fetched_at=NOW - HOUR) == Reason.STATUS_STALE
    assert reason(roots=Authority().roots()) == Reason.ISSUER_UNKNOWN
    signed = verify_list(token, uri=URI, roots=roots, fetched_at=NOW + DAY - HOUR / 2)
    assert not signed.is_fresh(NOW + DAY), "exp comes before the end of ttl"


BOMB = encode(zlib.compress(bytes(bits.LARGEST + 1)))
CUT = encode(zlib.compress(bytes(100))[:-4])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status_list": None}, Reason.STATUS_UNKNOWN),
        ({"status_list": {"bits": 3, "lst": "eNrbuRgAAhcBXQ"}}, Reason.STATUS_UNKNOWN),
        ({"status_list": {"bits": 1, "lst": "AAAA"}}, Reason.STATUS_UNKNOWN),
        ({"status_list": {"bits": 1, "lst": CUT}}, Reason.STATUS_UNKNOWN),
        ({"status_list": {"bits": 1, "lst": BOMB}}, Reason.OVERSIZED),
        ({"status_list": {"bits": 1, "lst": "????"}}, Reason.MALFORMED),
        ({"ttl": -1}, Reason.STATUS_UNKNOWN),
        ({"ttl": True}, Reason.STATUS_UNKNOWN),
        ({"ttl": 10**30}, Reason.STATUS_UNKNOWN),
        ({"iat": "nay"}, Reason.MALFORMED),
    ],
)
def test_lists_no_honest_issuer_signs(change, reason, token, signer, roots) -> None:
    payload = {**jose.parse(token, types=frozenset({TYPE})).payload, **change}
    text = jose.sign({"typ": TYPE, **chain_header(signer)}, payload, signer)
    assert reason_of(lambda: verify_list(text, uri=URI, roots=roots, fetched_at=NOW)) == reason


def test_a_status_of_another_kind_is_no_silence() -> None:
    assert reference_of({}) is None
    for status in (None, {}, {"other": 1}, {"status_list": {"uri": URI}}, {"status_list": {"uri": "", "idx": 1}}):
        assert reason_of(lambda status=status: reference_of({"status": status})) == Reason.STATUS_UNKNOWN


# --- places -----------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=25)
@given(size=st.integers(1, 400), secret=st.binary(min_size=32, max_size=32))
def test_every_place_is_given_once(size, secret) -> None:
    allocator = Allocator(secret=secret, size=size)
    assert sorted(map(allocator.place, range(size))) == list(range(size))
    for beyond in (-1, size):
        with pytest.raises(IndexError):
            allocator.place(beyond)


def test_places_say_nothing_of_the_order_of_issue() -> None:
    size = 1 << 16
    one, other = (Allocator(secret=bytes([number]) * 32, size=size) for number in (1, 2))
    places = [one.place(count) for count in range(2000)]
    steps = [abs(after - before) for before, after in pairwise(places)]
    assert min(steps) > 0
    # Two places drawn blindly lie a third of the list apart.
    assert abs(sum(steps) / len(steps) / size - 1 / 3) < 0.02
    rising = sum(after > before for before, after in pairwise(places)) / len(steps)
    assert abs(rising - 0.5) < 0.05
    assert sum(one.place(count) == other.place(count) for count in range(2000)) < 5
    assert "secret" not in repr(one)


def test_an_allocator_without_a_secret_is_none() -> None:
    with pytest.raises(ValueError, match="secret"):
        Allocator(secret=b"short", size=8)
