"""At a counter: the officer hands the browser over and is out of it; a citizen raises her level by her own card."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.kernel.audit_trail import bodies_of
from tests.kernel.devices.conftest import (  # the desk is a fixture of devices, used here as it stands
    DEP,
    HOA,
    UNIT,
    authority,
    chip,
    desk,
    signer,
    twin_of,
)
from tests.kernel.identity.fakes import LAM, Browser

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted, Unavailable
from dean06.kernel.devices import api as devices
from dean06.kernel.identity import api, card, limits
from dean06.kernel.identity.middleware import WHY_SIGNED_OUT
from dean06.kernel.identity.models import CARD_ISSUER, EndReason, SignInSession, User
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.identity_provider import Reason as IdpReason
from dean06.kernel.ports.population import Facts, LifeStatus
from dean06.sandbox.card.people import Holder

__all__ = ["authority", "chip", "desk", "signer", "twin_of"]


@pytest.fixture
def counter(desk, provider, browser):
    """Lâm at the counter in his hat, with the desk's reader."""
    party_id = parties.register_person(
        SYSTEM,
        personal_id=LAM.personal_id,
        full_name=LAM.full_name,
        birth_on=LAM.birth_on,
        sex=LAM.sex,
        is_fictional=True,
    )
    parties.appoint(
        SYSTEM, unit_code=UNIT, title="Chuyên viên", role=Role.CLERK, party_id=party_id, valid_from=clock.today()
    )
    browser.sign_in(provider, "lam", level=2)
    browser.wear(next(hat.key for hat in api.my_hats(browser.request())[0] if hat.role is Role.CLERK))
    desk.officer = browser.visit()
    return browser


AGREES = Facts(personal_id=HOA.personal_id)


def read(desk, chip, register=AGREES):
    """Read for signing in at the counter, and compared as the page does."""
    receipt = desk.read(chip, "dang_nhap_tai_quay")
    devices.note_comparison(desk.officer, receipt_id=receipt.id, register=register)
    return receipt


def hand_over(browser, receipt, *, face=True):
    request = browser.request()
    try:
        return api.hand_over(request, receipt_id=receipt.id, is_face_compared=face)
    finally:
        browser.keep(request)


def test_the_holder_is_in_and_the_officer_out(counter, desk, chip):
    officers = Browser()
    officers.key = counter.key  # a second window with the same cookie
    hand_over(counter, read(desk, chip))
    actor = counter.visit()
    assert (actor.name, actor.role, actor.assurance_level) == ("Trần Thị Hoa", Role.CITIZEN, 2)
    assert actor.party_id == parties.find_person(HOA.personal_id)
    assert not officers.visit().is_signed_in
    assert SignInSession.objects.get(user__subject="sub-lam").end_reason == EndReason.HANDED_OVER
    (entry,) = bodies_of("identity.counter_sign_in")
    assert entry["actor"]["role"] == "clerk"
    assert entry["details"]["face_compared"] is True
    assert entry["purpose"] == "Đăng nhập tại quầy bằng thẻ"


def test_when_she_leaves_nobody_is_there(counter, desk, chip):
    hand_over(counter, read(desk, chip))
    assert counter.sign_out() == ""
    assert not counter.visit().is_signed_in


def test_a_sign_in_the_officer_began_elsewhere_does_not_go_over(counter, desk, chip, provider):
    state = counter.begin(provider)
    hand_over(counter, read(desk, chip))
    with pytest.raises(NotPermitted):
        counter.come_back(state, "lam")
    assert counter.visit().name == "Trần Thị Hoa"


def test_the_officers_session_at_the_provider_ends_too(counter, desk, chip):
    assert "id_token_hint=token-lam&" in hand_over(counter, read(desk, chip))


def test_while_the_provider_is_away_nobody_is_left_known_to_it_in_a_strangers_browser(counter, desk, chip, provider):
    provider.is_away()
    with pytest.raises(Unavailable):
        hand_over(counter, read(desk, chip))
    assert counter.visit().role is Role.CLERK
    (entry,) = bodies_of("identity.counter_refused")
    assert entry["details"]["reason"] == "provider_unavailable"


