"""What is kept about persons and for how long."""

from datetime import timedelta

import pytest
from tests.templates import saying

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.messaging import api
from dean06.kernel.messaging.models import Delivery, PhoneNumber, Wishes
from dean06.kernel.messaging.types import Channel, DeliveryState
from dean06.kernel.privacy.categories import KEPT
from dean06.kernel.privacy.holdings import everything, find_holding
from dean06.kernel.privacy.reference import keep_rules


@pytest.fixture
def told(hoa, inbox, work):
    """Hòa was told through VNeID."""
    api.send(SYSTEM, reference="k:1", **saying("Có kết quả", kind="alert"), to_party_ids=[hoa.party_id])
    work()
    return Delivery.objects.get()


def expired(code: str, *, days: int) -> list[object]:
    find, _ = KEPT[code]
    return list(find(clock.now() - timedelta(days=days), 10))


def test_traces_of_delivery_go_after_their_time_but_nothing_that_waits(told):
    days = keep_rules()["messaging.deliveries"].keep_days
    assert expired("messaging.deliveries", days=days) == []
    Delivery.objects.update(created_at=clock.now() - timedelta(days=days + 1))
    assert expired("messaging.deliveries", days=days) == [told.pk]
    Delivery.objects.update(state=DeliveryState.QUEUED)
    assert expired("messaging.deliveries", days=days) == []


def test_a_number_that_was_never_confirmed_goes(hoa, sms):
    api.ask_phone(hoa, phone="0912000201")
    days = keep_rules()["messaging.unconfirmed_phone"].keep_days
    PhoneNumber.objects.update(asked_at=clock.now() - timedelta(days=days + 1))
    assert expired("messaging.unconfirmed_phone", days=days) == [PhoneNumber.objects.get().pk]
    PhoneNumber.objects.update(confirmed_at=clock.now())
    assert expired("messaging.unconfirmed_phone", days=days) == []


def test_the_person_gets_all_of_it_in_words(hoa, told, phoned):
    phoned(hoa)
    api.set_wishes(hoa, channels=[Channel.VNEID], classes=[])
    kept = everything(hoa.party_id)
    (delivery,) = kept["messaging.deliveries"]["rows"]
    assert (delivery["channel"], delivery["state"], delivery["message__subject"]) == ("VNeID", "Đã gửi", "Có kết quả")
    assert kept["messaging.phone"]["rows"][0]["phone"] == "84912000201"
    (wishes,) = kept["messaging.wishes"]["rows"]
    assert wishes["channels_off"] == ["Thư điện tử", "Tin nhắn SMS"]
    assert "Nhắc hạn" in wishes["classes_off"]


def test_number_and_wishes_can_be_deleted_traces_cannot(hoa, told, phoned):
    phoned(hoa)
    api.set_wishes(hoa, channels=[], classes=[])
    for code, model in (("messaging.phone", PhoneNumber), ("messaging.wishes", Wishes)):
        assert len(find_holding(code).delete(hoa.party_id)) == 1
        assert not model.objects.exists()
    assert find_holding("messaging.deliveries").hold
