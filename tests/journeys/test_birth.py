"""A mother registers a birth on her phone with residence and insurance; adds a paper, pays by QR, hears the result."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect
from tests import papers

from . import wallet
from .conftest import PHONE, Person, Site
from .test_desk import CHAIR, CHAIRS_POST, CLERK, COUNTER, JUSTICE, REGISTRAR, act, give, on_the_desk, open_case
from .test_payment import PATIENCE_MS, pay, shown_code

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
MOTHER, BABY = "Lê Thị Thanh Thủy", "Nguyễn Thị Gạo"
INSURER, INSURERS_POST = "Nguyễn Thị Diệu Hiền", "Bảo hiểm xã hội"
UNIT = "Trung tâm Phục vụ hành chính công xã Đức Thọ"
TRIES, PAUSE_MS = 60, 100
CODE = re.compile(r"\d{3}(?:\.\w+)+-\d{6}-\d{4}")
TYPED = {
    "applicant_phone": "0912345678",
    "applicant_address": "Thôn Quang Trung, xã Đức Thọ",
    "child_name": BABY,
    "child_born_on": "01/11/2026",
    "child_ethnic_group": "Kinh",
    "child_nationality": "Việt Nam",
    "birth_place": "Bệnh viện Đa khoa Đức Thọ",
    "origin": "Xã Đức Thọ",
    "mother_name": MOTHER,
    "mother_id": "000195000203",
    "mother_born_year": "1995",
    "mother_ethnic_group": "Kinh",
    "mother_nationality": "Việt Nam",
    "mother_address": "Thôn Quang Trung, xã Đức Thọ",
    "address": "Thôn Quang Trung, xã Đức Thọ",
    "household_head": MOTHER,
    "household_head_id": "000195000203",
    "relation_to_head": "Con",
    "clinic": "Trạm Y tế xã Đức Thọ",
    "copies": "2",
}
CHOSEN = {
    "relation": "me",
    "child_sex": "nu",
    "has_father": "false",
    "residence_request": "tre_moi_sinh",
    "head_agrees": "true",
}
FEE = "16000"


def fill_form(mother: Person) -> None:
    """From the catalogue to a form that may go on; what the script keeps meanwhile is hers after a reload."""
    page = mother.page
    mother.open("/dich-vu-cong/lien_thong_khai_sinh/")
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    mother.check_page()
    page.get_by_role("button", name="Điền sẵn và bắt đầu").click()
    expect(page.locator("[name=applicant_name]")).to_have_value(MOTHER)
    mother.check_page()
    page.locator("[name=child_name]").fill(BABY)
    page.locator("[name=child_name]").blur()
    expect(page.locator("#da-luu")).to_contain_text("Đã lưu lúc")
    page.reload()
    expect(page.locator("[name=child_name]")).to_have_value(BABY)
    page.get_by_role("button", name="Tiếp tục").last.click()
    expect(page.get_by_role("heading", name=re.compile("Cần sửa"))).to_be_visible()
    mother.check_page()
    page.get_by_label("Nơi nhận hồ sơ").select_option(label=UNIT)
    for name, value in CHOSEN.items():
        page.locator(f"[name={name}][value={value}]").check()
    for name, words in TYPED.items():
        page.locator(f"[name={name}]").fill(words)
    go_on_while_it_saves(page)
    expect(page.get_by_role("heading", name="Giấy tờ kèm theo")).to_be_visible()


def go_on_while_it_saves(page: Page) -> None:
    """Pressed when the form has been saved and the answer is still on a slow line: her own save is nobody else's."""
    held: list[tuple[Route, APIResponse]] = []

    def slow_line(route: Route) -> None:
        if "hx-request" in route.request.headers and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    page.route("**/to-khai/*/", slow_line)
    page.locator("[name=child_name]").fill(f"{BABY} ")
    page.locator("[name=child_name]").blur()
    for _ in range(TRIES):
        if held:
            break
        page.wait_for_timeout(PAUSE_MS)  # polling another process; bounded by the tries
    page.get_by_role("button", name="Tiếp tục").last.click()
    route, answer = held[0]
    route.fulfill(response=answer)


def hand_in(mother: Person, paper: Path) -> str:
    """Give the paper, read everything back, hand in; the code of the main case."""
    page = mother.page
    mother.check_page()
    page.locator("#file-giay_chung_sinh").set_input_files(paper)
    page.get_by_role("button", name="Gửi tệp Giấy chứng sinh").click()
    expect(page.get_by_text(paper.name).first).to_be_visible()
    page.get_by_role("link", name="Tiếp tục").click()
    for words in (BABY, "01/11/2026", UNIT, "Công an xã Đức Thọ", "Bảo hiểm xã hội tỉnh"):
        expect(page.get_by_text(words).first).to_be_visible()
    mother.check_page()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_text("Chờ cơ quan tiếp nhận").first).to_be_visible()
    mother.check_page()
    found = CODE.search(page.locator("main").inner_text())
    assert found
    return found[0]


