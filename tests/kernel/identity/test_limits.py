"""Idle and absolute limits of a sign-in."""

from datetime import datetime, timedelta

import pytest
from tests.kernel.audit_trail import actions_of

from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, Role
from dean06.kernel.identity import api, limits
from dean06.kernel.identity.middleware import WHY_SIGNED_OUT
from dean06.kernel.identity.models import EndReason, SignInSession

START = datetime(2023, 12, 15, 8, 0, tzinfo=clock.VN_TZ)
SECOND = timedelta(seconds=1)


def sign_in_as(browser, provider, role):
    with clock.at(START):
        browser.sign_in(provider, "lam")
        if role is not Role.CITIZEN:
            hat = next(hat for hat in api.my_hats(browser.request())[0] if hat.role is role)
            browser.wear(hat.key)


@pytest.mark.parametrize(("role", "idle"), [(Role.CITIZEN, limits.CITIZEN_IDLE), (Role.CLERK, limits.OFFICER_IDLE)])
def test_doing_nothing_too_long_ends_it(provider, browser, officer, role, idle):
    sign_in_as(browser, provider, role)
    with clock.at(START + idle - SECOND):
        assert browser.visit().role is role
    with clock.at(START + 2 * idle - 2 * SECOND):
        assert browser.visit().role is role  # counted from the last visit, not from the sign-in
    with clock.at(START + 3 * idle - 2 * SECOND):
        assert browser.visit() is ANONYMOUS
        assert browser.shown == [WHY_SIGNED_OUT[EndReason.IDLE]]
    assert actions_of("identity.session_expired") == [{"reason": "idle"}]
    assert SignInSession.objects.get().end_reason == EndReason.IDLE


def test_an_officer_may_be_idle_for_less_than_a_citizen():
    assert limits.idle_limit(Role.OPERATOR) == limits.idle_limit(Role.LEADER) == timedelta(minutes=15)
    assert limits.idle_limit(Role.CITIZEN) == timedelta(minutes=30)


def test_eight_hours_end_it_however_busy(provider, browser, officer):
    sign_in_as(browser, provider, Role.CLERK)
    moment = START
    while moment + timedelta(minutes=10) < START + limits.ABSOLUTE:
        moment += timedelta(minutes=10)
        with clock.at(moment):
            assert browser.visit().role is Role.CLERK
    with clock.at(START + limits.ABSOLUTE):
        assert browser.visit() is ANONYMOUS
    assert browser.shown == [WHY_SIGNED_OUT[EndReason.ABSOLUTE]]


def test_a_step_up_starts_the_clock_anew_because_the_person_was_proven_again(provider, browser, officer):
    sign_in_as(browser, provider, Role.CITIZEN)
    later = START + timedelta(minutes=20)
    with clock.at(later):
        browser.sign_in(provider, "lam", level=2)
    with clock.at(later + limits.CITIZEN_IDLE - SECOND):
        assert browser.visit().assurance_level == 2


def test_a_busy_page_is_not_a_write_each_time(provider, browser, officer, django_assert_num_queries):
    sign_in_as(browser, provider, Role.CITIZEN)
    with clock.at(START + SECOND), django_assert_num_queries(2):  # the browser's session, the sign-in
        browser.visit()
