"""Signing in and out."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from tests.kernel.audit_trail import actions_of
from tests.kernel.identity.fakes import HOA, Browser

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, Role
from dean06.kernel.base.errors import NotPermitted, TooMany, Unavailable
from dean06.kernel.identity import limits
from dean06.kernel.identity.models import EndReason, SignInSession, User
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.identity_provider import Reason

NOON = datetime(2023, 12, 15, 12, 0, tzinfo=clock.VN_TZ)


def test_a_first_sign_in_enters_the_person_and_the_account(provider, browser):
    browser.sign_in(provider, "hoa")
    actor = browser.visit()
    assert (actor.role, actor.name, actor.assurance_level) == (Role.CITIZEN, HOA.full_name, 2)
    party = parties.party(actor.party_id)
    assert (party.personal_id, party.sex, party.is_fictional) == (HOA.personal_id, "female", True)
    assert [look.action for look in audit.looks_at(actor.party_id)] == ["identity.sign_in", "parties.register_person"]


def test_a_second_sign_in_finds_the_same_person_and_account(provider, browser):
    browser.sign_in(provider, "hoa")
    first = browser.visit()
    browser.sign_out()
    browser.sign_in(provider, "hoa")
    assert browser.visit() == first
    assert User.objects.count() == 1


def test_another_account_of_the_same_person_is_the_same_party(provider, browser):
    browser.sign_in(provider, "hoa")
    party_id = browser.visit().party_id
    provider.people["hoa"] = replace(HOA, subject="sub-hoa-2")
    other = Browser()
    other.sign_in(provider, "hoa")
    assert other.visit().party_id == party_id


def test_a_planted_session_id_is_worth_nothing_after_the_sign_in(provider, browser):
    state = browser.begin(provider)
    planted = browser.key
    browser.come_back(state, "hoa")
    assert browser.key != planted
    assert not Session.objects.filter(session_key=planted).exists()
    thief = Browser()
    thief.key = planted
    assert thief.visit() is ANONYMOUS


def test_the_same_answer_never_works_twice(provider, browser):
    state = browser.begin(provider)
    browser.come_back(state, "hoa")
    before = SignInSession.objects.count()
    with pytest.raises(NotPermitted) as caught:
        browser.come_back(state, "hoa")
    assert caught.value.code == Reason.STATE_MISMATCH
    assert SignInSession.objects.count() == before
    assert browser.visit().name == HOA.full_name  # the first sign-in stands
    assert actions_of("identity.sign_in_refused") == [{"reason": "state_mismatch"}]


def test_a_refused_answer_uses_the_start_up_too(provider, browser):
    state = browser.begin(provider)
    with pytest.raises(NotPermitted):
        browser.come_back(state, "nobody")
    with pytest.raises(NotPermitted) as caught:
        browser.come_back(state, "hoa")
    assert caught.value.code == Reason.STATE_MISMATCH


def test_an_answer_for_another_browser_is_refused(provider, browser):
    state = browser.begin(provider)
    victim = Browser()
    with pytest.raises(NotPermitted):
        victim.come_back(state, "hoa")
    assert victim.visit() is ANONYMOUS


def test_two_tabs_both_come_to_an_end(provider, browser):
    first = browser.begin(provider, next_url="/a/")
    second = browser.begin(provider, next_url="/b/")
    assert browser.come_back(second, "hoa").next_url == "/b/"
    assert browser.come_back(first, "hoa").next_url == "/a/"
    assert SignInSession.objects.open().count() == 1


def test_beyond_the_limit_the_oldest_tab_is_forgotten(provider, browser):
    states = [browser.begin(provider) for _ in range(limits.MAX_OPEN_STARTS + 1)]
    with pytest.raises(NotPermitted):
        browser.come_back(states[0], "hoa")
    assert browser.come_back(states[1], "hoa")


def test_a_start_left_lying_is_refused(provider, browser):
    with clock.at(NOON):
        state = browser.begin(provider)
    with clock.at(NOON + limits.START_LIFETIME + timedelta(seconds=1)), pytest.raises(NotPermitted) as caught:
        browser.come_back(state, "hoa")
    assert caught.value.code == Reason.START_EXPIRED


def test_invented_people_are_for_demonstrations_only(provider, browser, settings):
    settings.DEMO = False
    with pytest.raises(NotPermitted) as caught:
        browser.sign_in(provider, "hoa")
    assert caught.value.code == Reason.CLAIM_INVALID
    assert parties.find_person(HOA.personal_id) is None


def test_an_account_that_names_another_person_is_refused(provider, browser):
    browser.sign_in(provider, "hoa")
    provider.people["hoa"] = replace(HOA, personal_id="000151000999")
    other = Browser()
    with pytest.raises(NotPermitted) as caught:
        other.sign_in(provider, "hoa")
    assert caught.value.code == Reason.SUBJECT_MISMATCH
    assert parties.find_person("000151000999") is None  # nothing of it was kept


def test_a_locked_account_stays_out_and_is_put_out(provider, browser):
    browser.sign_in(provider, "hoa")
    User.objects.update(is_active=False)
    assert browser.visit() is ANONYMOUS
    with pytest.raises(NotPermitted):
        browser.sign_in(provider, "hoa")


@pytest.mark.parametrize("half", ["begin", "complete"])
def test_a_provider_that_is_away_is_said_to_be(provider, browser, half):
    state = "" if half == "begin" else browser.begin(provider)
    provider.is_away()
    with pytest.raises(Unavailable) as caught:
        browser.begin(provider) if half == "begin" else browser.come_back(state, "hoa")
    assert caught.value.retry_after == 30
    assert not User.objects.exists()


def test_starting_without_end_is_stopped(provider, browser, monkeypatch):
    monkeypatch.setattr(limits, "START_LIMIT", replace(limits.START_LIMIT, count=2))
    with clock.at(NOON):
        browser.begin(provider)
        browser.begin(provider)
        with pytest.raises(TooMany):
            browser.begin(provider)


def test_signing_out_ends_it_here_and_leads_to_the_provider(provider, browser):
    browser.sign_in(provider, "hoa")
    url = browser.sign_out()
    row = SignInSession.objects.get()
    assert url.startswith("https://vneid.test/logout?id_token_hint=token-hoa")
    assert (row.end_reason, row.id_token) == (EndReason.SIGNED_OUT, "")
    assert browser.visit() is ANONYMOUS
    assert len(actions_of("identity.sign_out")) == 1


def test_signing_out_works_while_the_provider_is_away(provider, browser):
    browser.sign_in(provider, "hoa")
    provider.is_away()
    assert browser.sign_out() == ""
    assert browser.visit() is ANONYMOUS


def test_signing_out_of_nothing_is_harmless(provider, browser):
    assert browser.sign_out() == ""
    assert actions_of("identity.sign_out") == []


def test_somebody_else_in_the_same_browser_ends_the_first_sign_in(provider, browser):
    browser.sign_in(provider, "hoa")
    browser.sign_in(provider, "lam")
    assert browser.visit().name == "Hồ Sỹ Lâm"
    assert SignInSession.objects.get(provider_sid="sid-hoa").end_reason == EndReason.REPLACED
