"""A case crosses the desks: filed at the counter, sent back for a better paper, decided by the chair, handed over."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
CLERK, COUNTER = "Hồ Sỹ Lâm", "Trung tâm Phục vụ hành chính công"
REGISTRAR, JUSTICE = "Đoàn Hữu Phước", "tư pháp - hộ tịch"
CHAIR, CHAIRS_POST = "Phan Trọng Nghĩa", "Chủ tịch UBND xã"
MOTHER, NUMBER = "Trần Thị Hoa", "000151000201"
CODE = re.compile(r"\d{3}(?:\.\w+)+-\d{6}-\d{4}")
LABELS = {
    "request": "Cần bổ sung gì",
    "result_number": "Số của kết quả",
    "to": "Trả cho ai, bằng cách nào",
}


def on_the_desk(make: MakePerson, name: str, post: str, viewport: dict[str, int] | None = None) -> Person:
    person = make(viewport)
    person.sign_in(name, post)
    person.open("/lam-viec/ho-so/")
    expect(person.page.get_by_role("heading", name="Hồ sơ cần xử lý")).to_be_visible()
    return person


def open_case(person: Person, code: str) -> None:
    person.open(f"/lam-viec/ho-so/{code}/")
    expect(person.page.get_by_text(code).first).to_be_visible()


def act(person: Person, name: str, **said: str) -> None:
    """Open an act's form, fill it in, press its button."""
    box = person.page.locator("details").filter(has=person.page.locator("summary", has_text=re.compile(f"^{name}$")))
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    for label, words in said.items():
        box.get_by_label(LABELS[label]).fill(words)
    box.get_by_role("button", name=name, exact=True).click()
    expect(person.page.get_by_text(f"{name}: đã xong")).to_be_visible()


def give(person: Person, officer: str) -> None:
    """Give the case to an officer, whatever step that means."""
    box = person.page.locator("details").filter(has=person.page.locator("summary", has_text="Giao việc"))
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    option = box.locator("option", has_text=officer).last
    box.locator("select").select_option(value=option.get_attribute("value"))
    box.get_by_role("button", name="Giao việc", exact=True).click()
    expect(person.page.get_by_text("Giao việc: đã xong")).to_be_visible()


def file_a_birth(clerk: Person) -> str:
    """At the counter, for a woman with her number; the code of the case."""
    page = clerk.page
    page.get_by_role("link", name="Nộp tại quầy").click()
    clerk.check_page()
    page.get_by_label("Thủ tục").select_option(label="Đăng ký khai sinh")
    page.get_by_label("Số định danh cá nhân của người nộp").fill(NUMBER)
    page.get_by_role("button", name="Mở tờ khai").click()
    expect(page.get_by_text(MOTHER).first).to_be_visible()
    clerk.check_page()
    page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(page.get_by_role("heading", name=re.compile("Cần sửa"))).to_be_visible()
    clerk.check_page()
    fill_birth(clerk)
    page.get_by_label("Đã nộp hoặc xuất trình tại quầy").first.check()
    page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(page.get_by_text("Đã nộp và tiếp nhận hồ sơ")).to_be_visible()
    found = CODE.search(page.url)
    assert found, page.url
    return found[0]


def fill_birth(clerk: Person) -> None:
    """Every question of the form that stands open."""
    names = {
        "applicant_phone": "0912345678",
        "applicant_address": "Thôn 1, xã Đức Thọ",
        "child_name": "Nguyễn Thị Bé",
        "child_born_on": "01/11/2026",
        "child_ethnic_group": "Kinh",
        "child_nationality": "Việt Nam",
        "birth_place": "Bệnh viện Đa khoa Đức Thọ",
        "origin": "Xã Đức Thọ",
        "mother_name": "Lê Thị Thanh Thủy",
        "mother_id": "000195000203",
        "mother_born_year": "1995",
        "mother_ethnic_group": "Kinh",
        "mother_nationality": "Việt Nam",
        "mother_address": "Thôn 1, xã Đức Thọ",
    }
    for name, words in names.items():
        field = clerk.page.locator(f"[name={name}]")
        if field.count() and not field.input_value():
            field.fill(words)
    for name, value in {"relation": "ong_ba", "child_sex": "nu", "has_father": "false"}.items():
        field = clerk.page.locator(f"[name={name}]")
        if field.first.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value=value)
        else:
            clerk.page.locator(f"[name={name}][value={value}]").check()


