"""The provider ends sessions from its side."""

from datetime import timedelta

import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.identity.fakes import Browser

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS
from dean06.kernel.base.errors import Invalid, Unavailable
from dean06.kernel.identity import api, back_channel
from dean06.kernel.identity.middleware import WHY_SIGNED_OUT
from dean06.kernel.identity.models import EndReason, SeenLogoutToken, SignInSession
from dean06.kernel.ports.identity_provider import Reason


def test_every_browser_with_the_session_is_out(provider, browser):
    browser.sign_in(provider, "hoa")
    second, bystander = Browser(), Browser()
    second.sign_in(provider, "hoa")
    bystander.sign_in(provider, "lam")
    party_id = browser.visit().party_id
    assert api.back_channel_logout(provider.announce("t1", sid="sid-hoa")) == 2
    assert browser.visit() is ANONYMOUS
    assert second.visit() is ANONYMOUS
    assert bystander.visit().name == "Hồ Sỹ Lâm"
    assert browser.shown == [WHY_SIGNED_OUT[EndReason.BACK_CHANNEL]]
    assert audit.looks_at(party_id)[0].action == "identity.back_channel_logout"
    assert set(SignInSession.objects.filter(provider_sid="sid-hoa").values_list("id_token", flat=True)) == {""}


def test_a_subject_without_session_means_all_of_them(provider, browser):
    browser.sign_in(provider, "hoa")
    assert api.back_channel_logout(provider.announce("t1", subject="sub-hoa")) == 1
    assert browser.visit() is ANONYMOUS


def test_another_issuer_has_no_say(provider, browser):
    browser.sign_in(provider, "hoa")
    assert api.back_channel_logout(provider.announce("t1", sid="sid-hoa", issuer="https://elsewhere.test")) == 0
    assert browser.visit().name == "Trần Thị Hoa"


def test_the_same_token_again_is_a_replay(provider, browser):
    browser.sign_in(provider, "hoa")
    token = provider.announce("t1", sid="sid-hoa")
    api.back_channel_logout(token)
    browser.sign_in(provider, "hoa")
    with pytest.raises(Invalid) as caught:
        api.back_channel_logout(token)
    assert caught.value.code == "token_replayed"
    assert browser.visit().name == "Trần Thị Hoa"
    assert actions_of("identity.back_channel_refused") == [{"reason": "token_replayed"}]


def test_a_token_that_does_not_hold_ends_nothing(provider, browser):
    browser.sign_in(provider, "hoa")
    with pytest.raises(Invalid) as caught:
        api.back_channel_logout("forged")
    assert caught.value.code == Reason.SIGNATURE_INVALID
    assert browser.visit().name == "Trần Thị Hoa"
    assert actions_of("identity.back_channel_refused") == [{"reason": "signature_invalid"}]


def test_keys_out_of_reach_are_no_verdict(provider, db):
    provider.is_away()
    with pytest.raises(Unavailable):
        api.back_channel_logout("any")
    assert actions_of("identity.back_channel_refused") == []


def test_seen_tokens_are_forgotten_once_expired(provider, db):
    api.back_channel_logout(provider.announce("t1", sid="sid-hoa"))
    assert back_channel.purge_seen() == 0
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert back_channel.purge_seen() == 1
    assert not SeenLogoutToken.objects.exists()
