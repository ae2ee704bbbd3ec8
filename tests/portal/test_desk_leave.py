"""The page of leave: seen by the unit, made by the officer, ended by a button."""

import pytest
from tests.kernel.cases.office import MORNING, UNIT, Office, procedures
from tests.portal.office_browsers import browser, text_of

from dean06.kernel.base import clock

PAGE = "/lam-viec/ho-so/thay-the/"


@pytest.fixture
def office(db):
    with procedures(), clock.at(MORNING):
        yield Office()


def said(office, **changes):
    away, other = office.clerk.party_id, office.registrar.party_id
    return {
        "away": f"{UNIT}|clerk|{away}",
        "substitute": f"{UNIT}|clerk|{other}",
        "first": "05/12/2025",
        "last": "07/12/2025",
    } | changes


def test_an_officer_names_who_stands_in_and_ends_it(office):
    clerk = browser(office.clerk)
    assert "Không có ai đang vắng" in text_of(clerk.get(PAGE))
    assert clerk.post(PAGE, said(office)).status_code == 302
    page = clerk.get(PAGE)
    assert "Phạm Văn Hộ thay Lê Thị Lan" in text_of(page)
    assert "Phạm Văn Hộ thay Lê Thị Lan" in text_of(browser(office.registrar).get(PAGE))
    (row,) = page.context["rows"]
    assert browser(office.police).post(f"{PAGE}{row.id}/thoi/").status_code == 403
    assert clerk.post(f"{PAGE}{row.id}/thoi/").status_code == 302
    assert "Không có ai đang vắng" in text_of(clerk.get(PAGE))


def test_mistakes_are_told_at_the_field(office):
    clerk = browser(office.clerk)
    backwards = clerk.post(PAGE, said(office, last="01/12/2025"))
    assert backwards.status_code == 422
    assert "Chọn từ hôm nay trở đi" in text_of(backwards)
    for_another = browser(office.registrar).post(PAGE, said(office))
    assert for_another.status_code == 403
