"""By post, or told to an officer: what is entered is the person's, with who said it and how, and the clock is right."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.kernel.cases.declarations import BIRTH, MOTHER
from tests.kernel.cases.office import MORNING, Office, at, procedures
from tests.portal.office_browsers import browser, text_of

from dean06.kernel.base import clock
from dean06.kernel.cases.models import Case, CaseEvent, Paper, PostalFiling
from dean06.kernel.cases.services import handling
from dean06.kernel.cases.types import Channel, Status
from dean06.kernel.registry import api as registry

PAGE = "/lam-viec/ho-so/"
PARCEL = {
    "buu-chinh-arrived_on": "04/12/2025",
    "buu-chinh-arrived_at": "16:30",
    "buu-chinh-sender_name": "Trần Thị Hoa",
    "buu-chinh-sender_address": "Thôn 1, xã Đức Thọ",
    "buu-chinh-parcel_number": "EB123456789VN",
    "buu-chinh-return_address": "Thôn 1, xã Đức Thọ",
}
TOLD = {"spoken_by": "Trần Thị Hoa", "how": "by_phone", "why": "Bà ở xa"}


@pytest.fixture
def office(db):
    with procedures(), clock.at(MORNING):
        registry.load_purposes()
        yield Office()


@pytest.fixture
def clerk(office):
    return browser(office.clerk)


def form_of(client) -> str:
    answer = client.post(f"{PAGE}nop-tai-quay/", {"procedure": "khai_sinh", "number": MOTHER, "channel": "post"})
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"]


def send(client, address, **changes):
    said = {**BIRTH, **PARCEL, "viec": "nop", "xuat-trinh": ["giay_chung_sinh"]} | changes
    return client.post(address, said, follow=True)


def test_a_file_that_came_by_post_runs_from_the_hour_it_came(office, clerk):
    address = form_of(clerk)
    assert "Ngày đơn vị nhận bưu gửi" in text_of(clerk.get(address))
    page = text_of(send(clerk, address))
    case = Case.objects.get(parent=None)
    assert (case.channel, Status(case.status)) == (Channel.POST, Status.RECEIVED)
    assert case.received_at == at("04/12/2025 16:30")
    assert "Qua bưu chính đến Thôn 1, xã Đức Thọ" in page
    assert "EB123456789VN" in page
    assert PostalFiling.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"buu-chinh-sender_name": ""}, "Hãy ghi tên người gửi."),
        ({"buu-chinh-arrived_on": "31/02/2025"}, "Ngày chưa đúng"),
        ({"buu-chinh-arrived_at": "25:00"}, "Giờ chưa đúng"),
        ({"buu-chinh-arrived_on": "06/12/2025"}, "không thể ở sau bây giờ"),
        ({"buu-chinh-arrived_on": "01/10/2025"}, "quá 30 ngày"),
    ],
)
def test_what_is_wrong_with_the_parcel_is_told_at_its_field_and_nothing_is_lost(clerk, changes, said):
    answer = send(clerk, form_of(clerk), **changes)
    assert answer.status_code == 422
    page = text_of(answer)
    assert said in page
    assert "EB123456789VN" in page
    assert BIRTH["child_name"] in page
    assert not Case.objects.exists()


def test_drawing_the_questions_anew_judges_nothing(clerk):
    answer = send(clerk, form_of(clerk), **{"viec": "luu", "buu-chinh-sender_name": ""})
    assert answer.status_code == 200
    assert "Hãy ghi tên người gửi." not in text_of(answer)


def test_the_counter_asks_for_no_parcel(clerk):
    answer = clerk.post(f"{PAGE}nop-tai-quay/", {"procedure": "khai_sinh", "number": MOTHER, "channel": "counter"})
    assert "bưu gửi" not in text_of(clerk.get(answer["Location"]))


@pytest.fixture
def asked(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, office.registrar, request="Bản chính giấy chứng sinh")
    return case


def test_an_answer_is_written_down_with_who_said_it_and_how(office, clerk, asked):
    address = f"{PAGE}{asked.code}/ghi-thay/bo-sung/"
    assert address in text_of(clerk.get(f"{PAGE}{asked.code}/"))
    assert "Bản chính giấy chứng sinh" in text_of(clerk.get(address))
    said = {**TOLD, "answer": "Đã gửi bản chính", "revision": asked.revision, "xuat-trinh": ["giay_chung_sinh"]}
    page = text_of(clerk.post(address, said, follow=True))
    asked.refresh_from_db()
    assert Status(asked.status) is Status.PROCESSING
    assert Paper.objects.get(case=asked, supplement__isnull=False).source == "counter"
    assert "theo lời Trần Thị Hoa (nói qua điện thoại). Bà ở xa" in page


def test_nobody_said_it_or_the_officer_himself_is_told_at_the_field(office, clerk, asked):
    address = f"{PAGE}{asked.code}/ghi-thay/bo-sung/"
    for by in ("", "Lê Thị Lan"):
        said = {**TOLD, "spoken_by": by, "answer": "Đã gửi bản chính", "revision": asked.revision}
        answer = clerk.post(address, said)
        assert answer.status_code == 422
        assert "Đã gửi bản chính" in text_of(answer)
    assert "không ghi tên cán bộ" in text_of(answer)


def test_a_lying_file_and_an_old_page_lose_nothing(office, clerk, asked):
    address = f"{PAGE}{asked.code}/ghi-thay/bo-sung/"
    lie = SimpleUploadedFile("giay.png", b"%PDF-1.4 x")
    said = {**TOLD, "answer": "Đã gửi bản chính", "revision": asked.revision}
    answer = clerk.post(address, {**said, "paper-giay_chung_sinh": lie})
    assert answer.status_code == 422
    assert "Nội dung tệp không đúng như tên" in text_of(answer)
    old = clerk.post(address, {**said, "revision": 1})
    assert (old.status_code, "đã thay đổi" in text_of(old)) == (422, True)


def test_a_withdrawal_is_written_down_and_its_second_half_stays_to_be_done(office, clerk):
    case = office.received()
    address = f"{PAGE}{case.code}/ghi-thay/rut/"
    assert "Hãy ghi lý do rút" in text_of(clerk.post(address, {**TOLD, "revision": case.revision}))
    done = text_of(clerk.post(address, {**TOLD, "reason": "Khai nhầm", "revision": case.revision}, follow=True))
    case.refresh_from_db()
    assert Status(case.status) is Status.WITHDRAWAL_ASKED
    assert "còn phải dừng giải quyết" in done
    assert "theo lời Trần Thị Hoa" in CaseEvent.objects.get(case=case, number=case.revision).note


def test_other_desks_are_not_offered_it_and_are_refused(office, asked):
    chair = browser(office.chair)
    assert "Ghi thay người nộp" not in text_of(chair.get(f"{PAGE}{asked.code}/"))
    assert chair.get(f"{PAGE}{asked.code}/ghi-thay/bo-sung/").status_code in (403, 404)
