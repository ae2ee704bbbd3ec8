"""The emergency account: off, single, two halves, each code once, loud."""

from datetime import datetime, timedelta

import pyotp
import pytest
from django.db import IntegrityError, transaction
from tests.kernel.audit_trail import actions_of

from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, TooMany
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.identity import break_glass, limits, totp
from dean06.kernel.identity.models import BREAK_GLASS_ISSUER, BreakGlassAccount, SignInSession, User

START = datetime(2023, 12, 15, 8, 0, tzinfo=clock.VN_TZ)
PASSWORD = "một mật khẩu thật dài"
SECRET = totp.new_secret()


def code_at(moment):
    return pyotp.TOTP(SECRET).at(moment)


@pytest.fixture
def account(db, settings):
    settings.BREAK_GLASS = True
    break_glass.create_account(holder="Cao Xuân Trường", password=PASSWORD, secret=SECRET)
    return BreakGlassAccount.objects.get()


def enter(browser, *, password=PASSWORD, code=None):
    request = browser.request()
    try:
        break_glass.sign_in(request, password=password, code=code or code_at(clock.now()))
    finally:
        browser.keep(request)


def test_it_is_off_unless_the_installation_says_otherwise(account, browser, settings):
    settings.BREAK_GLASS = False
    with clock.at(START), pytest.raises(NotFound):
        enter(browser)


def test_the_settings_have_it_off():
    from dean06.config import env

    assert next(key for key in env.KEYS if key.name == "DEAN06_BREAK_GLASS").default == "0"


def test_both_halves_open_the_operators_hat_and_everybody_will_know(account, browser):
    with clock.at(START):
        enter(browser)
        actor = browser.visit()
    assert (actor.role, actor.party_id, actor.post) == (Role.OPERATOR, None, "Vận hành khẩn cấp")
    assert len(actions_of("identity.break_glass_used")) == 1
    message = OutboxMessage.objects.get(topic=break_glass.USED_TOPIC)
    assert message.payload == {"session": str(SignInSession.objects.get().id)}


@pytest.mark.parametrize(
    "wrong", [{"password": "một mật khẩu khác hẳn"}, {"code": "000000"}, {"code": "abc"}, {"password": "", "code": "1"}]
)
def test_one_half_wrong_tells_not_which(account, browser, wrong):
    with clock.at(START), pytest.raises(Invalid) as caught:
        enter(browser, **wrong)
    assert (caught.value.code, caught.value.field) == ("break_glass_refused", "")
    assert browser.visit() is ANONYMOUS
    assert len(actions_of("identity.break_glass_refused")) == 1
    assert not OutboxMessage.objects.exists()


def test_without_an_account_the_answer_is_the_same(db, browser, settings):
    settings.BREAK_GLASS = True
    with clock.at(START), pytest.raises(Invalid) as caught:
        enter(browser)
    assert caught.value.code == "break_glass_refused"


def test_a_code_works_once(account, browser):
    with clock.at(START):
        enter(browser)
        with pytest.raises(Invalid):
            enter(browser)
    with clock.at(START + timedelta(seconds=30)):
        with pytest.raises(Invalid):
            enter(browser, code=code_at(START))  # still within tolerance, but used
        enter(browser)


def test_a_code_is_tolerated_one_step_early_or_late_and_no_more(account, browser):
    for late, is_right in ((31, True), (91, False), (-29, True), (-61, False)):
        BreakGlassAccount.objects.update(last_step=0)
        with clock.at(START + timedelta(seconds=late)):
            found = totp.matching_step(SECRET, code_at(START), after=0, now=clock.now())
        assert (found is not None) is is_right, late


def test_guessing_is_stopped(account, browser):
    with clock.at(START):
        for _ in range(limits.BREAK_GLASS_ADDRESS_LIMIT.count):
            with pytest.raises(Invalid):
                enter(browser, code="000000")
        with pytest.raises(TooMany):
            enter(browser)
        browser.address = "192.0.2.2"
        enter(browser)  # another address is not locked out by the first


def test_there_is_one_account_also_for_the_database(account):
    with pytest.raises(Conflict):
        break_glass.create_account(holder="Ai đó", password=PASSWORD, secret=SECRET)
    user = User.objects.create(issuer=BREAK_GLASS_ISSUER, subject="second")
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlassAccount.objects.create(holder="Ai đó", user=user, password_hash="x", totp_sealed="x")


def test_a_short_password_is_refused(db):
    with pytest.raises(Invalid):
        break_glass.create_account(holder="Ai đó", password="ngắn quá", secret=SECRET)
    assert not BreakGlassAccount.objects.exists()


def test_neither_half_lies_readable_in_the_table(account):
    assert PASSWORD not in account.password_hash
    assert account.password_hash.startswith("$argon2id$")
    assert SECRET not in account.totp_sealed
    assert totp.unseal(account.totp_sealed) == SECRET


def test_another_key_of_the_installation_makes_the_account_useless(account, browser, settings):
    settings.SECRET_KEY = "another key of another installation"
    with clock.at(START), pytest.raises(Invalid):
        enter(browser)


def test_revoking_ends_the_open_session(account, browser):
    with clock.at(START):
        enter(browser)
        break_glass.revoke_account()
        assert browser.visit() is ANONYMOUS
        with pytest.raises(Invalid):
            enter(browser, code=code_at(START + timedelta(seconds=30)))
    break_glass.create_account(holder="Người mới", password=PASSWORD, secret=SECRET)
    with pytest.raises(NotFound):
        break_glass.revoke_account() or break_glass.revoke_account()


def test_switching_it_off_ends_the_open_session(account, browser, settings):
    with clock.at(START):
        enter(browser)
        settings.BREAK_GLASS = False
        assert browser.visit() is ANONYMOUS


def test_an_hour_is_the_most(account, browser):
    with clock.at(START):
        enter(browser)
    for minutes in (14, 28, 42, 56):
        with clock.at(START + timedelta(minutes=minutes)):
            assert browser.visit().role is Role.OPERATOR
    with clock.at(START + limits.BREAK_GLASS_ABSOLUTE):
        assert browser.visit() is ANONYMOUS


def test_it_has_no_other_hat(account, browser):
    with clock.at(START):
        enter(browser)
        from dean06.kernel.identity import api

        assert [hat.role for hat in api.my_hats(browser.request())[0]] == [Role.OPERATOR]
