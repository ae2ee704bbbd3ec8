"""Housekeeping."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from dean06.kernel.base import clock
from dean06.kernel.identity import tasks
from dean06.kernel.identity.models import SignInSession, User


def test_what_is_over_is_forgotten_after_its_time(provider, browser):
    browser.sign_in(provider, "hoa")
    browser.sign_out()
    assert tasks.forget_old() == 0
    with clock.at(clock.now() + timedelta(days=91)):
        assert tasks.forget_old() >= 1
    assert SignInSession.objects.exists()  # until retention deletes it and leaves a proof
    assert not Session.objects.exists()
    assert User.objects.exists()  # the account stays
