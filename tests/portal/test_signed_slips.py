"""A slip of a unit that has a key is signed, says so, and stays the very file it was; without a key it is plain."""

from pathlib import Path
from typing import Any

import pytest
from tests.house.acts_documents import Near
from tests.kernel.cases.office import MORNING, Office, procedures
from tests.kernel.documents.foreign import VALID, pdfsig
from tests.portal.office_browsers import browser
from tests.portal.test_desk_slips import read, slip

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Algorithm
from dean06.kernel.ports.ca import CertificateAuthority

OPERATOR = Actor(user_id=new_id(), name="Quản trị", role=Role.OPERATOR)


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path):
    settings.STATE = tmp_path
    with procedures(), clock.at(MORNING):
        yield Office()


def give_key(unit_code: str) -> None:
    key = documents.make_key(OPERATOR, unit_code=unit_code, algorithm=Algorithm.RSA_2048)
    with override(CertificateAuthority, Near()):
        documents.enrol_key(OPERATOR, key_id=key)


def test_a_receipt_is_signed_by_the_unit_that_gave_it_out(office: Office, tmp_path: Path) -> None:
    case = office.received()
    give_key(case.unit_code)
    clerk = browser(office.clerk)
    answer = slip(clerk, case, "receipt")
    assert "Ký số bởi:" in read(answer)
    said = pdfsig(tmp_path, answer.content)
    assert VALID in said
    assert "Total document signed" in said
    assert slip(clerk, case, "receipt").content == answer.content


def test_a_unit_without_a_key_hands_out_plain_slips(office: Office, tmp_path: Path) -> None:
    answer = slip(browser(office.clerk), office.received(), "receipt")
    assert "Ký số bởi:" not in read(answer)
    assert "does not contain any signatures" in pdfsig(tmp_path, answer.content)


def test_the_control_slip_goes_on_growing_and_is_not_signed(office: Office, tmp_path: Path) -> None:
    case = office.received()
    give_key(case.unit_code)
    assert VALID not in pdfsig(tmp_path, slip(browser(office.clerk), case, "control").content)