@pytest.mark.parametrize("leaving", [False, True], ids=["at once", "after signing out"])
def test_the_next_sign_in_from_that_browser_needs_a_new_proof(counter, desk, chip, provider, leaving):
    hand_over(counter, read(desk, chip))
    if leaving:
        counter.sign_out()
    with clock.at(clock.now() + timedelta(minutes=1)):
        counter.sign_in(provider, "lam")
        assert provider.begun[-1].prompt == "login"
        counter.sign_out()
        counter.sign_in(provider, "lam")
    assert provider.begun[-1].prompt is None, "it was given; from now on as ever"


def test_a_session_that_ran_out_there_leaves_the_demand_standing(counter, desk, chip, provider):
    hand_over(counter, read(desk, chip))
    with clock.at(clock.now() + limits.COUNTER_IDLE * 2):
        assert not counter.visit().is_signed_in
        counter.begin(provider)
    assert provider.begun[-1].prompt == "login"


def test_whoever_empties_the_cookies_does_not_become_the_officer(counter, desk, chip, provider):
    """The provider still knows Lâm in this browser: its way out was stopped half-way."""
    provider.known_since = clock.now()
    hand_over(counter, read(desk, chip))
    counter.key = None
    with clock.at(clock.now() + timedelta(minutes=1)):
        with pytest.raises(NotPermitted) as refused:
            counter.sign_in(provider, "lam")
        assert refused.value.code == IdpReason.AUTH_TOO_OLD
        assert not counter.visit().is_signed_in
        counter.sign_in(provider, "lam")  # tried again, the provider asks who it is
    assert counter.visit().name == LAM.full_name


def test_the_officers_other_machine_stays_as_it_is(counter, desk, chip, provider):
    other = Browser()
    provider.people["lam"] = replace(LAM, session_id="sid-lam-elsewhere")
    provider.known_since = clock.now()
    hand_over(counter, read(desk, chip))
    other.sign_in(provider, "lam")
    assert other.visit().name == LAM.full_name


def test_without_a_look_at_her_face_it_is_level_one(counter, desk, chip):
    hand_over(counter, read(desk, chip), face=False)
    assert counter.visit().assurance_level == 1


def test_while_the_register_is_away_it_is_level_one(counter, desk, chip):
    """Whoever lends a dead woman's card has her face beside him nowhere but in the register."""
    receipt = desk.read(chip, "dang_nhap_tai_quay")
    devices.note_comparison(desk.officer, receipt_id=receipt.id, register=None, outcome=devices.AWAY)
    hand_over(counter, receipt)
    assert counter.visit().assurance_level == 1


@pytest.mark.parametrize("register", [None, Facts(personal_id=HOA.personal_id, full_name="Lê Thị Mai")])
def test_what_the_register_does_not_say_as_well_is_level_one(counter, desk, chip, register):
    hand_over(counter, read(desk, chip, register))
    assert counter.visit().assurance_level == 1


def test_never_compared_is_level_one(counter, desk, chip):
    hand_over(counter, desk.read(chip, "dang_nhap_tai_quay"))
    assert counter.visit().assurance_level == 1


def test_once(counter, desk, chip):
    receipt = read(desk, chip)
    hand_over(counter, receipt)
    with pytest.raises(NotPermitted):  # the citizen now holds the browser
        hand_over(counter, receipt)
    assert SignInSession.objects.filter(user__issuer=CARD_ISSUER).count() == 1


def test_only_for_the_purpose_of_signing_in(counter, desk, chip):
    with pytest.raises(NotFound):
        hand_over(counter, desk.read(chip, "xac_minh"))
    assert counter.visit().role is Role.CLERK


def test_an_officer_in_her_own_hat_of_citizen_hands_nothing_over(counter, desk, chip):
    receipt = read(desk, chip)
    counter.wear("citizen")
    with pytest.raises(NotPermitted):
        hand_over(counter, receipt)


