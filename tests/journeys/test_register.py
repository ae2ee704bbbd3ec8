"""An officer with a purpose asks the population register; the person sees it within the minute and verifies it."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
OFFICER, POST = "Hồ Sỹ Lâm", "Trung tâm Phục vụ hành chính công"
PERSON, NUMBER = "Trần Thị Hoa", "000151000201"
OTHER_NUMBER = "000188000105"
PURPOSE = "Giải quyết thủ tục hành chính, điền sẵn tờ khai"
WITHIN_SECONDS = 60
LIST = f"""Số định danh,Họ và tên,Ngày sinh
{NUMBER},Trần Thị Hoa,12/04/1951
{OTHER_NUMBER},Trần Thị Hòa,12/04/1951
{NUMBER},Trần Thị Hòa,12/04/1951
12,Người ghi sai,1990
"""


def officer_at_the_register(person: MakePerson, viewport: dict[str, int] | None = None) -> Person:
    officer = person(viewport)
    officer.sign_in(OFFICER, POST)
    officer.open("/tra-cuu-dan-cu/")
    step_up = officer.page.get_by_role("link", name="Sang VNeID để đăng nhập")
    if step_up.count():
        step_up.click()
        officer.page.get_by_role("button", name=OFFICER).click()
    expect(officer.page.get_by_role("heading", name="Tra cứu cơ sở dữ liệu quốc gia về dân cư")).to_be_visible()
    return officer


def test_an_officer_looks_a_person_up_and_she_sees_and_verifies_it(person: MakePerson, tmp_path: Path) -> None:
    officer, case = officer_at_the_register(person), f"H56-{time.time_ns()}"
    officer.check_page()
    officer.page.get_by_role("link", name=f"Xem thông tin một người ({PURPOSE})").click()
    officer.check_page()
    officer.page.get_by_role("button", name="Tra cứu").click()
    expect(officer.page.get_by_text("Hãy nhập số định danh cá nhân.").first).to_be_visible()
    officer.check_page()
    officer.page.get_by_label("Số định danh cá nhân").fill(NUMBER)
    officer.page.get_by_label("Mã hồ sơ hoặc số việc").fill(case)
    for fact in ("Họ tên", "Ngày sinh", "Nơi thường trú"):
        officer.page.get_by_label(fact, exact=True).check()
    officer.page.get_by_role("button", name="Tra cứu").click()
    expect(officer.page.get_by_text("12/04/1951")).to_be_visible()
    expect(officer.page.get_by_text(re.compile("Trần Thị Hoa", re.IGNORECASE)).first).to_be_visible()
    officer.check_page()
    asked_at = time.monotonic()

    citizen = person(PHONE)
    citizen.sign_in(PERSON)
    citizen.open("/du-lieu-cua-toi/")
    look = citizen.page.get_by_role("row").filter(has_text=PURPOSE).first
    expect(look).to_contain_text("Trung tâm Phục vụ hành chính công")
    expect(look).to_contain_text(case)
    assert time.monotonic() - asked_at < WITHIN_SECONDS
    citizen.check_page()
    with citizen.page.expect_download() as download:
        citizen.page.get_by_role("button", name="Tải danh sách kèm bằng chứng").click()
    for name in ("audit_verify.py", "audit_complete.py"):
        (tmp_path / name).write_bytes(citizen.page.request.get(f"{citizen.site.url}/kiem-chung/{name}").body())
    download.value.save_as(tmp_path / "nhat-ky.json")
    key = (citizen.site.state / "sandbox" / "witness" / "witness.pub").read_text(encoding="ascii").strip()
    command = [sys.executable, "-I", str(tmp_path / "audit_complete.py"), str(tmp_path / "nhat-ky.json")]
    result = subprocess.run([*command, "--witness-key", key], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "none left out; CONFIRMED by" in result.stdout


def test_a_claim_and_a_household_on_a_phone(person: MakePerson) -> None:
    officer = officer_at_the_register(person, PHONE)
    officer.check_page()
    officer.open("/tra-cuu-dan-cu/thu_tuc_hanh_chinh/doi-chieu/")
    officer.page.get_by_label("Số định danh cá nhân").fill(NUMBER)
    officer.page.get_by_label("Mã hồ sơ hoặc số việc").fill("H56-1")
    officer.page.get_by_label("Họ và tên").fill("Trần Thị Hòa")
    officer.page.get_by_label("Ngày sinh").fill("12/04/1951")
    officer.page.get_by_role("button", name="Tra cứu").click()
    expect(officer.page.get_by_text("Khớp một phần.")).to_be_visible()
    officer.check_page()
    officer.open("/tra-cuu-dan-cu/thu_tuc_hanh_chinh/ho-gia-dinh/")
    officer.page.get_by_label("Số định danh cá nhân").fill(NUMBER)
    officer.page.get_by_label("Mã hồ sơ hoặc số việc").fill("H56-1")
    officer.page.get_by_label("Họ tên", exact=True).check()
    officer.page.get_by_role("button", name="Tra cứu").click()
    expect(officer.page.get_by_text(re.compile(r"Hộ có \d+ người"))).to_be_visible()
    officer.check_page()


def test_a_list_is_compared_while_the_officer_watches(person: MakePerson, tmp_path: Path) -> None:
    officer = officer_at_the_register(person)
    officer.page.get_by_role("link", name="Đối chiếu danh sách").click()
    officer.check_page()
    officer.page.get_by_role("link", name="Gửi danh sách").click()
    officer.check_page()
    (tmp_path / "ds.csv").write_text(LIST, encoding="utf-8")
    officer.page.get_by_label("Số hóa, đối chiếu sổ bộ hộ tịch").check()
    officer.page.get_by_label("Mã hồ sơ hoặc số việc").fill("KH-12")
    officer.page.get_by_label("Danh sách").set_input_files(tmp_path / "ds.csv")
    officer.page.get_by_role("button", name="Gửi danh sách").click()
    expect(officer.page.get_by_text("2 trên 2 dòng đã có kết quả")).to_be_visible(timeout=30_000)
    officer.check_page()
    officer.page.get_by_role("link", name="Xem các dòng cần xử lý").click()
    expect(officer.page.get_by_role("row").filter(has_text="12 chữ số")).to_be_visible()
    expect(officer.page.get_by_role("row").filter(has_text="lặp lại dòng 1")).to_be_visible()
    officer.check_page()
    officer.page.go_back()
    with officer.page.expect_download() as download:
        officer.page.get_by_role("button", name="Tải kết quả (Excel)").click()
    assert download.value.suggested_filename == "ket-qua-doi-chieu.xlsx"


def test_the_operator_keeps_the_table(person: MakePerson) -> None:
    operator = person()
    operator.sign_in("Cao Xuân Trường", "Quản trị hệ thống")
    operator.open("/lam-viec/")
    operator.page.get_by_role("navigation", name="Chính").get_by_text("Hệ thống", exact=True).click()
    operator.page.get_by_role("link", name="Mục đích tra cứu").first.click()
    operator.check_page()
    operator.page.get_by_role("link", name="Khám, chữa bệnh và cấp cứu").click()
    operator.check_page()
