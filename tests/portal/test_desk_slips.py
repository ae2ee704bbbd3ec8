"""Slips read back from their PDF: the form in force, the facts of the case, the code to scan; who may have them."""

import io
from datetime import date

import pdfplumber
import pypdfium2
import pytest
from tests.kernel.audit_trail import bodies_of
from tests.kernel.cases.office import MORNING, Office, at, procedures
from tests.kernel.cases.test_post import posted
from tests.portal.office_browsers import browser, text_of

from dean06.kernel.base import clock
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.services import handling
from dean06.kernel.cases.slips import forms
from dean06.kernel.cases.slips.forms import SlipKind, form_on
from dean06.ui import fonts

try:
    fonts.directory()
except FileNotFoundError:
    pytest.skip("the document fonts are not built", allow_module_level=True)


DARK = 100  # of 255


@pytest.fixture
def office(db):
    with procedures(), clock.at(MORNING):
        yield Office()


@pytest.fixture
def clerk(office):
    return browser(office.clerk)


def read(answer) -> str:
    """The words of a PDF, one space between them."""
    assert answer.status_code == 200, text_of(answer)
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)


def slip(client, case, kind):
    return client.get(f"/lam-viec/ho-so/{case.code}/phieu/{kind}.pdf")


def test_the_receipt_says_what_was_handed_in_and_when_to_come_back(office, clerk):
    case = office.received()
    answer = slip(clerk, case, "receipt")
    said = read(answer)
    for words in (
        "Mẫu số 01 (Thông tư 03/2025/TT-VPCP)",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TRUNG TÂM PHỤC VỤ HÀNH",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        f"Mã hồ sơ: {case.code}",
        "Hồ sơ của: Trần Thị Hoa",
        "Thời gian nhận hồ sơ: 09:00 ngày 05/12/2025",
        "Thời gian trả kết quả: 17:30 ngày 05/12/2025",
        "1. Giấy chứng sinh (bản điện tử)",
        "ngày 05 tháng 12 năm 2025",
        "Nhận kết quả tại: Trung tâm",
        "Lê Thị Lan",
        "chưa đối chiếu với văn bản gốc",
    ):
        assert words in said
    (entry,) = bodies_of("case_looks.slip")
    assert entry["details"]["slip"] == "receipt"


def test_the_receipt_of_a_posted_file_says_where_the_result_goes(office, clerk):
    case = posted(office)
    office.do(handling.receive, case)
    assert "Nhận kết quả tại: Qua bưu chính công ích đến Thôn 1, xã Đức Thọ" in read(slip(clerk, case, "receipt"))


def test_the_code_to_scan_leads_to_the_public_lookup(office, clerk, settings, monkeypatch):
    case = office.received()
    held = []
    monkeypatch.setattr("dean06.portal.slips.pdf._qr", lambda address: held.append(address) or "")
    slip(clerk, case, "receipt")
    assert held == [f"{settings.PUBLIC_URL}/tra-cuu-ho-so/?ma={case.code}"]


def test_the_code_is_drawn_on_the_page(office, clerk):
    case = office.received()
    pdf = pypdfium2.PdfDocument(slip(clerk, case, "receipt").content)
    page = pdf[0].render(scale=2, grayscale=True).to_pil()
    # The place of the code: right, below the letterhead; half black, half white, as a code is.
    width, height = page.size
    corner = page.crop((int(width * 0.79), int(height * 0.24), int(width * 0.915), int(height * 0.325)))
    dark = sum(corner.histogram()[:DARK]) / (corner.width * corner.height)
    assert 0.3 < dark < 0.7
    pdf.close()


def test_the_request_for_more_and_the_refusal_print_their_words(office, clerk):
    case, refused = office.case("1"), office.case("2")
    office.do(handling.ask_supplement, case, request="Ảnh giấy chứng sinh rõ hơn")
    said = read(slip(clerk, case, "supplement"))
    assert "Mẫu số 02" in said
    assert "Yêu cầu bổ sung, hoàn thiện: Ảnh giấy chứng sinh rõ hơn" in said
    office.do(handling.refuse, refused, reason="Không thuộc thẩm quyền của xã")
    said = read(slip(clerk, refused, "refusal"))
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN HỒ SƠ" in said
    assert "Lý do từ chối: Không thuộc thẩm quyền của xã" in said
    assert slip(clerk, refused, "receipt").status_code == 409


