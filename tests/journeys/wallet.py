"""A document that came of a case: in its holder's wallet, judged by tools that are not ours, shown, withdrawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect
from tests.kernel.documents.foreign import pdfsig

from .conftest import DESKTOP, PHONE, Person
from .test_desk import open_case

MakePerson = Callable[..., Person]
TRIES, PAUSE_MS = 60, 500
NAME = "Giấy khai sinh"
CARD = {
    "applicant_phone": "0912345678",
    "applicant_address": "Thôn Quang Trung, xã Đức Thọ",
    "full_name": "Nguyễn Thị Gạo",
    "born_on": "01/11/2026",
    "address": "Thôn Quang Trung, xã Đức Thọ",
    "clinic": "Trạm Y tế xã Đức Thọ",
}
REASON = "Ghi sai họ, chữ đệm của mẹ"


def received(holder: Person, case: str) -> None:
    """The worker puts it into the wallet a moment after the decision; the case leads to it."""
    link = holder.page.get_by_role("link", name="Mở trong ví giấy tờ")
    for _ in range(TRIES):
        holder.page.goto(case)
        if link.is_visible():
            break
        holder.page.wait_for_timeout(PAUSE_MS)  # polling another process; bounded by the tries
    link.click()
    expect(holder.page.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    expect(holder.page.get_by_text("Còn hiệu lực").first).to_be_visible()
    holder.check_page()


def downloaded(holder: Person, folder: Path) -> Path:
    """The signed file, which pdfsig finds valid."""
    with holder.page.expect_download() as coming:
        holder.page.get_by_role("link", name="Tệp PDF ký số").click()
    file = folder / "giay-khai-sinh.pdf"
    coming.value.save_as(file)
    assert "Signature is Valid" in pdfsig(folder, file.read_bytes())
    return file


def inspected(person: MakePerson, file: Path, answer: str, size: dict[str, int]) -> Person:
    """Somebody who holds the file asks, without signing in, from the front page on."""
    anybody = person(size)
    anybody.open("/")
    anybody.page.get_by_role("link", name="Giấy tờ này thật không").click()
    anybody.check_page()
    anybody.page.get_by_label("Tệp giấy tờ").set_input_files(file)
    anybody.page.get_by_role("button", name="Kiểm tra").click()
    expect(anybody.page.locator("#ket-luan")).to_contain_text(answer)
    anybody.check_page()
    return anybody


def shown_by_link(person: MakePerson, holder: Person) -> None:
    """Two facts to a school: seen once on a desk, refused again, listed on the phone; another link taken back."""
    document = holder.page.url
    address = shared(holder, "Trường hư cấu")
    school = person(DESKTOP)
    school.page.goto(address)
    expect(school.page.get_by_text("Nhập học lớp một")).to_be_visible()
    expect(school.page.get_by_text("Nguyễn Thị Gạo")).not_to_be_visible()
    school.check_page()
    school.page.get_by_label("Họ và tên của bà/ông").fill("Lê Văn Thầy")
    school.page.get_by_role("button", name="Xem", exact=True).click()
    expect(school.page.get_by_text("Nguyễn Thị Gạo")).to_be_visible()
    expect(school.page.get_by_text("Bệnh viện")).not_to_be_visible()
    school.check_page()
    with school.page.expect_download() as coming:
        school.page.get_by_role("link", name="Tải chứng nhận").click()
    assert coming.value.path().read_text().endswith("~"), "as issued, the chosen facts alone"
    school.page.goto(address)
    expect(school.page.get_by_text("đủ số lần")).to_be_visible()
    school.check_page()
    holder.page.reload()
    expect(holder.page.get_by_text("Lê Văn Thầy")).to_be_visible()
    holder.check_page()
    holder.page.goto(document)
    address = shared(holder, "Nơi khác")
    holder.page.get_by_role("link", name="Thôi cho xem").click()
    holder.check_page()
    holder.page.get_by_role("button", name="Thôi cho xem").click()
    expect(holder.page.get_by_text("Đã rút", exact=True)).to_be_visible()
    school.page.goto(address)
    expect(school.page.get_by_text("đã rút lại")).to_be_visible()
    holder.page.goto(document)
    holder.page.get_by_role("link", name="Đưa vào ví khác").click()
    holder.check_page()
    holder.page.get_by_role("button", name="Tạo mã").click()
    expect(holder.page.get_by_alt_text("Mã QR để ví khác nhận giấy tờ")).to_be_visible()
    holder.check_page()
    holder.page.goto(document)


def shared(holder: Person, recipient: str) -> str:
    """From the document's page to the code; where it leads."""
    holder.page.get_by_role("link", name="Cho xem", exact=True).click()
    holder.check_page()
    for fact in ("Họ, chữ đệm, tên", "Ngày sinh"):
        holder.page.get_by_label(fact).check()
    holder.page.get_by_label("Ngân hàng, trường học").check()
    holder.page.get_by_label("Tên nơi hoặc người xem").fill(recipient)
    holder.page.get_by_label("Để làm gì").fill("Nhập học lớp một")
    holder.page.get_by_role("button", name="Đồng ý, tạo mã").click()
    expect(holder.page.get_by_alt_text("Mã QR dẫn đến trang xem")).to_be_visible()
    holder.check_page()
    return holder.page.get_by_label("Hoặc gửi liên kết").input_value()


