"""Hats come from posts, are chosen, shown, and lost with the post."""

from datetime import date, datetime

import pytest
from tests.kernel.audit_trail import actions_of, bodies_of
from tests.kernel.identity.fakes import Browser

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.identity import api
from dean06.kernel.identity.middleware import HAT_LOST
from dean06.kernel.identity.models import SignInSession

IN_OFFICE = date(2023, 12, 15)
LAST_EVENING = datetime(2025, 6, 30, 23, 55, tzinfo=clock.VN_TZ)
FIRST_MORNING = datetime(2025, 7, 1, 0, 1, tzinfo=clock.VN_TZ)


def post_hat(browser):
    request = browser.request()
    return next(hat for hat in api.my_hats(request)[0] if hat.role is Role.CLERK)


def test_a_citizen_has_one_hat_and_nothing_to_choose(provider, browser):
    done = browser.sign_in(provider, "hoa")
    assert not done.must_choose_hat
    assert [hat.role for hat in api.my_hats(browser.request())[0]] == [Role.CITIZEN]


def test_an_officer_starts_as_a_citizen_and_is_asked(provider, browser, officer):
    with clock.at(IN_OFFICE):
        done = browser.sign_in(provider, "lam")
        assert done.must_choose_hat
        assert browser.visit().role is Role.CITIZEN


def test_a_hat_put_on_is_the_actor_from_the_next_request(provider, browser, officer):
    with clock.at(IN_OFFICE):
        browser.sign_in(provider, "lam")
        key_before = browser.key
        browser.wear(post_hat(browser).key)
        actor = browser.visit()
    assert (actor.role, actor.unit_code) == (Role.CLERK, "ubnd-xa-tung-anh")
    assert (actor.post, actor.unit_name) == ("Công chức văn hóa - xã hội", "UBND xã Tùng Ảnh")
    assert browser.key != key_before
    (body,) = bodies_of("identity.choose_hat")
    assert (body["actor"]["role"], body["actor"]["unit"]) == ("clerk", "ubnd-xa-tung-anh")


def test_the_hat_of_somebody_else_is_refused_and_written_down(provider, browser, officer):
    with clock.at(IN_OFFICE):
        browser.sign_in(provider, "lam")
        stolen = post_hat(browser).key
        other = Browser()
        other.sign_in(provider, "hoa")
        with pytest.raises(NotPermitted) as caught:
            other.wear(stolen)
        assert caught.value.code == "not_your_hat"
        assert other.visit().role is Role.CITIZEN
    assert actions_of("identity.hat_refused") == [{"hat": stolen}]


def test_the_emergency_hat_cannot_be_chosen(provider, browser):
    browser.sign_in(provider, "hoa")
    with pytest.raises(NotPermitted):
        browser.wear("break_glass")


def test_a_post_that_ends_takes_the_hat_with_it_at_once(provider, browser, officer):
    with clock.at(LAST_EVENING):
        browser.sign_in(provider, "lam")
        hat = post_hat(browser).key
        browser.wear(hat)
        assert browser.visit().role is Role.CLERK
    with clock.at(FIRST_MORNING):
        assert browser.visit().role is Role.CITIZEN
        assert browser.shown == [HAT_LOST]
        assert browser.visit().role is Role.CITIZEN
        assert browser.shown == [HAT_LOST]  # said once
        with pytest.raises(NotPermitted):
            browser.wear(hat)
    assert actions_of("identity.hat_lost") == [{"hat": hat}]


def test_a_step_up_keeps_the_hat_worn(provider, browser, officer):
    with clock.at(IN_OFFICE):
        browser.sign_in(provider, "lam")
        browser.wear(post_hat(browser).key)
        done = browser.sign_in(provider, "lam", level=2)
        assert not done.must_choose_hat
        assert browser.visit().role is Role.CLERK
    assert len(actions_of("identity.step_up")) == 1


def test_the_last_hat_is_remembered_but_not_put_on(provider, browser, officer):
    with clock.at(IN_OFFICE):
        browser.sign_in(provider, "lam")
        hat = post_hat(browser).key
        browser.wear(hat)
        browser.sign_out()
        browser.sign_in(provider, "lam")
        assert browser.visit().role is Role.CITIZEN
        assert api.my_hats(browser.request())[1] == hat


def test_nobody_signed_in_has_no_hats(provider, browser):
    with pytest.raises(NotPermitted):
        api.my_hats(browser.request())


def test_a_hat_is_not_put_on_an_ended_sign_in(provider, browser, officer):
    with clock.at(IN_OFFICE):
        browser.sign_in(provider, "lam")
        hat = post_hat(browser).key
        SignInSession.objects.update(ended_at=clock.now(), end_reason="back_channel", id_token="")
        with pytest.raises(NotPermitted):
            browser.wear(hat)
