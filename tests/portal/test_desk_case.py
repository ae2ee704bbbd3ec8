"""The officer's page of a case: every act by its own form, what a lost lock says, what another unit may not see."""

from datetime import date

import pytest
from tests.kernel.audit_trail import bodies_of
from tests.kernel.cases.office import MORNING, POLICE, SCAN, SCANNED, UNIT, Office, procedures
from tests.portal.office_browsers import browser, text_of

from dean06.kernel.base import clock
from dean06.kernel.cases.models import Case, CaseEvent, Extension, Task
from dean06.kernel.cases.services import applicant, handling
from dean06.kernel.cases.types import Status


@pytest.fixture
def office(db):
    with procedures(), clock.at(MORNING):
        yield Office()


@pytest.fixture
def clerk(office):
    return browser(office.clerk)


def page_of(client, case):
    return client.get(f"/lam-viec/ho-so/{case.code}/")


def do(client, case, act, **said):
    """Post an act as its form on the page would, on the revision the case has now unless said otherwise."""
    case.refresh_from_db()
    revision = said.pop("revision", case.revision)
    data = {f"{act}-{name}": value for name, value in {"revision": revision, **said}.items()}
    answer = client.post(f"/lam-viec/ho-so/{case.code}/viec/{act}/", data)
    case.refresh_from_db()
    return answer


def test_the_page_tells_who_what_and_until_when_and_she_sees_the_look(office, clerk):
    case = office.received()
    said = text_of(page_of(clerk, case))
    for words in ("Trần Thị Hoa", "Nguyễn Thị Bé", "01/12/2025", "Nữ", "Giấy chứng sinh", "17:30 ngày 05/12/2025"):
        assert words in said
    assert "Còn 8 giờ" in said
    assert len(bodies_of("case_looks.read")) == 1


def test_only_what_the_step_declares_and_the_status_allows_is_offered(office, clerk):
    case = office.case()
    offered = [form.act.value for form in page_of(clerk, case).context["forms"]]
    assert offered == ["receive", "refuse", "ask_supplement", "assign"]
    office.do(handling.receive, case)
    office.do(handling.assign, case, step="lanh_dao")
    assert page_of(clerk, case).context["forms"] == []
    assert "bà/ông chỉ xem được" in text_of(page_of(clerk, case))
    chair = browser(office.chair)
    assert [form.act.value for form in page_of(chair, case).context["forms"]] == ["return", "decide", "extend", "stop"]


def test_a_case_goes_through_by_the_forms_alone(office, clerk):
    case = office.case()
    assert do(clerk, case, "receive").status_code == 302
    assert do(clerk, case, "assign", to=f"ho_tich|{UNIT}|{office.registrar.party_id}", note="Gấp").status_code == 302
    registrar, chair = browser(office.registrar), browser(office.chair)
    assert do(registrar, case, "ask_supplement", request="Ảnh rõ hơn").status_code == 302
    assert Status(case.status) is Status.SUPPLEMENT_ASKED
    office.do(applicant.answer_supplement, case, office.mother, answer="Đây")
    assert do(registrar, case, "assign", to=f"lanh_dao|{UNIT}|").status_code == 302
    assert do(chair, case, "return", reason="Thiếu dấu").status_code == 302
    assert do(registrar, case, "assign", to=f"lanh_dao|{UNIT}|").status_code == 302
    assert do(chair, case, "decide", result_number="12/2025").status_code == 302
    assert do(clerk, case, "hand_over", to="Người nộp, quầy 2").status_code == 302
    assert Status(case.status) is Status.HANDED_OVER
    said = text_of(page_of(clerk, case))
    assert "Hồ sơ đã xong" in said
    assert "Phạm Văn Hộ" in said


def test_a_fee_is_asked_for_and_confirmed_on_the_page(office, clerk):
    case = office.processing()
    registrar = browser(office.registrar)
    assert do(registrar, case, "ask_payment", amount="0", what="Bản sao").status_code == 422
    assert do(registrar, case, "ask_payment", amount="8000", what="Bản sao trích lục").status_code == 302
    assert Status(case.status) is Status.PAYMENT_ASKED
    assert "8.000 đ: Bản sao trích lục" in text_of(page_of(registrar, case))
    assert do(registrar, case, "confirm_payment", receipt="BL-1").status_code == 302
    assert Status(case.status) is Status.PROCESSING