def test_a_birth_crosses_the_desks(person: MakePerson) -> None:
    clerk = on_the_desk(person, CLERK, COUNTER)
    clerk.check_page()
    code = file_a_birth(clerk)
    clerk.check_page()
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="Giấy tiếp nhận và hẹn trả (PDF)").evaluate("link => link.download = ''")
        clerk.page.get_by_role("link", name="Giấy tiếp nhận và hẹn trả (PDF)").click()
    assert download.value.suggested_filename.endswith(f"{code}.pdf")
    give(clerk, REGISTRAR)

    registrar = on_the_desk(person, REGISTRAR, JUSTICE)
    registrar.check_page()
    expect(registrar.page.get_by_role("link", name=code)).to_be_visible()
    registrar.page.keyboard.press("j")
    expect(registrar.page.locator("tr.is-at")).to_be_visible()
    registrar.page.keyboard.press("?")
    expect(registrar.page.get_by_text("mở hồ sơ đang đứng")).to_be_visible()
    registrar.check_page()
    open_case(registrar, code)
    act(registrar, "Yêu cầu bổ sung", request="Giấy chứng sinh bị mờ, xin bản rõ hơn")
    expect(registrar.page.get_by_text("Tạm dừng", exact=True)).to_be_visible()
    registrar.check_page()

    mother = person(PHONE)
    mother.sign_in(MOTHER)
    mother.open("/ho-so/")
    mother.page.get_by_role("link", name=re.compile("Đăng ký khai sinh")).first.click()
    mother.page.get_by_role("link", name=re.compile("[Bb]ổ sung")).first.click()
    mother.page.get_by_role("textbox").first.fill("Đã nộp bản rõ tại quầy")
    mother.page.get_by_role("button", name=re.compile("[Bb]ổ sung|Gửi")).last.click()

    open_case(registrar, code)
    expect(registrar.page.get_by_text("Đã nộp bản rõ tại quầy").first).to_be_visible()
    give(registrar, CHAIR)

    chair = on_the_desk(person, CHAIR, CHAIRS_POST)
    open_case(chair, code)
    act(chair, "Ký kết quả", result_number="12/2026")
    chair.check_page()

    open_case(clerk, code)
    act(clerk, "Trả kết quả", to="Người nộp, tại quầy số 1")
    expect(clerk.page.get_by_text("Hồ sơ đã xong")).to_be_visible()
    clerk.open("/lam-viec/ho-so/thong-ke/")
    expect(clerk.page.get_by_role("heading", name="Thống kê hồ sơ")).to_be_visible()
    clerk.check_page()

    stranger = person(PHONE)
    stranger.open(f"/tra-cuu-ho-so/?ma={code}")
    stranger.page.get_by_label("Bốn số cuối").fill(NUMBER[-4:])
    stranger.page.get_by_role("button", name="Tra cứu").click()
    expect(stranger.page.get_by_role("heading", name="Đã trả kết quả")).to_be_visible()
    stranger.check_page()


def test_the_desk_on_a_phone(person: MakePerson) -> None:
    clerk = on_the_desk(person, CLERK, COUNTER, PHONE)
    clerk.check_page()
    code = file_a_birth(clerk)
    clerk.check_page()
    clerk.open("/lam-viec/ho-so/")
    clerk.page.get_by_text("Lọc và lưu cách xem").click()
    clerk.page.get_by_role("button", name="Lọc", exact=True).hover()  # waits until the opened part stands still
    clerk.check_page()
    clerk.page.get_by_role("button", name="Hiện tên ở trang này").click()
    expect(clerk.page.get_by_text(MOTHER).first).to_be_visible()
    clerk.check_page()
    clerk.open("/lam-viec/ho-so/tim/")
    clerk.page.get_by_label("Mã hồ sơ, số định danh hoặc họ tên").fill("tran hoa")
    clerk.page.get_by_role("button", name="Tìm").click()
    expect(clerk.page.get_by_role("link", name=code)).to_be_visible()
    clerk.check_page()
    clerk.open("/lam-viec/ho-so/thay-the/")
    clerk.check_page()
