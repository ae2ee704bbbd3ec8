"""A land paper certified at the counter, in its owner's wallet, handed in where a proof of a dwelling is asked for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.pilots.p02_certified_documents import scans

from .conftest import DESKTOP, PHONE, Person
from .test_desk import CLERK, COUNTER
from .wallet import downloaded, inspected

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
OWNER, NUMBER = "Trần Thị Hoa", "000151000201"
PAPER = "Giấy chứng nhận quyền sử dụng đất (hư cấu)"
TYPE = "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất"
FEE = "4000"  # two pages
TRIES, PAUSE_MS = 60, 500


def booked(owner: Person) -> None:
    """She chooses an hour at home."""
    page = owner.page
    owner.open("/p02/dat-lich/")
    owner.check_page()
    hour = page.locator("[name=slot] option").last.get_attribute("value")
    page.get_by_label("Ngày và giờ").select_option(value=hour)
    page.get_by_role("button", name="Đặt lịch").click()
    expect(page.get_by_role("heading", name="Chứng thực của tôi")).to_be_visible()
    owner.check_page()


def brought(officer: Person) -> None:
    """The original and whose it is."""
    page = officer.page
    officer.open("/lam-viec/")
    page.get_by_role("link", name="Chứng thực", exact=True).first.click()
    officer.check_page()
    page.get_by_role("link", name="Nhận bản chính").click()
    page.get_by_role("button", name="Nhận, sang bước quét").click()
    expect(page.get_by_text("Hãy ghi tên giấy tờ như trên bản chính.").first).to_be_visible()
    officer.check_page()
    page.get_by_label("Số định danh cá nhân của người yêu cầu").fill(NUMBER)
    page.get_by_label("Tên giấy tờ").fill(PAPER)
    page.get_by_label("Thay được loại giấy tờ nào").select_option(label=TYPE)
    page.get_by_label("Nơi cấp").fill("UBND huyện Đức Thọ (hư cấu)")
    page.get_by_role("button", name="Nhận, sang bước quét").click()
    expect(page.get_by_text("Chưa có trang nào")).to_be_visible()
    officer.check_page()


def scanned(officer: Person, folder: Path) -> None:
    """Two pages, one askew and one out of focus, which is scanned again."""
    page = officer.page
    first, sharp = folder / "ban-quet.pdf", folder / "trang-hai.png"
    first.write_bytes(scans.as_file(scans.turned(4), scans.blurred(), kind="PDF"))
    sharp.write_bytes(scans.as_file(scans.page("Trang hai, xã hư cấu")))
    page.get_by_label("Bản quét hoặc ảnh chụp").set_input_files(first)
    page.get_by_role("button", name="Đưa vào").click()
    expect(page.get_by_role("heading", name="Bản quét: 2 trang")).to_be_visible()
    expect(page.get_by_text("đã xoay thẳng 4,0°")).to_be_visible()
    expect(page.get_by_text("Chưa đạt", exact=True)).to_be_visible()
    officer.check_page()
    page.get_by_label("Đặt vào đâu").select_option(label="Thay trang 2")
    page.get_by_label("Bản quét hoặc ảnh chụp").set_input_files(sharp)
    page.get_by_role("button", name="Đưa vào").click()
    expect(page.get_by_text("Chưa đạt", exact=True)).not_to_be_visible()
    expect(page.get_by_text("Rõ", exact=True)).to_have_count(2)


def signed(officer: Person) -> None:
    """Compared page by page; the fee taken at the counter."""
    page = officer.page
    for number in (1, 2):
        page.get_by_label(f"Trang {number}", exact=True).check()
    page.get_by_role("button", name="Ký chứng thực").click()
    expect(page.get_by_text("Đã chứng thực, số").first).to_be_visible()
    officer.check_page()
    page.get_by_role("link", name="Thu phí").click()
    page.get_by_label("Tiền mặt").check()
    page.get_by_label("Số tiền đã nhận").fill(FEE)
    page.get_by_role("button", name="Đã nhận đủ, lập biên lai").click()
    expect(page.get_by_text("Đã thanh toán").first).to_be_visible()
    officer.open("/p02/so/")
    page.get_by_label("Tìm").first.fill("giay chung nhan quyen")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("row").filter(has_text=PAPER).first).to_be_visible()
    officer.check_page()


def in_the_wallet(owner: Person) -> None:
    """The worker puts the copy there a moment after the fee."""
    copy = owner.page.get_by_role("link", name="Bản sao chứng thực: Giấy chứng nhận")
    seen = 0
    for _ in range(TRIES):
        owner.open("/vi-giay-to/")
        seen = copy.count()
        if seen > 1:  # the demo's own is there from the beginning
            break
        owner.page.wait_for_timeout(PAUSE_MS)  # polling another process; bounded by the tries
    assert seen > 1
    owner.check_page()
    with owner.page.expect_navigation():
        copy.first.click()
    owner.check_page()


def sealed(officer: Person, owner: Person, folder: Path) -> Path:
    """The book of the year under one signature; the owner takes the proof of her line, by her phone."""
    officer.open("/p02/so/")
    officer.page.get_by_role("button", name="Niêm phong sổ năm").click()
    expect(officer.page.get_by_role("heading", name="Sổ đã niêm phong")).to_be_visible()
    expect(officer.page.get_by_text("Gốc của cây băm").first).to_be_visible()
    officer.check_page()
    owner.open("/p02/cua-toi/")
    owner.check_page()
    with owner.page.expect_download() as coming:
        owner.page.get_by_role("link", name="Bằng chứng trong sổ đã niêm phong").first.click()
    file = folder / "bang-chung.json"
    coming.value.save_as(file)
    return file


def handed_in(owner: Person) -> None:
    """By one tap, as the proof of her dwelling."""
    page = owner.page
    owner.open("/dich-vu-cong/tam_tru/")
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_role("button", name="Điền sẵn và bắt đầu").click()
    expect(page.locator("[name=applicant_name]")).to_have_value(OWNER)
    with page.expect_navigation():
        page.goto(page.url + "giay-to/")
    owner.check_page()
    page.get_by_role("button", name="Dùng giấy này").first.click()
    expect(page.get_by_role("button", name="Không dùng")).to_be_visible()
    owner.check_page()


def test_a_land_paper_is_certified_and_used(person: MakePerson, tmp_path: Path) -> None:
    owner = person(PHONE)
    owner.sign_in(OWNER)
    booked(owner)
    officer = person(DESKTOP)
    officer.sign_in(CLERK, COUNTER)
    brought(officer)
    scanned(officer, tmp_path)
    signed(officer)
    in_the_wallet(owner)
    file = downloaded(owner, tmp_path)
    inspected(person, file, "còn hiệu lực", PHONE)
    proof = sealed(officer, owner, tmp_path)
    anybody = inspected(person, proof, "có trong sổ đã niêm phong", PHONE)
    expect(anybody.page.get_by_text("Bằng chứng một dòng của sổ đã niêm phong")).to_be_visible()
    changed = tmp_path / "da-sua.json"
    changed.write_bytes(proof.read_bytes().replace(OWNER.encode(), b"Ai khac"))
    inspected(person, changed, "Không dùng", DESKTOP)
    handed_in(owner)
