"""What every inbox behind the port owes, run against the twin over real sockets."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from tests.sandbox.mailroom import KEY, SECRET, MailTwin, Postbox, running_mail_twin
from tests.sandbox.twin import free_port

from dean06.adapters.vneid_inbox import InboxClient, InboxConfig, Limits
from dean06.kernel.ports.handover import Fate, ReceiptRefused, ReceiptState
from dean06.kernel.ports.vneid_inbox import Push, VneidInbox

LIMITS = Limits(connect_s=1, read_s=1, total_s=2, breaker_failures=100)


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    yield box
    box.close()


@pytest.fixture(scope="module")
def shared(postbox: Postbox) -> Iterator[MailTwin]:
    with running_mail_twin("vneid_inbox", postbox.url) as twin:
        yield twin


@pytest.fixture
def twin(shared: MailTwin) -> MailTwin:
    shared.admin("DELETE", "faults")
    shared.admin("POST", "forget")
    return shared


@pytest.fixture
def inbox(twin: MailTwin) -> Iterator[VneidInbox]:
    made = InboxClient(InboxConfig(url=f"{twin.url}/vneid", key=KEY, secret=SECRET, limits=LIMITS))
    yield made
    made.close()


def push(**changes: str) -> Push:
    facts = {
        "reference": str(uuid4()),
        "personal_id": "000151000201",
        "title": "Hồ sơ đã có kết quả",
        "text": "Bà/ông có thông báo mới.",
        "link": "http://127.0.0.1:8600/hop-thu/",
    }
    return Push(**(facts | changes))


def fates(inbox: VneidInbox, *batch: Push) -> list[Fate]:
    return [one.fate for one in inbox.send(batch)]


def test_a_batch_is_shown_to_the_persons_of_the_numbers(inbox: VneidInbox, twin: MailTwin) -> None:
    assert fates(inbox, push(), push(personal_id="000098000202")) == [Fate.ACCEPTED] * 2
    assert [one["personal_id"] for one in twin.received("vneid")] == ["000151000201", "000098000202"]


def test_the_same_reference_is_one_notice(inbox: VneidInbox, twin: MailTwin) -> None:
    one = push()
    assert fates(inbox, one) == fates(inbox, one) == [Fate.ACCEPTED]
    assert [kept["times"] for kept in twin.received("vneid")] == [2]


def test_a_number_without_an_account_is_refused_alone(inbox: VneidInbox) -> None:
    assert fates(inbox, push(personal_id="042151000201"), push()) == [Fate.REFUSED, Fate.ACCEPTED]


@pytest.mark.parametrize(
    ("fault", "fate"),
    [
        ("down", Fate.LATER),
        ("busy", Fate.LATER),
        ("lost_answer", Fate.UNCERTAIN),
        ("garbled", Fate.UNCERTAIN),
        ("other_references", Fate.UNCERTAIN),
        ("reject", Fate.REFUSED),
    ],
)
def test_each_failure_says_whether_the_notice_may_have_been_taken(
    inbox: VneidInbox, twin: MailTwin, fault: str, fate: Fate
) -> None:
    with twin.desk_fault("vneid", fault):
        assert fates(inbox, push()) == [fate]


def test_away_and_slow(twin: MailTwin, inbox: VneidInbox) -> None:
    away = InboxClient(InboxConfig(url=f"http://127.0.0.1:{free_port()}", key=KEY, secret=SECRET, limits=LIMITS))
    assert fates(away, push()) == [Fate.LATER]
    away.close()
    with twin.desk_fault("vneid", "slow", seconds=30):
        assert fates(inbox, push()) == [Fate.UNCERTAIN]


def test_receipts_are_believed_with_the_signature_alone(inbox: VneidInbox, twin: MailTwin, postbox: Postbox) -> None:
    one = push()
    inbox.send([one])
    ((_, signature, body),) = postbox.about(one.reference)
    (receipt,) = inbox.read_receipts(signature, body)
    assert (receipt.reference, receipt.state) == (one.reference, ReceiptState.DELIVERED)
    assert inbox.state(one.reference).state is ReceiptState.DELIVERED
    with pytest.raises(ReceiptRefused):
        inbox.read_receipts(signature, body + b" ")
    with twin.desk_fault("vneid", "forged_receipt"):
        other = push()
        inbox.send([other])
        ((_, forged, text),) = postbox.about(other.reference)
    with pytest.raises(ReceiptRefused):
        inbox.read_receipts(forged, text)
