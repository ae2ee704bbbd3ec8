"""A citizen signs in and sees who looked at her data; a stranger sees what anybody may see."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from .conftest import DESKTOP, PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
OFFICER, POST = "Hồ Sỹ Lâm", "Trung tâm Phục vụ hành chính công"


def old_look(citizen: Person) -> Locator:
    """The look the demo began with, however many came since."""
    look = citizen.page.get_by_role("row").filter(has_text="Đối chiếu người đến làm thủ tục")
    onward = citizen.page.get_by_role("link", name="Trang sau")
    while not look.count() and onward.count():
        with citizen.page.expect_navigation():
            onward.click()
    return look


def test_a_citizen_sees_who_looked(person: MakePerson, tmp_path: Path) -> None:
    citizen = person(PHONE)
    citizen.open("/")
    citizen.check_page()
    citizen.sign_in("Trần Thị Hoa")
    citizen.open("/")
    citizen.check_page()
    citizen.open("/du-lieu-cua-toi/")
    citizen.page.get_by_text("Việc của chính bà").click()
    expect(
        citizen.page.get_by_role("row").filter(has_text="Xem dữ liệu của mình").filter(has_text="Chính bà").first
    ).to_be_visible()
    expect(old_look(citizen)).to_contain_text("Trung tâm Phục vụ hành chính công")
    citizen.check_page()
    _verify_with_the_script(citizen, tmp_path)


def test_a_citizen_asks_about_a_look_and_an_officer_answers(person: MakePerson) -> None:
    citizen = person(PHONE)
    citizen.sign_in("Trần Thị Hoa")
    citizen.open("/du-lieu-cua-toi/")
    old_look(citizen).get_by_role("link", name="Hỏi / phản đối").click()
    citizen.check_page()
    citizen.page.get_by_label("Nội dung").fill("Vì sao hôm đó có người xem dữ liệu của tôi?")
    citizen.page.get_by_role("button", name="Gửi").click()
    expect(citizen.page.get_by_text("Chờ trả lời").first).to_be_visible()
    citizen.check_page()
    address = citizen.page.url

    officer = person()
    officer.sign_in(OFFICER, POST)
    officer.open("/yeu-cau-du-lieu/")
    officer.check_page()
    officer.page.get_by_role("link", name=re.compile("^YC-")).first.click()
    officer.check_page()
    officer.page.get_by_label("Đã giải thích").check()
    officer.page.get_by_label("Câu trả lời").fill("Bà đến nộp hồ sơ, chúng tôi đối chiếu tên tại quầy.")
    officer.page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(officer.page.get_by_text("Đã trả lời. Người có dữ liệu")).to_be_visible()

    citizen.page.goto(address)
    expect(citizen.page.get_by_text("chúng tôi đối chiếu tên tại quầy").first).to_be_visible()
    citizen.check_page()


def test_a_citizen_takes_a_consent_back(person: MakePerson) -> None:
    citizen = person(PHONE)
    citizen.sign_in("Trần Thị Hoa")
    for path in ("/du-lieu-cua-toi/yeu-cau/", "/du-lieu-cua-toi/yeu-cau/moi/", "/du-lieu-cua-toi/ban-du-lieu/"):
        citizen.open(path)
        citizen.check_page()
    citizen.open("/du-lieu-cua-toi/dong-y/")
    citizen.check_page()
    citizen.page.get_by_role("link", name="Rút lại").first.click()
    citizen.check_page()
    citizen.page.get_by_role("button", name="Rút lại").click()
    expect(citizen.page.get_by_text("Đã rút lại").first).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_anybody_finds_what_a_service_asks_for(person: MakePerson, viewport: dict[str, int]) -> None:
    reader = person(viewport)
    reader.open("/")
    reader.page.get_by_role("link", name="Cần gì, mất bao lâu khi sinh con").click()
    reader.page.wait_for_url("**/dich-vu-cong/#sinh-con")
    reader.check_page()
    search = reader.page.get_by_role("searchbox", name="Tìm dịch vụ công")
    search.fill("ho chieu")
    search.press("Enter")
    expect(reader.page.get_by_role("heading", name="Tìm thấy 1 dịch vụ")).to_be_visible()
    reader.check_page()
    reader.open("/dich-vu-cong/lien_thong_khai_sinh/")
    expect(reader.page.get_by_text("Chưa đối chiếu văn bản gốc.", exact=True)).to_be_visible()
    reader.page.get_by_text("Tờ khai hỏi những gì").click()
    expect(reader.page.get_by_text("Nơi đăng ký khám chữa bệnh ban đầu", exact=True)).to_be_visible()
    reader.check_page()


def test_the_operator_sees_a_procedure_as_its_clerk_will(person: MakePerson) -> None:
    for viewport in (PHONE, DESKTOP):
        operator = person(viewport)
        operator.sign_in("Cao Xuân Trường", "Quản trị hệ thống")
        operator.open("/van-hanh/thu-tuc/")
        operator.check_page()
        operator.page.get_by_role("link", name="Cấp phiếu lý lịch tư pháp").first.click()
        expect(operator.page.get_by_text("Án tích: tội danh, bản án")).to_be_visible()
        operator.check_page()


def _verify_with_the_script(citizen: Person, folder: Path) -> None:
    """The bundle is judged by the programs the page itself offers, as its holder would, with the witness's own key."""
    with citizen.page.expect_download() as download:
        citizen.page.get_by_role("button", name="Tải danh sách kèm bằng chứng").click()
    bundle = folder / "nhat-ky.json"
    download.value.save_as(bundle)
    for name in ("audit_verify.py", "audit_complete.py"):
        script = citizen.page.request.get(f"{citizen.site.url}/kiem-chung/{name}")
        (folder / name).write_bytes(script.body())
    key = (citizen.site.state / "sandbox" / "witness" / "witness.pub").read_text(encoding="ascii").strip()
    command = [sys.executable, str(folder / "audit_complete.py"), str(bundle), "--witness-key", key]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "none left out; CONFIRMED by" in result.stdout
    citizen.open("/du-lieu-cua-toi/")
    expect(citizen.page.get_by_text("Bên làm chứng thử nghiệm (hư cấu), lúc")).to_be_visible()


def test_officials_pages_are_closed_to_a_citizen(person: MakePerson) -> None:
    citizen = person()
    citizen.sign_in("Trần Thị Hoa")
    for path in ("/bang-dieu-hanh/", "/chi-dao/", "/van-hanh/"):
        answer = citizen.page.request.get(citizen.site.url + path)
        assert answer.status == 403, path


def test_sign_out_ends_it(person: MakePerson) -> None:
    citizen = person()
    citizen.sign_in("Trần Thị Hoa")
    citizen.open("/")
    with citizen.page.expect_navigation(url="**/dang-xuat/"):
        citizen.page.get_by_role("button", name="Đăng xuất").first.click()
    # From there the page goes on to VNeID and comes back by itself.
    citizen.page.wait_for_url(lambda address: urlsplit(address).path == "/")
    citizen.open("/du-lieu-cua-toi/")
    expect(citizen.page.get_by_role("heading", name="Đăng nhập bằng VNeID")).to_be_visible()