def asks(officer: Person) -> None:
    """An officer asks whoever has a wallet of somebody else's; nobody answers here."""
    officer.open("/lam-viec/")
    officer.page.get_by_role("navigation", name="Chính").get_by_text("Tại quầy", exact=True).click()
    officer.page.get_by_role("link", name="Hỏi ví").first.click()
    officer.check_page()
    officer.page.get_by_role("link", name=NAME, exact=True).click()
    officer.page.get_by_label("Họ, chữ đệm, tên").check()
    officer.page.get_by_label("Để làm gì").fill("Nhập học lớp một")
    officer.check_page()
    officer.page.get_by_role("button", name="Tạo mã hỏi").click()
    expect(officer.page.get_by_alt_text("Mã QR hỏi giấy tờ")).to_be_visible()
    officer.check_page()


def withdrawn(officer: Person, code: str) -> None:
    """The unit takes it back, for a reason its holder will read."""
    open_case(officer, code)
    officer.page.get_by_role("link", name="Thu hồi giấy tờ").click()
    officer.check_page()
    officer.page.get_by_label("Lý do").fill(REASON)
    officer.page.get_by_role("button", name="Thu hồi giấy tờ").click()


def citing(holder: Person) -> None:
    """Another procedure, up to its papers, with the document handed in by one tap."""
    page = holder.page
    holder.open("/dich-vu-cong/the_bhyt_tre_em/")
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    page.get_by_role("button", name="Điền sẵn và bắt đầu").click()
    for name, words in CARD.items():
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=sex][value=nu]").check()
    page.get_by_role("button", name="Tiếp tục").last.click()
    expect(page.get_by_role("heading", name="Dùng giấy tờ trong ví")).to_be_visible()
    holder.check_page()
    page.get_by_role("button", name="Dùng giấy này").click()
    expect(page.get_by_text("Trong ví, còn hiệu lực")).to_be_visible()
    holder.check_page()


def handed_in_again(holder: Person, officer: Person) -> str:
    """Filed with it; the officer of the case opens it and sees that it holds. The code of the case."""
    citing(holder)
    holder.page.get_by_role("link", name="Tiếp tục").click()
    holder.page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(holder.page.get_by_text("lấy từ ví").first).to_be_visible()
    holder.check_page()
    code = holder.page.locator("dd.code").first.inner_text()
    open_case(officer, code)
    officer.check_page()
    officer.page.get_by_role("link", name="Xem giấy tờ và kết quả kiểm tra").click()
    expect(officer.page.get_by_role("heading", name="Chữ ký số hợp lệ")).to_be_visible()
    expect(officer.page.get_by_text("Còn hiệu lực").first).to_be_visible()
    officer.check_page()
    holder.open("/du-lieu-cua-toi/")
    expect(holder.page.get_by_text("Mở giấy tờ trong ví theo hồ sơ").first).to_be_visible()
    return code


def refused_since(holder: Person, draft: str, officer: Person, code: str) -> None:
    """Withdrawn, it is refused where it was chosen already, and the office of the case filed before is told."""
    holder.page.goto(draft)
    expect(holder.page.get_by_text("trong ví: đã thu hồi").first).to_be_visible()
    expect(holder.page.get_by_role("link", name="Tiếp tục")).to_be_hidden()
    holder.check_page()
    open_case(officer, code)
    expect(officer.page.get_by_text("Đã bị thu hồi ngày")).to_be_visible()
    officer.check_page()


@contextmanager
def used_again(holder: Person, officer: Person) -> Iterator[None]:
    """From the document's page on: filed with it, chosen for a second filing, and refused there once it is gone."""
    document = holder.page.url
    code = handed_in_again(holder, officer)
    citing(holder)
    draft = holder.page.url
    holder.page.goto(document)
    yield
    refused_since(holder, draft, officer, code)


def story(person: MakePerson, holder: Person, officer: Person, code: str, folder: Path) -> None:
    """From the document's page on: its file, shown on a phone and on a desk, taken back."""
    document = holder.page.url
    file = downloaded(holder, folder)
    shown_by_link(person, holder)
    asks(officer)
    for size in (PHONE, DESKTOP):
        inspected(person, file, "còn hiệu lực", size)
    holder.open("/vi-giay-to/")
    expect(holder.page.get_by_role("link", name=NAME)).to_be_visible()
    holder.check_page()
    withdrawn(officer, code)
    holder.page.goto(document)
    expect(holder.page.get_by_text(REASON)).to_be_visible()
    holder.check_page()
    inspected(person, file, "thu hồi", PHONE)
