"""A criminal-record certificate asked for on a phone, searched and signed, and one claim of it shown to an employer."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests import papers
from tests.kernel.documents.foreign import pdfsig

from .conftest import DESKTOP, PHONE, Person, Site
from .test_desk import CODE, act, give, on_the_desk, open_case
from .test_payment import PATIENCE_MS, pay, shown_code

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
CITIZEN, NUMBER = "Ngô Mỹ Quyên", "000301000208"
CLERK, CLERKS_POST = "Mai Thị Khánh Vân", "tra cứu lý lịch tư pháp"
SIGNER, SIGNERS_POST = "Dương Hữu Phước", "ký phiếu lý lịch tư pháp"
TRIES, PAUSE_MS = 60, 500
TYPED = {
    "applicant_phone": "0912345678",
    "applicant_address": "Thôn Yên Mỹ, xã Đức Thọ",
    "purpose": "Xin việc ở trường mầm non",
    "count": "1",
    "residences-0-from_until": "Từ 14 tuổi đến nay",
    "residences-0-place": "Thôn Yên Mỹ, xã Đức Thọ",
}
CHOSEN = {"form_number": "so_1", "with_ban": "true", "has_conviction": "false"}
CLAIM, OTHER = "Án tích về xâm hại tình dục trẻ em", "các tội phạm về ma tuý"


def ask(citizen: Person, paper: Path) -> str:
    """From the pilot's page to a case that waits; its code."""
    page = citizen.page
    citizen.open("/p16/")
    citizen.check_page()
    page.get_by_role("link", name="Yêu cầu cấp phiếu").click()
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_role("button", name="Điền sẵn và bắt đầu").click()
    for name, value in CHOSEN.items():
        page.locator(f"[name={name}][value={value}]").check()
    page.get_by_role("button", name="Thêm dòng").click()
    for name, words in TYPED.items():
        page.locator(f"[name={name}]").fill(words)
    citizen.check_page()
    page.get_by_role("button", name="Tiếp tục").last.click()
    page.locator("#file-the_can_cuoc").set_input_files(paper)
    page.get_by_role("button", name="Gửi tệp Thẻ căn cước").click()
    expect(page.get_by_text(paper.name).first).to_be_visible()
    page.get_by_role("link", name="Tiếp tục").click()
    citizen.check_page()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_text("Chờ cơ quan tiếp nhận").first).to_be_visible()
    found = CODE.search(page.locator("main").inner_text())
    assert found
    return found[0]


def ask_for_the_fee(clerk: Person, code: str) -> None:
    """As the searching page proposes."""
    open_case(clerk, code)
    box = clerk.page.locator("details").filter(has=clerk.page.locator("summary", has_text="Yêu cầu nộp phí"))
    box.locator("summary").click()
    box.get_by_label("Số tiền, đồng").fill("200000")
    box.get_by_label("Thu khoản gì").fill("Phí cung cấp thông tin lý lịch tư pháp")
    box.get_by_role("button").click()


def until(person: Person, address: str, name: str) -> None:
    """Another process works on it; bounded by the tries."""
    link = person.page.get_by_role("link", name=name)
    for _ in range(TRIES):
        person.page.goto(address)
        if link.first.is_visible():
            return
        person.page.wait_for_timeout(PAUSE_MS)
    raise AssertionError(f"{name} did not come")


def search(clerk: Person, code: str) -> None:
    """The order went out on receipt; the twin's answer came by itself, and the finding is written."""
    page = clerk.page
    clerk.open("/p16/tra-cuu/")
    clerk.check_page()
    page.get_by_role("link", name=code).click()
    expect(page.get_by_text("200.000 đ (Mức phí thường)")).to_be_visible()
    finding = page.get_by_role("button", name="Ghi kết luận", exact=True)
    for _ in range(TRIES):
        page.reload()
        if finding.is_visible():
            break
        page.wait_for_timeout(PAUSE_MS)  # the worker and the twin; bounded by the tries
    expect(page.get_by_text("Không có thông tin án tích")).to_be_visible()
    clerk.check_page()
    finding.click()
    expect(page.get_by_role("heading", name="Phiếu sẽ ghi")).to_be_visible()
    expect(page.get_by_text(f"Không có {CLAIM[0].lower()}{CLAIM[1:]}")).to_be_visible()
    clerk.check_page()


