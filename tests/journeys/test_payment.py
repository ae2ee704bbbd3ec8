"""A citizen pays a fee with her bank, sees it arrive, takes her receipt; what she pays twice comes back."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from .conftest import PHONE, Person, Site

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
FEE = "Lệ phí cấp bản sao trích lục hộ tịch"
CASHIER, POST = "Hồ Sỹ Lâm", "Trung tâm Phục vụ hành chính công"
PATIENCE_MS = 30_000
TRIES = 30


def pay(page: Page, site: Site, payload: str, amount: str = "") -> None:
    """Scan the code at the bank's page and pay."""
    page.goto(f"http://127.0.0.1:{site.environment['DEAN06_SANDBOX_BANK_PORT']}/")
    page.get_by_label("Dán chuỗi của mã VietQR").fill(payload)
    page.get_by_role("button", name="Đọc mã").click()
    assert page.get_by_role("heading", name="Xác nhận chuyển tiền").count(), page.locator("main").inner_text()
    if amount:
        page.get_by_label("Số tiền").fill(amount)
    page.get_by_role("button", name="Chuyển tiền").click()
    expect(page.get_by_role("heading", name="Đã chuyển")).to_be_visible()


def shown_code(page: Page) -> str:
    """The text of the code, whether the place it stands in is open or not."""
    return page.get_by_text(re.compile("^00020101")).text_content() or ""


def test_a_fee_is_paid_by_vietqr_and_paying_twice_pays_once(person: MakePerson, site: Site) -> None:
    citizen, bank = person(PHONE), person(PHONE)
    citizen.sign_in("Trần Thị Hoa")
    citizen.open("/thanh-toan/")
    citizen.check_page()
    citizen.page.get_by_role("link", name=FEE).click()
    expect(citizen.page.get_by_text("Chờ thanh toán")).to_be_visible()
    citizen.check_page()
    payload = shown_code(citizen.page)

    pay(bank.page, site, payload, "3000")
    expect(citizen.page.get_by_text("còn thiếu")).to_be_visible(timeout=PATIENCE_MS)
    pay(bank.page, site, shown_code(citizen.page))
    expect(citizen.page.get_by_text("Đã thanh toán")).to_be_visible(timeout=PATIENCE_MS)
    citizen.check_page()

    with citizen.page.expect_download() as download:
        citizen.page.get_by_role("link", name="Tải biên lai").click()
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(download.value.path().read_bytes())).pages)
    for words in ("BIÊN LAI", FEE, "8.000 đ", "Tám nghìn đồng", "Chuyển khoản"):
        assert words in said

    pay(bank.page, site, payload)
    _reload_until(citizen.page, "Trả lần hai")
    _reload_until(citizen.page, "Ngân hàng đã hoàn tiền")
    citizen.check_page()


def _reload_until(page: Page, words: str) -> None:
    """Notices and refunds take seconds; a page that is paid no longer asks by itself."""
    for _ in range(TRIES):
        page.reload()
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError(f"{words} did not come")


def test_a_cashier_and_an_operator_see_their_pages(person: MakePerson) -> None:
    cashier = person()
    cashier.sign_in(CASHIER, POST)
    cashier.open("/thu-tien/")
    cashier.check_page()
    operator = person()
    operator.sign_in("Cao Xuân Trường", "Quản trị hệ thống")
    operator.open("/van-hanh/doi-chieu/")
    operator.check_page()
    operator.open("/van-hanh/doi-chieu/sao-ke/")
    operator.check_page()
