"""From a dispatch to the leader's report: five people, one after another, each in their own browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from dean06.programme.sample import load
from dean06.programme.sample.printing import docx_of

from .conftest import PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
LEADER, COORDINATOR, CLERK = "Phan Trọng Nghĩa", "Đặng Quốc Bảo", "Hoàng Thị Thu Hằng"
CHAIR, STANDING, OFFICER = "Chủ tịch", "thường trực", "Chuyên viên"


@pytest.fixture(scope="module")
def dispatch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample dispatch as Word would have it: the demo's own came as text."""
    path = tmp_path_factory.mktemp("dispatch") / "cong-van-bo-sung.docx"
    path.write_bytes(docx_of(load(), seed=41))
    return path


def test_dispatch_to_report(person: MakePerson, dispatch: Path, tmp_path: Path) -> None:
    coordinator = person()
    coordinator.sign_in(COORDINATOR, STANDING)
    _import(coordinator, dispatch)

    leader = person()
    leader.sign_in(LEADER, CHAIR)
    _decide(leader)

    clerk = person()
    clerk.sign_in(CLERK, OFFICER)
    _file_plan(clerk, tmp_path)
    _report_progress(clerk, tmp_path)

    _confirm(coordinator)
    _see_the_board(leader, tmp_path)


def _import(coordinator: Person, dispatch: Path) -> None:
    page = coordinator.page
    coordinator.open("/chi-dao/nhap/")
    coordinator.check_page()
    page.get_by_label("Tệp công văn").set_input_files(dispatch)
    page.get_by_label("Ngày nhận văn bản").fill("27/11/2023")
    page.get_by_role("button", name="Đọc công văn").click()
    expect(page.get_by_text("Đã nhập công văn")).to_be_visible()
    expect(page.get_by_role("heading", name="Đối chiếu công văn")).to_be_visible()
    coordinator.check_page()


def _decide(leader: Person) -> None:
    page = leader.page
    leader.open("/bang-dieu-hanh/")
    leader.check_page()
    page.get_by_role("link", name="Mâu thuẫn chờ quyết định").first.click()
    page.get_by_role("link", name="Nhiệm vụ 15: Hai phụ lục nêu hai đơn vị chủ trì").first.click()
    leader.check_page()
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.get_by_role("heading", name=re.compile("chưa|lỗi|sửa", re.IGNORECASE)).first).to_be_visible()
    page.get_by_label("Theo phụ lục bảng").check()
    page.get_by_label("Căn cứ, lý do").fill("Phòng Giáo dục và Đào tạo quản lý trực tiếp các trường")
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.get_by_text("Đã ghi quyết định")).to_be_visible()


def _file_plan(clerk: Person, folder: Path) -> None:
    page = clerk.page
    plan = folder / "ke-hoach.txt"
    plan.write_text("Kế hoạch thực hiện công văn, bản minh hoạ.\n", encoding="utf-8")
    clerk.open("/chi-dao/")
    page.get_by_role("link", name="Kế hoạch các đơn vị").first.click()
    page.get_by_role("link", name="Gửi kế hoạch của đơn vị").click()
    clerk.check_page()
    page.get_by_label("Nội dung chính").fill("Phân công từng chuyên viên theo mô hình")
    page.get_by_label("Tệp kế hoạch").set_input_files(plan)
    page.get_by_role("button", name="Gửi kế hoạch").click()
    expect(page.get_by_text("Đã gửi kế hoạch")).to_be_visible()


def _report_progress(clerk: Person, folder: Path) -> None:
    page = clerk.page
    proof = folder / "minh-chung.txt"
    proof.write_text("Ảnh chụp, biên bản: bản minh hoạ.\n", encoding="utf-8")
    clerk.open("/chi-dao/viec-cua-don-vi/")
    clerk.check_page()
    page.get_by_role("link", name=re.compile(r"^6\. ")).first.click()
    page.get_by_role("link", name="Báo cáo tiến độ").click()
    clerk.check_page()
    page.get_by_label("Đang thực hiện").check()
    page.get_by_label("Tỷ lệ hoàn thành").fill("45")
    page.get_by_label("Kết quả đã làm").fill("Lắp 6 camera tại 2 điểm du lịch")
    page.get_by_label("Minh chứng").set_input_files(proof)
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text("Đã gửi báo cáo")).to_be_visible()


def _confirm(coordinator: Person) -> None:
    page = coordinator.page
    coordinator.open("/chi-dao/cho-xac-nhan/")
    coordinator.check_page()
    page.get_by_role("link", name=re.compile(r"Nhiệm vụ 6: .*45%")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="minh-chung.txt").click()
    assert "bản minh hoạ" in Path(download.value.path()).read_text(encoding="utf-8")
    page.get_by_label("Xác nhận", exact=True).check()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("Đã trả lời báo cáo")).to_be_visible()


def _see_the_board(leader: Person, folder: Path) -> None:
    page = leader.page
    leader.open("/bang-dieu-hanh/")
    expect(page.get_by_role("link", name=re.compile(r"^6\. .*45%", re.DOTALL))).to_be_visible()
    today = page.get_by_label("Xem tại ngày").input_value()
    page.get_by_label("Xem tại ngày").fill("15/12/2023")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_role("link", name=re.compile(r"^6\. "))).not_to_contain_text("45%")
    expect(page.get_by_role("link", name=re.compile(r"^6\. "))).to_contain_text("Phòng Văn hóa - Thông tin")
    leader.check_page()
    with page.expect_download() as download:
        page.get_by_role("link", name="Báo cáo tuần (PDF)").click()
    report = folder / "bao-cao.pdf"
    download.value.save_as(report)
    assert "15/12/2023" in "".join(part.extract_text() for part in PdfReader(report).pages)
    page.get_by_role("link", name="Về hôm nay").click()
    expect(page.get_by_label("Xem tại ngày")).to_have_value(today)


def test_the_board_on_a_phone(person: MakePerson) -> None:
    leader = person(PHONE)
    leader.sign_in(LEADER, CHAIR)
    for path in ("/lam-viec/", "/bang-dieu-hanh/?ngay=2023-12-15", "/chi-dao/"):
        leader.open(path)
        leader.check_page()
    leader.page.get_by_role("link", name="Đối chiếu văn bản").first.click()
    leader.check_page()


def test_a_file_that_is_no_dispatch_is_explained(person: MakePerson, tmp_path: Path) -> None:
    coordinator = person()
    coordinator.sign_in(COORDINATOR, STANDING)
    stray = tmp_path / "danh-ba.txt"
    stray.write_text("Danh bạ điện thoại\n" + "Nguyễn Văn A 0900000000\n" * 40, encoding="utf-8")
    coordinator.open("/chi-dao/nhap/")
    coordinator.page.get_by_label("Tệp công văn").set_input_files(stray)
    coordinator.page.get_by_role("button", name="Đọc công văn").click()
    expect(coordinator.page.get_by_text("Không nhận ra đây là công văn").first).to_be_visible()
