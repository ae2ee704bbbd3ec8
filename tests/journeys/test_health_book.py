"""A health book shared with a hospital for a day, opened, taken back; then broken in, and judged by another unit."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
HOLDER, NUMBER = "Trần Thị Hoa", "000151000201"
DOCTOR, DOCTORS_POST = "Phùng Khắc Tuấn", "Khoa Khám bệnh"
REVIEWER, REVIEWERS_POST = "Nguyễn Thị Lan Anh", "Văn hóa - Xã hội"
HOSPITAL = "Bệnh viện đa khoa huyện"
WHY = "Ngã xe hư cấu, hôn mê"


def share(holder: Person) -> None:
    """From the pilot's page to a share that lasts a day."""
    page = holder.page
    holder.open("/p17/")
    holder.check_page()
    page.get_by_role("link", name="Mở sổ sức khỏe của tôi").click()
    expect(page.get_by_role("heading", name="Dị ứng")).to_be_visible()
    holder.check_page()
    page.get_by_role("link", name="Thông tin khẩn cấp").click()
    holder.check_page()
    page.get_by_role("link", name="Sổ sức khỏe của tôi").click()
    page.locator("main section ul.rows a").first.click()
    expect(page.get_by_role("heading", name="Mục này sai?")).to_be_visible()
    holder.check_page()
    holder.open("/p17/suc-khoe/")
    page.get_by_role("link", name="Chia sẻ với cơ sở y tế").click()
    holder.check_page()
    page.get_by_role("link", name="Chia sẻ với một nơi").click()
    holder.check_page()
    page.get_by_role("button", name="Đồng ý, chia sẻ").click()
    expect(page.get_by_text("Chọn một mục.").first).to_be_visible()
    holder.check_page()
    page.get_by_label(HOSPITAL).check()
    page.get_by_role("button", name="Đồng ý, chia sẻ").click()
    expect(page.get_by_text("Đã chia sẻ.")).to_be_visible()
    holder.check_page()


def look_up(doctor: Person) -> None:
    """By the number on the patient's card."""
    doctor.open("/p17/kham/")
    doctor.check_page()
    doctor.page.get_by_label("Số định danh").fill(NUMBER)
    doctor.page.get_by_role("button", name="Tìm sổ").click()


def break_glass(doctor: Person) -> None:
    """The book is not shared; the patient cannot be asked."""
    page = doctor.page
    expect(page.get_by_text("Không có sổ nào mang số này được chia sẻ")).to_be_visible()
    doctor.check_page()
    page.get_by_role("button", name="Mở khẩn cấp").click()
    expect(page.get_by_text("Chọn lý do.").first).to_be_visible()
    doctor.check_page()
    page.get_by_label("Người bệnh không tỉnh").check()
    page.get_by_label("Tình huống").fill(WHY)
    page.get_by_role("button", name="Mở khẩn cấp").click()
    expect(page.get_by_role("heading", name=f"Thông tin khẩn cấp: {HOLDER}")).to_be_visible()
    doctor.check_page()


def judge(reviewer: Person) -> None:
    """Somebody of another unit reads why."""
    page = reviewer.page
    reviewer.open("/p17/xem-xet/")
    reviewer.check_page()
    page.get_by_role("row").last.get_by_role("link").click()
    expect(page.get_by_text(WHY)).to_be_visible()
    reviewer.check_page()
    page.get_by_role("button", name="Ghi kết luận").click()
    expect(page.get_by_text("Chọn kết luận.").first).to_be_visible()
    page.get_by_label("Không có lý do chính đáng").check()
    page.get_by_label("Lý do", exact=True).fill("Bệnh viện không có ca cấp cứu này")
    page.get_by_role("button", name="Ghi kết luận").click()
    expect(page.get_by_text("Đã kết luận.")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_book_is_shared_taken_back_broken_in_and_judged(person: MakePerson, viewport: dict[str, int]) -> None:
    holder = person(viewport)
    holder.sign_in(HOLDER)
    share(holder)

    doctor = person(viewport)
    doctor.sign_in(DOCTOR, DOCTORS_POST)
    look_up(doctor)
    expect(doctor.page.get_by_role("heading", name=HOLDER)).to_be_visible()
    doctor.check_page()
    opened = doctor.page.url

    holder.page.reload()
    expect(holder.page.get_by_text(DOCTOR).first).to_be_visible()
    holder.page.get_by_role("button", name=f"Rút lại chia sẻ với {HOSPITAL}").click()
    expect(holder.page.get_by_text("Đã rút lại.")).to_be_visible()
    holder.check_page()

    refused = doctor.page.goto(opened)
    assert refused is not None
    assert refused.status == 404
    doctor.complaints.clear()  # Chromium calls the refusal a failed resource
    look_up(doctor)
    break_glass(doctor)

    holder.open("/p17/suc-khoe/ai-da-xem/")
    expect(holder.page.get_by_text(WHY).first).to_be_visible()
    holder.check_page()

    reviewer = person(viewport)
    reviewer.sign_in(REVIEWER, REVIEWERS_POST)
    judge(reviewer)
    holder.page.reload()
    expect(holder.page.get_by_text("Bệnh viện không có ca cấp cứu này").first).to_be_visible()
    holder.check_page()
