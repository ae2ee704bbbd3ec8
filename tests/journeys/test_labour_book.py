"""A welder's book is filled, a proof asked for and issued, and "five years" of it shown to an employer, no more."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.kernel.documents.foreign import pdfsig

from .conftest import PHONE, Person, Site
from .test_criminal_record import until
from .test_desk import on_the_desk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
CITIZEN, NUMBER = "Trương Thế Hùng", "000070000209"
CLERK, CLERKS_POST = "Phạm Thị Hồng Nhung", "Văn hóa - Xã hội"
CLAIM, SENTENCE = "Làm nghề này ít nhất 5 năm", "Đã làm nghề Thợ hàn (mã 7212) ít nhất 5 năm"
EMPLOYER, PAY = "Công ty Cơ khí Hư Cấu Sông La", "9.400.000 đ"
OFFICE = "Phòng Văn hóa - Xã hội xã Đức Thọ"
TRIES, PAUSE_MS = 60, 500


def fill(citizen: Person) -> None:
    """The demo asked already: the worker and the twin do the rest."""
    page = citizen.page
    for _ in range(TRIES):
        citizen.open("/p17/lao-dong/")
        if page.get_by_text("Thợ hàn vỏ tàu").first.is_visible():
            break
        page.wait_for_timeout(PAUSE_MS)  # another process works on it; bounded by the tries
    expect(page.get_by_text("7 năm 8 tháng").first).to_be_visible()
    expect(page.get_by_text("Trùng thời gian với việc khác").first).to_be_visible()
    expect(page.get_by_text(PAY)).to_have_count(0)
    citizen.check_page()
    page.get_by_role("link", name="Hiện tiền lương").click()
    expect(page.get_by_text(PAY)).to_be_visible()
    citizen.check_page()
    page.get_by_role("link", name="Tự khai việc làm, đào tạo").click()
    citizen.check_page()
    page.get_by_role("button", name="Thêm vào sổ").click()
    expect(page.get_by_text("Ghi công việc hoặc khoá học.").first).to_be_visible()
    citizen.check_page()


def ask(citizen: Person) -> None:
    """For the proof, from the office of her commune."""
    page = citizen.page
    citizen.open("/p17/lao-dong/")
    page.get_by_label("Nghề cần xác nhận").select_option(label="Thợ hàn: 7 năm 8 tháng")
    page.get_by_label("Cơ quan lao động").select_option(label=OFFICE)
    page.get_by_role("button", name="Yêu cầu xác nhận").click()
    expect(page.get_by_text("Chờ cán bộ lao động xem xét")).to_be_visible()
    citizen.check_page()


def decide(clerk: Person) -> None:
    """What the proof rests on, no pay in it, and the number of the book."""
    page = clerk.page
    clerk.open("/p17/lao-dong/can-bo/")
    clerk.check_page()
    page.get_by_role("link", name=re.compile("Thợ hàn")).click()
    expect(page.get_by_text(CITIZEN)).to_be_visible()
    expect(page.get_by_text("Lương")).to_have_count(0)
    expect(page.get_by_text(PAY)).to_have_count(0)
    clerk.check_page()
    page.get_by_role("button", name="Ký cấp xác nhận").click()
    expect(page.get_by_text("Ghi số xác nhận.").first).to_be_visible()
    clerk.check_page()
    page.get_by_label("Số xác nhận").fill("17/XNLV")
    page.get_by_role("button", name="Ký cấp xác nhận").click()
    expect(page.get_by_text("Đã ghi quyết định.")).to_be_visible()


def share(citizen: Person) -> str:
    """The one fact; the address of what an employer sees."""
    page = citizen.page
    page.get_by_role("link", name="Cho xem").first.click()
    page.get_by_label(CLAIM).check()
    page.get_by_label("Nơi tuyển dụng, nơi làm việc").check()
    page.get_by_label("Tên nơi hoặc người xem").fill("Xưởng đóng thuyền Hư Cấu")
    page.get_by_label("Để làm gì").fill("Xin việc thợ hàn")
    citizen.check_page()
    page.get_by_role("button", name="Đồng ý, tạo mã cho xem").click()
    expect(page.get_by_alt_text("Mã QR dẫn đến trang xem giấy tờ")).to_be_visible()
    return page.get_by_label("Hoặc gửi liên kết").input_value()


def test_five_years_of_welding_are_shown_and_nothing_else(person: MakePerson, site: Site, tmp_path: Path) -> None:
    citizen = person(PHONE)
    citizen.sign_in(CITIZEN)
    fill(citizen)
    ask(citizen)
    decide(on_the_desk(person, CLERK, CLERKS_POST))

    until(citizen, f"{site.url}/p17/lao-dong/", "Mở giấy xác nhận trong ví")
    citizen.check_page()
    citizen.page.get_by_role("link", name="Mở giấy xác nhận trong ví").click()
    with citizen.page.expect_download() as coming:
        citizen.page.get_by_role("link", name="Tệp PDF ký số").click()
    assert "Signature is Valid" in pdfsig(tmp_path, coming.value.path().read_bytes())
    address = share(citizen)

    employer = person(PHONE)
    employer.page.goto(address)
    employer.page.get_by_label("Họ và tên của bà/ông").fill("Quản đốc Hư Cấu")
    employer.page.get_by_role("button", name="Xem").click()
    expect(employer.page.get_by_text(SENTENCE)).to_be_visible()
    employer.check_page()
    for hidden in (CITIZEN, NUMBER, EMPLOYER, "ít nhất 3 năm", "03/2015", PAY):
        expect(employer.page.get_by_text(hidden)).to_have_count(0)