def test_refusing_stopping_and_promising_anew_need_their_words(office, clerk):
    case = office.received()
    assert do(clerk, case, "extend", day="10/12/2025", reason="Mất điện").status_code == 302
    assert clock.local(Extension.objects.get().promised_at).date() == date(2025, 12, 10)
    earlier = do(clerk, case, "extend", day="08/12/2025", reason="Mất điện")
    assert earlier.status_code == 422
    assert "Ngày hẹn lại phải sau" in text_of(earlier)
    assert "Mất điện" in text_of(earlier)
    empty = do(clerk, case, "stop", reason=" ")
    assert empty.status_code == 422
    assert "Hãy ghi lý do dừng." in text_of(empty)
    assert do(clerk, case, "stop", reason="Hồ sơ giả").status_code == 302
    other = office.case("2")
    assert do(clerk, other, "refuse", reason="Không thuộc thẩm quyền").status_code == 302
    assert (Status(case.status), Status(other.status)) == (Status.STOPPED, Status.NOT_RECEIVED)


def test_pressed_twice_it_is_done_once(office, clerk):
    case = office.case()
    first = do(clerk, case, "receive", revision=1)
    again = do(clerk, case, "receive", revision=1)
    assert (first.status_code, again.status_code) == (302, 409)
    assert CaseEvent.objects.filter(case=case, act="receive").count() == 1


def test_who_comes_too_late_sees_who_did_what_and_keeps_the_words(office, clerk):
    case = office.received()
    old = case.revision
    office.do(handling.assign, case, office.registrar, step="mot_cua", assignee_id=office.clerk.party_id)
    answer = do(clerk, case, "stop", revision=old, reason="Lời đã gõ rất dài")
    said = text_of(answer)
    assert answer.status_code == 409
    assert "Phạm Văn Hộ" in said
    assert "vừa “Giao việc”" in said
    assert "Lời đã gõ rất dài" in said
    # The lock is renewed: what is on this page now may be sent.
    (form,) = [one for one in answer.context["forms"] if one.act.value == "stop"]
    assert form["revision"].value() == str(case.revision)


def test_words_are_kept_even_when_the_act_is_gone(office, clerk):
    case = office.received()
    old = case.revision
    office.do(handling.stop, case, office.registrar, reason="Trùng")
    answer = do(clerk, case, "ask_supplement", revision=old, request="Ảnh chụp giấy chứng sinh")
    assert answer.status_code == 409
    assert "không còn làm được ở đây" in text_of(answer)
    assert "Ảnh chụp giấy chứng sinh" in text_of(answer)


def test_a_second_request_warns_that_the_case_then_counts_as_overdue(office, clerk):
    case = office.processing()
    registrar = browser(office.registrar)
    do(registrar, case, "ask_supplement", request="Lần một")
    office.do(applicant.answer_supplement, case, office.mother, answer="Đây")
    refused = do(registrar, case, "ask_supplement", request="Lần hai")
    assert refused.status_code == 409
    assert "tính là quá hạn" in text_of(refused)
    assert do(registrar, case, "ask_supplement", request="Lần hai", counts_as_overdue="on").status_code == 302


def test_taking_a_case_on_ones_name(office, clerk):
    case = office.received()
    take = page_of(clerk, case).context["take"]
    assert do(clerk, case, "assign", to=take).status_code == 302
    assert Task.objects.get(case=case, closed_at=None).assignee_id == office.clerk.party_id
    assert page_of(clerk, case).context["take"] == ""
    other = browser(office.registrar)
    held = do(other, case, "stop", reason="x")
    assert held.status_code == 409
    assert "phụ trách" in text_of(held)


@pytest.mark.parametrize(
    "act", ["receive", "refuse", "assign", "stop", "ask_supplement", "extend", "decide", "hand_over"]
)
def test_another_unit_finds_nothing_to_do_or_to_see(office, act):
    case, police = office.case(), browser(office.police)
    assert page_of(police, case).status_code == 404
    assert do(police, case, act, reason="x", request="x", to=f"mot_cua|{POLICE}|").status_code == 404
    assert case.revision == 1


def test_a_forged_target_or_act_is_refused(office, clerk):
    case = office.received()
    forged = do(clerk, case, "assign", to=f"mot_cua|cong-an-xa-duc-minh|{office.police.party_id}")
    assert forged.status_code == 422
    assert do(clerk, case, "delete").status_code == 404
    assert do(clerk, case, "decide", result_number="1").status_code == 409
    assert do(clerk, case, "stop", revision="abc", reason="x").status_code == 422


def test_a_paper_is_shown_or_saved_and_only_within_the_unit(office, clerk):
    case = Case.objects.get(pk=office.file(papers=[SCANNED]).case_id)
    url = f"/lam-viec/ho-so/{case.code}/giay-to/{case.papers.get().pk}/"
    shown, saved = clerk.get(url, {"xem": "1"}), clerk.get(url)
    assert b"".join(shown.streaming_content) == SCAN
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert b"".join(saved.streaming_content) == SCAN
    assert browser(office.police).get(url).status_code == 404
    assert browser(office.mother).get(url).status_code == 403
    assert len(bodies_of("case_looks.open_paper")) == 2
