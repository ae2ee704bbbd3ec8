"""A document that came of a case: in its holder's wallet, judged by tools that are not ours, shown, withdrawn."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from tests.kernel.documents.foreign import pdfsig

from .conftest import DESKTOP, PHONE, Person
from .test_desk import open_case

MakePerson = Callable[..., Person]
TRIES, PAUSE_MS = 60, 500
NAME = "Giấy khai sinh"
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