def test_nobody_compares_her_own_face(counter, desk, twin_of):
    own = Holder(personal_id=LAM.personal_id, full_name=LAM.full_name, sex=LAM.sex, birth_on=LAM.birth_on)
    with pytest.raises(NotPermitted) as refused:
        hand_over(counter, desk.read(twin_of(own), "dang_nhap_tai_quay", own))
    assert refused.value.code == "own_card"
    assert counter.visit().role is Role.CLERK


def test_somebody_the_register_holds_dead_is_not_signed_in(counter, desk, chip):
    receipt = read(desk, chip)
    dead = Facts(personal_id=HOA.personal_id, life_status=LifeStatus.DEAD)
    devices.note_comparison(desk.officer, receipt_id=receipt.id, register=dead)
    with pytest.raises(Conflict) as refused:
        hand_over(counter, receipt)
    assert refused.value.code == "life_status"


def test_an_officer_signed_out_meanwhile_hands_nothing_over(counter, desk, chip):
    receipt = read(desk, chip)
    row = SignInSession.objects.get(user__subject="sub-lam")
    SignInSession.objects.filter(pk=row.pk).update(ended_at=clock.now(), end_reason="idle", id_token="")
    with pytest.raises(Conflict):
        card.begin_at_counter(desk.officer, officer=row, receipt_id=receipt.id, is_face_compared=True)
    assert not User.objects.filter(issuer=CARD_ISSUER).exists()


def test_a_locked_account_stays_locked(counter, desk, chip):
    hand_over(counter, read(desk, chip))
    User.objects.filter(issuer=CARD_ISSUER).update(is_active=False)
    row = SignInSession.objects.get(user__subject="sub-lam")
    with pytest.raises(NotPermitted) as refused:
        card.begin_at_counter(
            desk.officer,
            officer=row,
            receipt_id=read(desk, chip).id,
            is_face_compared=True,
        )
    assert refused.value.code == "account_locked"
    assert not counter.visit().is_signed_in


def test_a_sandbox_card_opens_nothing_outside_a_demonstration(counter, desk, chip, settings):
    receipt = read(desk, chip)
    settings.DEMO = False
    with pytest.raises(NotPermitted) as refused:
        hand_over(counter, receipt)
    assert refused.value.code == "fictional_card"


def test_she_is_a_citizen_there_whatever_post_she_holds(counter, desk, chip):
    party_id = parties.register_person(
        SYSTEM,
        personal_id=HOA.personal_id,
        full_name=HOA.full_name,
        birth_on=HOA.birth_on,
        sex=HOA.sex,
        is_fictional=True,
    )
    parties.appoint(
        SYSTEM, unit_code=UNIT, title="Chủ tịch UBND", role=Role.LEADER, party_id=party_id, valid_from=clock.today()
    )
    hand_over(counter, read(desk, chip))
    assert [hat.role for hat in api.my_hats(counter.request())[0]] == [Role.CITIZEN]


def test_a_borrowed_machine_forgets_her_soon(counter, desk, chip):
    hand_over(counter, read(desk, chip))
    with clock.at(clock.now() + limits.COUNTER_IDLE - timedelta(seconds=1)):
        assert counter.visit().is_signed_in
    with clock.at(clock.now() + limits.COUNTER_IDLE * 2):
        assert not counter.visit().is_signed_in
    assert WHY_SIGNED_OUT[EndReason.IDLE] in counter.shown


# --- a higher level by one's own card --------------------------------------------------------------------------------


@pytest.fixture
def hoa(desk, provider, browser):
    """Hoa at level 1, at a machine with a reader; her provider's number is the one on the card."""
    provider.people["hoa"] = replace(
        provider.people["hoa"], personal_id=HOA.personal_id, birth_on=HOA.birth_on, assurance_level=1
    )
    browser.sign_in(provider, "hoa")
    return browser


def read_own(desk, browser, chip, register=AGREES):
    actor = browser.visit()
    order = desk.order("nang_muc", actor=actor)
    receipt = desk.submit(desk.device.signed(desk.device.body(order, chip)), actor=actor)
    outcome = "" if register else devices.AWAY
    devices.note_comparison(actor, receipt_id=receipt.id, register=register, outcome=outcome)
    return receipt


