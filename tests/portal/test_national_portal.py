"""The operator's page of the national portal: what came in, what is held, what waits to go out."""

from dataclasses import replace

import pytest
from tests.kernel.cases.fake_portal import BIRTH, feeding, nobody
from tests.kernel.cases.office import MORNING, Office, officer, procedures
from tests.portal.office_browsers import browser, text_of

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Role
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.cases import tasks
from dean06.kernel.cases.models import Arrival, Case
from dean06.kernel.cases.types import ArrivalState
from dean06.kernel.ports.national_portal import Reason

PAGE = "/van-hanh/cong-dich-vu-cong/"


@pytest.fixture
def portal(db):
    with procedures(), clock.at(MORNING):
        Office()
        with feeding() as found:
            yield found


@pytest.fixture
def operator(portal):
    return browser(officer("000026000077", "Ngô Thị Vận", Role.OPERATOR))


def fetched(portal, **changes) -> Arrival:
    portal.deliver(replace(BIRTH, **changes), message_id=str(len(portal.messages)))
    tasks.fetch(0)
    return Arrival.objects.order_by("-pk").first()


def test_what_came_in_is_shown_without_a_name(portal, operator):
    fetched(portal)
    page = text_of(operator.get(PAGE))
    assert BIRTH.code in page
    assert Case.objects.get(parent=None).code in page
    assert "Trần Thị Hoa" not in page
    assert BIRTH.full_name not in page
    assert "Chưa nối với Cổng" not in page


def test_what_is_held_says_why_and_is_tried_again(portal, operator):
    held = fetched(portal, procedure="9.999999")
    page = text_of(operator.get(PAGE))
    assert "Không có thủ tục nào mang số 9.999999" in page
    assert "Đã đưa tin vào hàng đợi" in text_of(operator.post(f"{PAGE}{held.pk}/xu-ly-lai/", follow=True))
    held.refresh_from_db()
    assert held.state == ArrivalState.WAITING


def test_it_is_refused_with_words_for_the_applicant(portal, operator):
    held = fetched(portal, agency="000.99.99.H27")
    address = f"{PAGE}{held.pk}/tu-choi/"
    assert "Hãy ghi lý do" in text_of(operator.post(address, {"reason": ""}))
    assert "Đã từ chối" in text_of(operator.post(address, {"reason": "Nộp nhầm nơi"}, follow=True))
    again = operator.post(address, {"reason": "Nộp nhầm nơi"})
    assert again.status_code == 422
    assert "không còn chờ người vận hành" in text_of(again)


def test_reports_given_up_are_sent_again_from_here(portal, operator):
    portal.fails["report"] = Reason.REQUEST_REFUSED
    fetched(portal)
    (message,) = OutboxMessage.objects.filter(topic="cases.portal_report")
    for _ in range(outbox.MAX_ATTEMPTS):
        OutboxMessage.objects.update(next_attempt_at=clock.now())
        outbox.deliver(message.message_id)
    page = text_of(operator.get(PAGE))
    assert "Đã thôi gửi" in page
    assert message.message_id in page
    portal.fails.clear()
    operator.post("/van-hanh/gui-lai/", {"tin": message.message_id})
    outbox.deliver(message.message_id)
    assert len(portal.told) == 1
    assert "Mọi báo cáo đã gửi" in text_of(operator.get(PAGE))


def test_where_no_portal_feeds_us_the_page_says_so(db):
    with nobody(), clock.at(MORNING):
        Office()
        page = text_of(browser(officer("000026000077", "Ngô Thị Vận", Role.OPERATOR)).get(PAGE))
    assert "Chưa nối với Cổng" in page
