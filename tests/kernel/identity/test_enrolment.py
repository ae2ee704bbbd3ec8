"""Accounts known before the first sign-in."""

import pytest
from tests.kernel.audit_trail import bodies_of
from tests.kernel.identity.fakes import HOA

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.identity import api
from dean06.kernel.identity.models import User
from dean06.kernel.parties import api as parties


@pytest.fixture
def hoa(db):
    return parties.register_person(
        SYSTEM,
        personal_id=HOA.personal_id,
        full_name=HOA.full_name,
        birth_on=HOA.birth_on,
        sex=HOA.sex,
        is_fictional=True,
    )


def test_the_first_sign_in_meets_the_account_made_before(provider, browser, hoa):
    user_id = api.enrol(SYSTEM, issuer=HOA.issuer, subject=HOA.subject, party_id=hoa)
    assert api.enrol(SYSTEM, issuer=HOA.issuer, subject=HOA.subject, party_id=hoa) == user_id
    browser.sign_in(provider, "hoa")
    assert (browser.visit().user_id, User.objects.count()) == (user_id, 1)
    assert len(bodies_of("identity.enrol")) == 1


def test_only_the_platform_makes_accounts(provider, browser, hoa):
    browser.sign_in(provider, "hoa")
    with pytest.raises(NotPermitted):
        api.enrol(browser.visit(), issuer=HOA.issuer, subject="other", party_id=hoa)
