"""A fake provider behind the port, and one officer in office."""

from datetime import date

import pytest
from tests.kernel.identity.fakes import LAM, Browser, FakeProvider

from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.wiring import override
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.identity_provider import IdentityProvider


@pytest.fixture
def provider():
    fake = FakeProvider()
    with override(IdentityProvider, fake):
        yield fake


@pytest.fixture
def browser(db):
    return Browser()


@pytest.fixture
def officer(db):
    """Lâm is an officer of a commune that ends on 1 July 2025, and has no post afterwards."""
    parties.load_reference_data(SYSTEM)
    party_id = parties.register_person(
        SYSTEM,
        personal_id=LAM.personal_id,
        full_name=LAM.full_name,
        birth_on=LAM.birth_on,
        sex=LAM.sex,
        is_fictional=True,
    )
    parties.appoint(
        SYSTEM,
        unit_code="ubnd-xa-tung-anh",
        title="Công chức văn hóa - xã hội",
        role=Role.CLERK,
        party_id=party_id,
        valid_from=date(2019, 1, 1),
    )
    return party_id
