"""Figures: each number opens exactly its cases; own unit for officers, every unit for leaders."""

import re

import pytest
from tests.kernel.cases.office import MORNING, POLICE, UNIT, Office, procedures
from tests.portal.office_browsers import browser, text_of

from dean06.kernel.base import clock
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases import api
from dean06.kernel.cases.services import handling
from dean06.kernel.cases.types import CaseOutcome

PAGE = "/lam-viec/ho-so/thong-ke/"


@pytest.fixture
def office(db):
    with procedures(), clock.at(MORNING):
        yield Office()


@pytest.fixture
def busy(office):
    """One filed, one received, one refused, one decided."""
    office.case("1")
    received = office.case("2")
    office.do(handling.receive, received)
    office.do(handling.refuse, office.case("3"), reason="Không thuộc thẩm quyền")
    decided = office.case("4")
    for act, who, facts in (
        (handling.receive, office.clerk, {}),
        (handling.assign, office.clerk, {"step": "lanh_dao"}),
        (handling.decide, office.chair, {"result_number": "1"}),
    ):
        office.do(act, decided, who, **facts)
    return office


def numbers(answer) -> list[tuple[int, str]]:
    """Every number of the page that is a link, with its address."""
    found = re.findall(r'href="([^"]+)">(\d+)(?: / (\d+))?</a>', text_of(answer))
    return [(int(second or first), address.replace("&amp;", "&")) for address, first, second in found]


def test_every_number_opens_its_cases(busy):
    clerk = browser(busy.clerk)
    page = clerk.get(PAGE)
    shown = numbers(page)
    assert len(shown) > 8
    for count, address in shown:
        opened = clerk.get(address)
        parts = opened.context.get("parts") or opened.context["procedures"]
        assert sum(len(rows) for _, rows in parts) == count, address


def test_what_became_of_the_cases(busy):
    day = clock.today()
    (birth,) = api.statistics(busy.clerk, unit_code=UNIT, first=day, last=day).procedures
    assert birth.counts == {
        CaseOutcome.FILED: 4,
        CaseOutcome.RECEIVED: 2,
        CaseOutcome.ON_TIME: 1,
        CaseOutcome.LATE: 0,
        CaseOutcome.OPEN: 2,
        CaseOutcome.OVERDUE: 0,
        CaseOutcome.CLOSED: 1,
    }


def test_officers_see_their_unit_and_leaders_every_unit(busy):
    police, chair, mother = browser(busy.police), browser(busy.chair), browser(busy.mother)
    assert police.get(PAGE, {"don_vi": UNIT}).status_code == 422
    assert chair.get(PAGE, {"don_vi": POLICE}).status_code == 200
    assert mother.get(PAGE).status_code == 403
    day = clock.today()
    with pytest.raises(NotPermitted):
        api.statistics(busy.police, unit_code=UNIT, first=day, last=day)
    with pytest.raises(NotPermitted):
        api.statistics_cases(busy.police, unit_code=UNIT, span=(day, day))


def test_days_the_wrong_way_round_are_told(busy):
    answer = browser(busy.clerk).get(PAGE, {"tu": "06/12/2025", "den": "01/12/2025"})
    assert answer.status_code == 422
    assert "Chọn ngày cuối sau ngày đầu" in text_of(answer)
    assert browser(busy.clerk).get(f"{PAGE}ho-so/", {"loai": "x"}).status_code == 404
    assert browser(busy.clerk).get(f"{PAGE}chi-so/x/").status_code == 404
