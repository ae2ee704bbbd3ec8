"""The public lookup: status and day for who has the slip, the same words for every miss, and a stop to guessing."""

import pytest
from django.test import Client
from tests.kernel.audit_trail import actions_of
from tests.kernel.cases.office import MORNING, Office, procedures
from tests.portal.office_browsers import text_of

from dean06.kernel.base import clock
from dean06.kernel.cases.services.lookup import LOOKUP_ADDRESS_LIMIT, LOOKUP_CODE_LIMIT, NO_MATCH

PAGE = "/tra-cuu-ho-so/"


@pytest.fixture
def office(db):
    with procedures(), clock.at(MORNING):
        yield Office()


def ask(code: str, digits: str, address: str = "10.0.0.1"):
    return Client().post(PAGE, {"code": code, "digits": digits}, REMOTE_ADDR=address)


def test_the_slips_holder_sees_status_and_day_and_nobodys_name(office):
    case = office.received()
    said = text_of(ask(f" {case.code.lower()} ", "0001"))
    assert "Được tiếp nhận" in said
    assert "17:30 ngày 05/12/2025" in said
    assert "Hoa" not in said
    assert "Nguyễn Thị Bé" not in said
    assert actions_of("case_looks.lookup") == [{"is_match": True}]


def test_the_code_comes_from_the_qr(office):
    assert 'value="000.01.01.H27-251205-0001"' in text_of(Client().get(PAGE, {"ma": "000.01.01.H27-251205-0001"}))


def test_wrong_digits_and_an_unknown_code_are_told_alike(office):
    case = office.received()
    wrong, unknown = ask(case.code, "9999"), ask("000.01.01.H27-251205-9999", "0001")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert NO_MATCH in text_of(wrong)
    assert NO_MATCH in text_of(unknown)
    assert actions_of("case_looks.lookup") == [{"is_match": False}]
    assert "Nhập đúng bốn chữ số cuối." in text_of(ask(case.code, "12"))


def test_guessing_ends_for_an_address_and_for_a_code(office):
    case = office.received()
    for number in range(LOOKUP_CODE_LIMIT.count):
        assert ask(case.code, f"{number + 2:04d}", f"10.0.1.{number}").status_code == 422
    assert ask(case.code, "0001", "10.0.2.1").status_code == 429
    for number in range(LOOKUP_ADDRESS_LIMIT.count):
        assert ask(f"X-{number}", "0001", "10.0.3.1").status_code == 422
    assert ask("X-99", "0001", "10.0.3.1").status_code == 429
