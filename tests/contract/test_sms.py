"""What every gateway behind the port owes, run against the twin of two providers over real sockets."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from tests.sandbox.mailroom import KEY, SECRET, MailTwin, Postbox, running_mail_twin
from tests.sandbox.twin import free_port

from dean06.adapters.sms_gateway import Gateway, Limits, ProviderConfig
from dean06.kernel.ports.handover import Fate, ReceiptRefused, ReceiptState
from dean06.kernel.ports.sms import Sms, SmsGateway

LIMITS = Limits(connect_s=1, read_s=1, total_s=2, breaker_failures=100)


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    yield box
    box.close()


@pytest.fixture(scope="module")
def shared(postbox: Postbox) -> Iterator[MailTwin]:
    with running_mail_twin("sms", postbox.url) as twin:
        yield twin


@pytest.fixture
def twin(shared: MailTwin) -> MailTwin:
    shared.admin("DELETE", "faults")
    shared.admin("POST", "forget")
    return shared


def provider(name: str, url: str, limits: Limits = LIMITS) -> ProviderConfig:
    return ProviderConfig(
        name=name, url=url, key=f"{KEY}-{name}", secret=f"{SECRET}-{name}", sender="DUCTHO", limits=limits
    )


@pytest.fixture
def gateway(twin: MailTwin) -> Iterator[SmsGateway]:
    made = Gateway([provider(name, f"{twin.url}/{name}") for name in ("mot", "hai")])
    yield made
    made.close()


def sms(**changes: str) -> Sms:
    facts = {"reference": str(uuid4()), "phone": "84912000201", "text": "Ho so da co ket qua", "alphabet": "gsm7"}
    return Sms(**(facts | changes))


def fates(gateway: SmsGateway, *batch: Sms, **options: object) -> list[tuple[Fate, str]]:
    return [(one.fate, one.provider) for one in gateway.send(batch, **options)]


def test_a_batch_goes_to_the_preferred_provider(gateway: SmsGateway, twin: MailTwin) -> None:
    batch = [sms(), sms(text="Hồ sơ đã có kết quả", alphabet="ucs2")]
    outcomes = gateway.send(batch)
    assert [one.reference for one in outcomes] == [one.reference for one in batch]
    assert {(one.fate, one.provider) for one in outcomes} == {(Fate.ACCEPTED, "mot")}
    assert [one["text"] for one in twin.received("mot")] == [one.text for one in batch]
    assert twin.received("hai") == []


def test_the_same_reference_is_one_message(gateway: SmsGateway, twin: MailTwin) -> None:
    one = sms()
    assert fates(gateway, one) == fates(gateway, one) == [(Fate.ACCEPTED, "mot")]
    assert [kept["times"] for kept in twin.received("mot")] == [2]


def test_a_refusal_is_of_one_message_and_holds_everywhere(gateway: SmsGateway, twin: MailTwin) -> None:
    assert fates(gateway, sms(phone="12"), sms()) == [(Fate.REFUSED, "mot"), (Fate.ACCEPTED, "mot")]
    assert twin.received("hai") == []


@pytest.mark.parametrize("fault", ["down", "busy"])
def test_what_was_surely_not_taken_goes_to_the_second(gateway: SmsGateway, twin: MailTwin, fault: str) -> None:
    with twin.desk_fault("mot", fault):
        assert fates(gateway, sms()) == [(Fate.ACCEPTED, "hai")]


@pytest.mark.parametrize("fault", ["lost_answer", "garbled", "other_references"])
def test_what_was_perhaps_taken_stays_with_the_first(gateway: SmsGateway, twin: MailTwin, fault: str) -> None:
    one = sms()
    with twin.desk_fault("mot", fault):
        assert fates(gateway, one) == [(Fate.UNCERTAIN, "mot")]
    again = sms(reference=one.reference, provider="mot")
    assert fates(gateway, again, without={"mot"}) == [(Fate.ACCEPTED, "mot")]
    assert twin.received("hai") == []
    assert [kept["reference"] for kept in twin.received("mot")] == [one.reference]


def test_a_slow_provider_is_not_waited_for_and_not_deserted(gateway: SmsGateway, twin: MailTwin) -> None:
    with twin.desk_fault("mot", "slow", seconds=30):
        assert fates(gateway, sms()) == [(Fate.UNCERTAIN, "mot")]
    assert twin.received("hai") == []


def test_a_provider_switched_off_is_not_asked(gateway: SmsGateway, twin: MailTwin) -> None:
    assert fates(gateway, sms(), without={"mot"}) == [(Fate.ACCEPTED, "hai")]
    assert fates(gateway, sms(), without={"mot", "hai"}) == [(Fate.LATER, "")]


def test_with_all_away_it_is_for_later() -> None:
    away = Gateway([provider(name, f"http://127.0.0.1:{free_port()}") for name in ("mot", "hai")])
    assert fates(away, sms()) == [(Fate.LATER, "hai")]
    away.close()


def test_after_some_failures_the_provider_is_left_alone(twin: MailTwin) -> None:
    limits = Limits(breaker_failures=2, breaker_open_s=1000)
    made = Gateway([provider("mot", f"{twin.url}/mot", limits)])
    with twin.desk_fault("mot", "down"):
        for _ in range(2):
            made.send([sms()])
    (outcome,) = made.send([sms()])
    assert (outcome.fate, outcome.detail) == (Fate.LATER, "circuit_open")
    assert twin.received("mot") == []
    made.close()


def test_receipts_are_believed_with_the_providers_signature_alone(
    gateway: SmsGateway, twin: MailTwin, postbox: Postbox
) -> None:
    one = sms()
    gateway.send([one])
    ((path, signature, body),) = postbox.about(one.reference)
    assert path == "/mot/"
    (receipt,) = gateway.read_receipts("mot", signature, body)
    assert (receipt.reference, receipt.state) == (one.reference, ReceiptState.DELIVERED)
    assert gateway.state("mot", one.reference).state is ReceiptState.DELIVERED
    for name, header, text in (
        ("hai", signature, body),
        ("ba", signature, body),
        ("mot", signature, body.replace(b"delivered", b"failed")),
        ("mot", signature.replace("t=1", "t=2"), body),
        ("mot", "", body),
        ("mot", "t=x,v1=y", body),
    ):
        with pytest.raises(ReceiptRefused):
            gateway.read_receipts(name, header, text)


def test_a_message_that_never_arrived_has_a_receipt_too(gateway: SmsGateway, twin: MailTwin, postbox: Postbox) -> None:
    one = sms()
    with twin.desk_fault("mot", "undeliverable"):
        gateway.send([one])
        ((_, signature, body),) = postbox.about(one.reference)
    (receipt,) = gateway.read_receipts("mot", signature, body)
    assert (receipt.state, receipt.detail) == (ReceiptState.FAILED, "unreachable")


def test_nobody_knows_of_a_message_never_given(gateway: SmsGateway) -> None:
    assert gateway.state("mot", "khong-co") is None
    assert gateway.state("ba", "khong-co") is None
