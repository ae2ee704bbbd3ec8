"""Phone numbers: only when offered, only confirmed ones, codes sparingly."""

import re

import pytest
from tests.kernel.messaging.conftest import person

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted, TooMany
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.messaging import api, phone
from dean06.kernel.messaging.models import PhoneNumber
from dean06.kernel.messaging.wording import sms as wording
from dean06.kernel.messaging.wording.types import Alphabet
from dean06.kernel.ports.handover import Fate

__all__ = ["person"]


@pytest.mark.parametrize("written", ["0912000201", "0912 000 201", "+84 912.000.201", "84-912-000-201", "(0912)000201"])
def test_a_number_is_kept_in_one_form(written):
    assert phone.normalised(written) == "84912000201"


@pytest.mark.parametrize(
    "written", ["", "0212000201", "091200020", "09120002011", "+1 912000201", "0912000201\nx", "a"]
)
def test_what_is_no_vietnamese_mobile_number_is_refused(written):
    with pytest.raises(Invalid):
        phone.normalised(written)


def test_a_number_counts_once_the_code_came_back(hoa, sms, work):
    api.ask_phone(hoa, phone="0912000201")
    assert not api.phone_state(hoa).is_confirmed
    work()
    ((provider, sent),) = sms.taken.values()
    assert (provider, sent.phone) == ("mot", "84912000201")
    assert wording.segments(sent.text, Alphabet.GSM7) == 1
    with pytest.raises(Invalid):
        api.confirm_phone(hoa, code="not it")
    api.confirm_phone(hoa, code=re.search(r"\d{6}", sent.text).group())
    assert api.phone_state(hoa).is_confirmed
    assert api.phone_state(hoa).phone == "0912000201"


def test_a_code_that_nobody_took_is_sent_again_under_the_same_reference(hoa, sms, work):
    sms.fates = [Fate.UNCERTAIN]
    api.ask_phone(hoa, phone="0912000201")
    work()
    row = OutboxMessage.objects.get(topic=phone.CONFIRM)
    assert (row.state, "uncertain" in row.last_error) == ("pending", True)
    phone.send_code(row.payload, row.message_id)
    assert len(sms.taken) == 1


def test_a_phone_of_somebody_else_rings_seldom(hoa, minh, sms):
    with clock.at(clock.now()):
        for _ in range(phone.NUMBER_LIMIT.count - 1):
            api.ask_phone(hoa, phone="0912000201")
        api.ask_phone(minh, phone="0912000201")
        with pytest.raises(TooMany):
            api.ask_phone(minh, phone="+84912000201")
        api.ask_phone(minh, phone="0912000202")


def test_a_number_can_be_taken_back(hoa, phoned):
    phoned(hoa)
    api.forget_phone(hoa)
    assert api.phone_state(hoa).phone == ""
    assert not PhoneNumber.objects.exists()
    for act in (lambda: api.forget_phone(hoa), lambda: api.confirm_phone(hoa, code="123456")):
        with pytest.raises(NotFound):
            act()


def test_only_persons_have_a_number(db, sms):
    with pytest.raises(NotPermitted):
        api.ask_phone(SYSTEM, phone="0912000201")
