"""Consent: given by its owner, provable, withdrawn at once, never rewritten."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.db.utils import DatabaseError
from tests.kernel.audit_trail import bodies_of

from dean06.kernel.base import clock, events
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.privacy import api
from dean06.kernel.privacy.models import Consent
from dean06.kernel.privacy.types import ConsentWithdrawn, GivenHow

FACTS = {
    "purpose_code": "result_by_email",
    "purpose": "Báo kết quả hồ sơ qua thư điện tử",
    "recipient_code": "phong-y-te",
    "recipient": "Phòng Y tế",
    "fields": ["messaging.email_address", "full_name"],
}


def give(actor, **changes):
    return api.give_consent(actor, **(FACTS | changes))


def may(actor, field="full_name", at=None, **changes):
    wanted = {"purpose": "result_by_email", "recipient": "phong-y-te"} | changes
    return api.has_consent(actor.party_id, field=field, at=at, **wanted)


def test_it_holds_for_what_was_agreed_to_and_nothing_else(hoa, minh):
    assert not may(hoa)
    give(hoa)
    assert may(hoa)
    assert not may(minh)
    assert not may(hoa, field="birth_on")
    assert not may(hoa, purpose="marketing")
    assert not may(hoa, recipient="bank")
    assert not may(hoa, at=clock.now() - timedelta(seconds=5))


def test_withdrawing_ends_it_from_then_on(hoa):
    given = clock.now()
    with clock.at(given):
        consent = give(hoa)
    heard = []
    with clock.at(given + timedelta(hours=1)), events.subscribed(ConsentWithdrawn, heard.append):
        api.withdraw_consent(hoa, consent_id=consent)
        assert not may(hoa)
        assert may(hoa, at=given + timedelta(minutes=59))  # what was done before stays right
        with pytest.raises(Conflict):
            api.withdraw_consent(hoa, consent_id=consent)
    (info,) = api.consents_of(hoa)
    assert (info.is_open, info.withdrawn_at, info.has_lapsed) == (False, given + timedelta(hours=1), False)


@pytest.mark.django_db(transaction=True)
def test_who_relied_on_it_hears(hoa):
    consent, heard = give(hoa), []
    with events.subscribed(ConsentWithdrawn, heard.append):
        api.withdraw_consent(hoa, consent_id=consent)
    assert [event.consent_id for event in heard] == [consent]


def test_it_lapses_when_its_time_is_over(hoa):
    give(hoa, valid_until=clock.now() + timedelta(days=1))
    assert may(hoa)
    with clock.at(clock.now() + timedelta(days=2)):
        assert not may(hoa)
        assert api.consents_of(hoa)[0].has_lapsed
        give(hoa)  # the old one is no obstacle


def test_the_same_twice_is_refused_and_again_after_withdrawing_is_not(hoa, minh):
    first = give(hoa)
    with pytest.raises(Conflict):
        give(hoa, fields=list(reversed(FACTS["fields"])))
    give(minh)
    give(hoa, fields=["birth_on"])
    api.withdraw_consent(hoa, consent_id=first)
    with clock.at(clock.now() + timedelta(seconds=1)):
        give(hoa)


def test_another_persons_consent_does_not_exist(hoa, minh):
    consent = give(hoa)
    for act in (api.withdraw_consent, api.consent, api.consent_receipt):
        with pytest.raises(NotFound):
            act(minh, consent_id=consent)


def test_nobody_agrees_for_another_except_at_the_counter(hoa, minh, clerk):
    for how in GivenHow:
        with pytest.raises(NotPermitted):
            give(minh, party_id=hoa.party_id, given_how=how)
    with pytest.raises(NotPermitted):
        give(clerk, party_id=hoa.party_id)
    give(clerk, party_id=hoa.party_id, given_how=GivenHow.COUNTER)
    assert api.consents_of(hoa)[0].given_how is GivenHow.COUNTER


@pytest.mark.parametrize(
    "broken",
    [
        {"purpose": " "},
        {"purpose": "x" * 301},
        {"purpose_code": ""},
        {"recipient": ""},
        {"recipient_code": "x" * 81},
        {"fields": []},
    ],
)
def test_a_vague_consent_is_none(hoa, broken):
    with pytest.raises(Invalid):
        give(hoa, **broken)
    with pytest.raises(Invalid):
        give(hoa, valid_until=clock.now())


def test_the_receipt_is_confirmed_by_the_log(hoa):
    consent = give(hoa)
    receipt = api.consent_receipt(hoa, consent_id=consent)
    above = receipt.text.split("-" * 40)[0]
    assert hashlib.sha256(above.encode()).hexdigest() == receipt.digest
    (body,) = bodies_of("privacy.give_consent")
    assert body["id"] == str(receipt.audit_entry_id)
    assert body["details"]["receipt_sha256"] == receipt.digest
    for said in ("Trần Thị Hoa", "Phòng Y tế", "Báo kết quả", "mức xác thực 2"):
        assert said in above
    api.withdraw_consent(hoa, consent_id=consent)
    assert "ĐÃ RÚT LẠI" in api.consent_receipt(hoa, consent_id=consent).text


@pytest.mark.parametrize("change", [{"purpose": "Khác"}, {"fields": ["birth_on"]}, {"valid_until": None, "level": 1}])
def test_the_database_refuses_to_rewrite_it(hoa, change):
    consent = give(hoa)
    rows = Consent.objects.filter(pk=consent)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change)
    with pytest.raises((IntegrityError, InternalError, DatabaseError)), transaction.atomic():
        rows.delete()
    api.withdraw_consent(hoa, consent_id=consent)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(withdrawn_at=None, withdrawal_entry_id=None)