def judge_somebody_alike(clerk: Person) -> None:
    """The demo's own request: an officer compares and decides."""
    page = clerk.page
    clerk.open("/p16/tra-cuu/")
    with page.expect_navigation():
        page.get_by_role("row").filter(has_text="Chờ kết luận").get_by_role("link").first.click()
    open_case(clerk, (page.locator("h1").inner_text()).split()[-1])
    give(clerk, CLERK)
    clerk.open("/p16/tra-cuu/")
    with page.expect_navigation():
        page.get_by_role("row").filter(has_text="Chờ kết luận").get_by_role("link").first.click()
    clerk.check_page()
    page.get_by_role("button", name="Chuyển sang xác minh").click()
    expect(page.get_by_text("Ghi lý do.").first).to_be_visible()
    clerk.check_page()
    page.locator("[name=verify-reason]").fill("Trùng họ tên và năm sinh")
    page.get_by_role("button", name="Chuyển sang xác minh").click()
    expect(page.get_by_text("Hồ sơ chuyển sang xác minh.")).to_be_visible()
    page.get_by_label("Người khác").check()
    page.locator("[name$=-reason]").first.fill("Cha mẹ, quê quán khác")
    page.get_by_role("button", name=re.compile("Ghi kết luận về mục")).click()
    expect(page.get_by_text("Đã ghi kết luận về mục này.")).to_be_visible()
    clerk.check_page()


def share_one_claim(citizen: Person) -> str:
    """One fact and her name, for an employer; the address of what they see."""
    page = citizen.page
    page.get_by_role("link", name="Cho xem").first.click()
    page.get_by_label(CLAIM).check()
    page.get_by_label("Cấp cho").check()
    page.get_by_label("Nơi tuyển dụng, nơi làm việc").check()
    page.get_by_label("Tên nơi hoặc người xem").fill("Trường mầm non Hư Cấu")
    page.get_by_label("Để làm gì").fill("Xin việc cô nuôi")
    citizen.check_page()
    page.get_by_role("button", name="Đồng ý, tạo mã cho xem").click()
    expect(page.get_by_alt_text("Mã QR dẫn đến trang xem giấy tờ")).to_be_visible()
    citizen.check_page()
    return page.get_by_label("Hoặc gửi liên kết").input_value()


def look(employer: Person, address: str) -> None:
    """On the employer's own phone, not signed in: the claim, and nothing else."""
    page = employer.page
    page.goto(address)
    employer.check_page()
    page.get_by_label("Họ và tên của bà/ông").fill("Hiệu trưởng Hư Cấu")
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_text("Không có án tích về xâm hại tình dục trẻ em")).to_be_visible()
    expect(page.get_by_text(CITIZEN)).to_be_visible()
    employer.check_page()
    for hidden in (OTHER, NUMBER, "Tình trạng án tích", "Xin việc ở trường mầm non"):
        expect(page.get_by_text(hidden)).to_have_count(0)


def test_a_certificate_is_asked_for_and_one_claim_of_it_shown(person: MakePerson, site: Site, tmp_path: Path) -> None:
    paper = tmp_path / "the-can-cuoc.pdf"
    paper.write_bytes(papers.pdf())
    citizen = person(PHONE)
    citizen.sign_in(CITIZEN)
    code = ask(citizen, paper)
    case = citizen.page.url

    clerk = on_the_desk(person, CLERK, CLERKS_POST)
    open_case(clerk, code)
    act(clerk, "Tiếp nhận")
    give(clerk, CLERK)
    ask_for_the_fee(clerk, code)
    citizen.page.goto(case)
    citizen.page.get_by_role("link", name="Nộp tiền").click()
    bank = person(PHONE)
    pay(bank.page, site, shown_code(citizen.page))
    expect(citizen.page.get_by_text("Đã thanh toán")).to_be_visible(timeout=PATIENCE_MS)
    search(clerk, code)
    judge_somebody_alike(clerk)

    open_case(clerk, code)
    give(clerk, SIGNER)
    signer = on_the_desk(person, SIGNER, SIGNERS_POST, DESKTOP)
    open_case(signer, code)
    act(signer, "Ký kết quả", result_number="16/LLTP")

    until(citizen, f"{site.url}/p16/cua-toi/", "Mở phiếu trong ví giấy tờ")
    citizen.check_page()
    citizen.page.get_by_role("link", name="Mở phiếu trong ví giấy tờ").click()
    document = citizen.page.url
    with citizen.page.expect_download() as coming:
        citizen.page.get_by_role("link", name="Tệp PDF ký số").click()
    assert "Signature is Valid" in pdfsig(tmp_path, coming.value.path().read_bytes())

    address = share_one_claim(citizen)
    look(person(PHONE), address)
    citizen.page.reload()
    expect(citizen.page.get_by_text("Hiệu trưởng Hư Cấu")).to_be_visible()

    open_case(clerk, code)
    clerk.page.get_by_role("link", name="Thu hồi giấy tờ").click()
    clerk.page.get_by_label("Lý do").fill("Có bản án mới")
    clerk.page.get_by_role("button", name="Thu hồi giấy tờ").click()
    late = person(PHONE)
    late.page.goto(address)
    expect(late.page.get_by_text(re.compile("thu hồi|đủ số lần"))).to_be_visible()
    citizen.page.goto(document)
    expect(citizen.page.get_by_text("Có bản án mới")).to_be_visible()

    stranger = person(DESKTOP)
    stranger.open("/p16/")
    stranger.check_page()