def test_the_apology_names_both_days_and_the_stop_its_reason(office, clerk):
    case = office.received()
    office.do(handling.extend, case, promised_at=at("10/12/2025 17:30"), reason="Mất điện cả ngày")
    said = read(slip(clerk, case, "apology"))
    assert "Mẫu số 04" in said
    assert "Kính gửi: Trần Thị Hoa" in said
    assert "Thời gian hẹn trả kết quả: 17:30 ngày 05/12/2025" in said
    assert "Hẹn lại thời gian trả kết quả: 17:30 ngày 10/12/2025" in said
    office.do(handling.stop, case, reason="Người nộp đã nộp ở xã khác")
    said = read(slip(clerk, case, "stop"))
    assert "Mẫu số 05" in said
    assert "Lý do dừng giải quyết: Người nộp đã nộp ở xã khác" in said


def test_the_control_slip_follows_the_case_from_desk_to_desk(office, clerk):
    case = office.decided()
    answer = slip(clerk, case, "control")
    assert "Mẫu số 06" in read(answer)
    assert "Quét mã" not in read(answer)
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        _, *rows = pdf.pages[0].extract_table()
    said = [[" ".join(cell.split()) for cell in row] for row in rows]
    assert [row[0] for row in said[:3]] == ["Tiếp nhận", "Công chức tư pháp - hộ tịch", "Lãnh đạo ký"]
    assert said[0][1] == "Giao: Trần Thị Hoa Nhận: Lê Thị Lan"
    assert said[2][1] == "Giao: Lê Thị Lan Nhận: Đặng Quốc Bảo"
    assert [row[3] for row in said] == ["Đúng hạn", "Đúng hạn", "Đúng hạn", "Đang xử lý"]


def test_the_register_lists_the_day_and_everybody_in_it_is_told(office, clerk):
    case = office.received()
    office.case("2")
    said = read(clerk.get("/lam-viec/ho-so/so-theo-doi.pdf"))
    assert "Mẫu số 07" in said
    assert "Trần Thị Hoa" in said
    assert "Số hồ sơ: 1" in said
    assert case.code[-4:] in said
    assert bodies_of("case_looks.register")[0]["subjects"]["count"] == 1
    assert clerk.get("/lam-viec/ho-so/so-theo-doi.pdf", {"tu": "hôm qua"}).status_code == 422
    assert clerk.get("/lam-viec/ho-so/so-theo-doi.pdf", {"tu": "06/12/2025"}).status_code == 422
    assert "Số hồ sơ: 0" in read(browser(office.police).get("/lam-viec/ho-so/so-theo-doi.pdf"))


def test_who_may_have_a_slip(office, clerk):
    case = office.received()
    own = f"/ho-so/phieu/{case.code}"
    mother, neighbour = browser(office.mother), browser(office.neighbour)
    assert "Trần Thị Hoa" in read(mother.get(f"{own}/receipt.pdf"))
    assert mother.get(f"{own}/control.pdf").status_code == 404
    assert neighbour.get(f"{own}/receipt.pdf").status_code == 404
    assert slip(browser(office.police), case, "receipt").status_code == 404
    assert slip(clerk, case, "register").status_code == 404
    assert slip(clerk, case, "nonsense").status_code == 404
    assert "Giấy tiếp nhận và hẹn trả (PDF)" in text_of(clerk.get(f"/lam-viec/ho-so/{case.code}/"))


def test_the_same_slip_is_the_same_file(office, clerk):
    case = office.received()
    assert slip(clerk, case, "receipt").content == slip(clerk, case, "receipt").content


def test_forms_have_the_number_of_their_day():
    before, after = date(2025, 6, 30), date(2025, 7, 1)
    assert [form_on(SlipKind.CONTROL, day).number for day in (before, after)] == ["05", "06"]
    assert [form_on(SlipKind.REGISTER, day).number for day in (before, after)] == ["06", "07"]
    assert form_on(SlipKind.STOP, before) is None
    assert {form_on(kind, after).number for kind in SlipKind} == {f"0{number}" for number in range(1, 8)}
    assert all(one.source for one in forms.slip_forms())


def test_a_citizens_own_case_is_found_by_its_code_alone_when_it_is_hers(office):
    case = office.case()
    assert cases.own_case_id_of(office.mother, code=case.code) == case.pk
