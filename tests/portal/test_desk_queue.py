"""The work queue: figures that lead to their cases, filters, names on demand, many taken in at once, files, views."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from tests.kernel.audit_trail import bodies_of
from tests.kernel.cases.office import AT_COUNTER, MORNING, Office, procedures
from tests.portal.office_browsers import browser, text_of

from dean06.kernel.base import clock
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.services import handling
from dean06.kernel.cases.types import Channel, Status

DESK = "/lam-viec/ho-so/"


@pytest.fixture
def office(db):
    with procedures(), clock.at(MORNING):
        yield Office()


@pytest.fixture
def clerk(office):
    return browser(office.clerk)


def codes(answer) -> list[str]:
    return [row.line.code for row in answer.context["rows"]]


def test_the_queue_names_nobody_until_asked_and_then_she_sees_it(office, clerk):
    case = office.case()
    plain = clerk.get(DESK)
    assert codes(plain) == [case.code]
    assert "Trần Thị Hoa" not in text_of(plain)
    assert not bodies_of("case_looks.names")
    named = clerk.post(DESK)
    assert "Trần Thị Hoa" in text_of(named)
    assert len(bodies_of("case_looks.names")) == 1


def test_each_figure_leads_to_exactly_its_cases(office):
    office.case("1")
    office.processing()
    mine = office.case("3")
    office.do(handling.receive, mine)
    office.do(handling.assign, mine, step="mot_cua", assignee_id=office.clerk.party_id)
    asked = office.case("4")
    office.do(handling.receive, asked)
    office.do(handling.assign, asked, step="ho_tich")
    office.do(handling.ask_supplement, asked, request="Bổ sung")
    for hours in (0, 48, 120):
        with clock.at(MORNING + timedelta(hours=hours)):
            again = browser(office.clerk)
            figures = again.get(DESK).context["figures"]
            opened = {one.label: len(codes(again.get(f"{DESK}?{one.query}"))) for one in figures}
            assert opened == {one.label: one.count for one in figures}
    assert opened["Quá hạn"] == 2
    assert opened["Tạm dừng"] == opened["Tôi giữ"] == 1


def test_filters_narrow_and_a_broken_one_is_told(office, clerk):
    online = office.case("1")
    office.file(
        "2", actor=office.clerk, applicant_id=office.mother.party_id, channel=Channel.COUNTER, papers=[AT_COUNTER]
    )
    at_counter = Case.objects.exclude(pk=online.pk).filter(parent=None).get()
    assert codes(clerk.get(DESK, {"kenh": "counter"})) == [at_counter.code]
    assert codes(clerk.get(DESK, {"ma": online.code[-4:]})) == [online.code]
    assert codes(clerk.get(DESK, {"trang_thai": "9"})) == []
    assert len(codes(clerk.get(DESK, {"thu_tuc": "khai_sinh"}))) == 2
    broken = clerk.get(DESK, {"trang_thai": "x", "den_ngay": "hôm qua"})
    assert broken.status_code == 422
    assert "Ngày chưa đúng" in text_of(broken)
    assert clerk.get(DESK, {"sau": "x"}).status_code == 422


def test_a_long_queue_goes_on_by_key_and_skips_nothing(office, clerk):
    for number in range(21):
        office.file(str(number))
    first = clerk.get(DESK)
    second = clerk.get(DESK, {"sau": first.context["after"]})
    assert len(codes(first)) == 19
    assert len({*codes(first), *codes(second)}) == 21
    assert second.context["after"] == ""
    assert "Về đầu hàng" in text_of(second)


def test_many_are_taken_in_at_once_and_each_is_answered_by_itself(office, clerk):
    good, moved = office.case("1"), office.case("2")
    lines = [row.line for row in clerk.get(DESK).context["rows"]]
    tickets = [f"{line.code}~{line.revision}" for line in lines]
    office.do(handling.receive, moved)
    police_case = Case.objects.filter(parent=good).first()
    forged = f"{police_case.code}~1"
    answer = clerk.post(f"{DESK}tiep-nhan/", {"ho_so": [*tickets, forged, "nonsense"]})
    outcomes = {one.code: one.is_done for one in answer.context["outcomes"]}
    assert outcomes == {good.code: True, moved.code: False, police_case.code: False, "nonsense": False}
    assert "Đã tiếp nhận 1 trên 4 hồ sơ" in text_of(answer)
    good.refresh_from_db()
    assert Status(good.status) is Status.RECEIVED
    assert clerk.post(f"{DESK}tiep-nhan/").status_code == 302


def test_found_by_name_without_tones_by_number_and_by_code(office, clerk):
    case = office.case()
    for text in ("tran hoa", case.code[-4:], "000026000001"):
        found = clerk.post(f"{DESK}tim/", {"tim": text})
        assert codes(found) == [case.code]
        assert "Trần Thị Hoa" in text_of(found)
    assert len(bodies_of("case_looks.search")) == 3
    assert clerk.post(f"{DESK}tim/", {"tim": "a"}).status_code == 422
    assert "Không tìm thấy" in text_of(browser(office.police).post(f"{DESK}tim/", {"tim": case.code}))


def test_taken_away_without_names_or_with_them_in_the_log(office, clerk):
    case = office.received()
    bare = clerk.post(f"{DESK}xuat/", {"dang": "csv"})
    lines = list(csv.DictReader(io.StringIO(bare.content.decode("utf-8-sig"))))
    assert [line["Mã hồ sơ"] for line in lines] == [case.code]
    assert lines[0]["Thời gian"] == "còn 8 giờ"
    assert "Người nộp" not in lines[0]
    named = clerk.post(f"{DESK}xuat/", {"dang": "xlsx", "kem_ten": "1"})
    sheet = load_workbook(io.BytesIO(named.content)).active
    assert [cell.value for cell in sheet[2]][-1] == "Trần Thị Hoa"
    assert [body["details"]["with_names"] for body in bodies_of("case_looks.export")] == [False, True]
    chosen = clerk.post(f"{DESK}xuat/?trang_thai=1", {"dang": "csv"})
    assert case.code not in chosen.content.decode()
    assert clerk.post(f"{DESK}xuat/", {"dang": "exe"}).status_code == 404


def test_ways_of_looking_are_kept_opened_and_dropped(office, clerk):
    office.case()
    kept = clerk.post(f"{DESK}cach-xem/?giu=chua-ai&la=x", {"ten": "Chưa ai nhận"})
    assert kept["Location"] == f"{DESK}?giu=chua-ai"
    (view,) = clerk.get(DESK).context["views"]
    assert (view.name, view.query) == ("Chưa ai nhận", "giu=chua-ai")
    assert browser(office.registrar).post(f"{DESK}cach-xem/{view.id}/bo/").status_code == 404
    clerk.post(f"{DESK}cach-xem/{view.id}/bo/")
    assert clerk.get(DESK).context["views"] == []
    assert "Đặt tên cho cách xem" in text_of(clerk.post(f"{DESK}cach-xem/?giu=toi", {"ten": " "}, follow=True))


def test_citizens_and_the_unit_next_door_see_nothing_of_it(office, clerk):
    case = office.case()
    assert browser(office.mother).get(DESK).status_code == 403
    assert case.code not in text_of(browser(office.police).get(DESK))
