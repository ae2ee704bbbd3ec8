"""The workspace's first page says what lies on the desk, without names."""

import pytest
from tests.kernel.cases.office import MORNING, Office, procedures
from tests.portal.office_browsers import browser, text_of

from dean06.kernel.base import clock


@pytest.fixture
def office(db):
    with procedures(), clock.at(MORNING):
        yield Office()


def test_what_waits_is_there_and_only_for_whom_it_lies_with(office):
    case = office.received()
    said = text_of(browser(office.clerk).get("/lam-viec/"))
    assert "Hồ sơ cần xử lý" in said
    assert f"{case.code}: {case.procedure_name}" in said
    assert "Còn 8 giờ" in said
    assert "Trần Thị Hoa" not in said
    assert "Hồ sơ cần xử lý" not in text_of(browser(office.chair).get("/lam-viec/"))