@pytest.mark.parametrize(
    ("register", "code"),
    [(None, "not_compared"), (Facts(personal_id=HOA.personal_id, life_status=LifeStatus.DEAD), "life_status")],
    ids=["away", "dead"],
)
def test_a_level_is_not_raised_by_the_card_of_somebody_the_register_does_not_call_alive(
    hoa, desk, chip, register, code
):
    receipt = read_own(desk, hoa, chip, register)
    with pytest.raises(Conflict) as refused:
        api.step_up_by_card(hoa.request(), receipt_id=receipt.id)
    assert refused.value.code == code
    assert hoa.visit().assurance_level == 1
    assert bodies_of("identity.card_step_up_refused")[-1]["details"]["reason"] == code


def test_her_own_card_raises_her_level(hoa, desk, chip):
    receipt, before = read_own(desk, hoa, chip), hoa.key
    request = hoa.request()
    assert api.step_up_by_card(request, receipt_id=receipt.id) == 2
    hoa.keep(request)
    assert hoa.visit().assurance_level == 2
    assert hoa.key != before
    (entry,) = bodies_of("identity.card_step_up")
    assert entry["details"]["level"] == 2


def test_and_only_once(hoa, desk, chip):
    receipt, request = read_own(desk, hoa, chip), hoa.request()
    api.step_up_by_card(request, receipt_id=receipt.id)
    with pytest.raises(Conflict):
        api.step_up_by_card(request, receipt_id=receipt.id)


def test_a_card_an_officer_read_raises_nobodys_level(counter, desk, chip, twin_of):
    receipt = desk.read(twin_of(DEP), "dang_nhap_tai_quay", DEP)
    with pytest.raises(Conflict):
        api.step_up_by_card(counter.request(), receipt_id=receipt.id)


@pytest.mark.parametrize("at", ["the page", "the receipt"])
def test_the_card_that_opened_the_session_does_not_raise_it(counter, desk, chip, at):
    """Level 1 because nobody compared her face; the same card again is no new proof."""
    hand_over(counter, read(desk, chip), face=False)
    receipt = read_own(desk, counter, chip)
    ask = {
        "the page": lambda: api.require_other_proof(counter.request()),
        "the receipt": lambda: api.step_up_by_card(counter.request(), receipt_id=receipt.id),
    }
    with pytest.raises(NotPermitted) as refused:
        ask[at]()
    assert refused.value.code == "card_session"
    assert counter.visit().assurance_level == 1
    (entry,) = bodies_of("identity.card_step_up_refused")
    assert entry["details"]["reason"] == "card_session"


def test_a_session_that_ended_meanwhile_is_raised_nowhere(hoa, desk, chip):
    receipt, row = read_own(desk, hoa, chip), SignInSession.objects.get()
    actor = hoa.visit()
    SignInSession.objects.update(ended_at=clock.now(), end_reason="idle", id_token="")
    with pytest.raises(Conflict) as refused:
        card.raise_level(actor, row=row, receipt_id=receipt.id)
    assert refused.value.code == "signed_out"
    assert devices.receipt(actor, receipt_id=receipt.id).is_spent is False


def test_refusals_at_the_counter_are_written_down(counter, desk, chip):
    for _ in range(2):
        with pytest.raises(NotFound):
            hand_over(counter, desk.read(chip, "xac_minh"))
    assert [entry["details"]["reason"] for entry in bodies_of("identity.counter_refused")] == ["receipt_not_found"] * 2


def test_a_receipt_of_another_hat_opens_nothing(hoa, desk, chip):
    """Read by a citizen to raise her own level; the same person as an officer signs nobody in by it."""
    receipt = read_own(desk, hoa, chip)
    actor = replace(hoa.visit(), role=Role.CLERK)
    with pytest.raises(NotFound):
        card.begin_at_counter(actor, officer=SignInSession.objects.get(), receipt_id=receipt.id, is_face_compared=True)