def add_paper(mother: Person, paper: Path) -> None:
    """Answer what was asked, from the case's page."""
    page = mother.page
    mother.check_page()
    page.get_by_role("link", name="Bổ sung ngay").click()
    mother.check_page()
    page.get_by_label("Nội dung bổ sung").fill("Đã chụp lại giấy chứng sinh")
    page.locator("#paper-giay_chung_sinh").set_input_files(paper)
    page.get_by_role("button", name="Gửi bổ sung").click()
    expect(page.get_by_text(paper.name)).to_be_visible()


def ask_for_the_fee(registrar: Person, code: str) -> None:
    """Two copies of the extract, paid before the chair signs."""
    open_case(registrar, code)
    box = registrar.page.locator("details").filter(has=registrar.page.locator("summary", has_text="Yêu cầu nộp phí"))
    box.locator("summary").click()
    box.get_by_label("Số tiền, đồng").fill(FEE)
    box.get_by_label("Thu khoản gì").fill("Hai bản sao trích lục")
    box.get_by_role("button").click()


def insure(insurer: Person) -> None:
    """What was filed with the birth, once that is decided."""
    insurer.page.get_by_role("link", name=CODE).first.click()
    act(insurer, "Tiếp nhận")
    give(insurer, INSURER)
    act(insurer, "Ký kết quả", result_number="BHYT-26")
    act(insurer, "Trả kết quả", to="Người nộp, thẻ điện tử")


def delivered(mother: Person, case: str, code: str) -> None:
    """Her case says so, and a letter in her inbox."""
    mother.page.goto(case)
    expect(mother.page.get_by_text("26/2026").first).to_be_visible()
    expect(mother.page.get_by_text("Đã trả kết quả").first).to_be_visible()
    mother.check_page()
    mother.open("/hop-thu/")
    expect(mother.page.get_by_text(f"Đã trả kết quả hồ sơ {code}").first).to_be_visible()


def test_a_mother_registers_a_birth(person: MakePerson, site: Site, tmp_path: Path) -> None:
    paper, clearer = tmp_path / "giay-chung-sinh.pdf", tmp_path / "giay-chung-sinh-ro.pdf"
    paper.write_bytes(papers.pdf())
    clearer.write_bytes(papers.pdf("fictional and clearer"))
    mother = person(PHONE)
    mother.sign_in(MOTHER)
    fill_form(mother)
    code = hand_in(mother, paper)
    case = mother.page.url

    clerk = on_the_desk(person, CLERK, COUNTER)
    open_case(clerk, code)
    act(clerk, "Tiếp nhận")
    give(clerk, REGISTRAR)
    registrar = on_the_desk(person, REGISTRAR, JUSTICE)
    open_case(registrar, code)
    act(registrar, "Yêu cầu bổ sung", request="Giấy chứng sinh bị mờ, xin bản rõ hơn")

    mother.page.goto(case)
    add_paper(mother, clearer)

    ask_for_the_fee(registrar, code)

    mother.page.goto(case)
    mother.page.get_by_role("link", name="Nộp tiền").click()
    mother.check_page()
    bank = person(PHONE)
    pay(bank.page, site, shown_code(mother.page))
    expect(mother.page.get_by_text("Đã thanh toán")).to_be_visible(timeout=PATIENCE_MS)

    open_case(registrar, code)
    give(registrar, CHAIR)
    chair = on_the_desk(person, CHAIR, CHAIRS_POST)
    open_case(chair, code)
    act(chair, "Ký kết quả", result_number="26/2026")
    open_case(clerk, code)
    act(clerk, "Trả kết quả", to="Người nộp, qua bưu điện")

    insurer = on_the_desk(person, INSURER, INSURERS_POST)
    insure(insurer)

    delivered(mother, case, code)

    wallet.received(mother, case)
    with wallet.used_again(mother, insurer):
        wallet.story(person, mother, registrar, code, tmp_path)

    chair.open("/p01/")
    chair.check_page()
    expect(chair.page.get_by_text("Liên thông đăng ký khai sinh").first).to_be_visible()
    chair.open("/lam-viec/ho-so/thong-ke/")
    chair.check_page()
