"""What the weekly report says, in both formats."""

import pytest
from tests.programme.papers.figures import CALM, OFFICE, pdf_text, weekly, word_text

from dean06.programme.papers import docx_bytes, pdf_bytes
from dean06.programme.papers.weekly import OpenQuestions, Weekly, weekly_paper

READERS = {"docx": lambda paper: word_text(docx_bytes(paper)), "pdf": lambda paper: pdf_text(pdf_bytes(paper))}
QUESTIONS = (
    OpenQuestions(title="Hai phụ lục nêu hai đơn vị chủ trì", is_for_chair=True, numbers=(2, 10, 12)),
    OpenQuestions(title="Công văn để trống số, ngày", is_for_chair=False, numbers=(0,)),
)


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize(
    "statement",
    [
        "BÁO CÁO Tiến độ thực hiện các mô hình điểm Đề án 06 trên địa bàn huyện Đức Thọ",
        "(Tuần từ ngày 08/01/2024 đến ngày 14/01/2024)",
        "Kính gửi: Chủ tịch Ủy ban nhân dân huyện Đức Thọ",
        "Công văn (nhận ngày 27/11/2023) của UBND huyện Đức Thọ về việc bổ sung các mô hình điểm",
        "số liệu tính đến hết ngày 12/01/2024",
        "giao 02 nhiệm vụ, chia thành 01 nhóm",
        "Quá hạn 1 50,0%",
        "đã nhận của 06/38 đơn vị (thời hạn gửi: trước ngày 03/12/2023); còn 32 đơn vị",
        "nhận 0 kế hoạch, 03 báo cáo tiến độ; xác nhận 02, trả lại 01 báo cáo; quyết định 04 mâu thuẫn",
        "II. Phát triển kinh tế - xã hội (02 nhiệm vụ, quá hạn 01)",
        "Còn 04 nội dung chưa thống nhất",
        "Nhà xe chưa có máy đọc thẻ Công an huyện 12/12/2023 31",
        "Nhiệm vụ 5: Lưu trú trên xe khách (Phòng Kinh tế - Hạ tầng; thời hạn 30/12/2023, quá hạn 13 ngày).",
        "2. Quyết định 03 mâu thuẫn thuộc thẩm quyền của Chủ tịch",
        "3. Đôn đốc 32 đơn vị",
        "TM. TỔ CÔNG TÁC KT. TỔ TRƯỞNG TỔ PHÓ THƯỜNG TRỰC",
    ],
)
def test_statements(form: str, statement: str) -> None:
    assert statement in _texts()[form]


def _texts() -> dict[str, str]:
    if not _cache:
        paper = weekly_paper(weekly(questions=QUESTIONS), OFFICE)
        _cache.update({form: read(paper) for form, read in READERS.items()})
    return _cache


_cache: dict[str, str] = {}


def test_nothing_confirmed_is_a_dash_and_not_a_zero() -> None:
    text = word_text(docx_bytes(weekly_paper(weekly(), OFFICE)))
    assert "Quý I/2024 (31/03/2024) Đang thực hiện - " in text


def test_a_quiet_week_says_so() -> None:
    quiet: Weekly = weekly(tasks=(CALM,))
    text = word_text(docx_bytes(weekly_paper(quiet, OFFICE)))
    assert "Không còn mâu thuẫn nào chờ quyết định." in text
    assert "quá hạn 0)" in text
    assert "hoàn thành 0 nhiệm vụ" not in text, "no proposal about nothing"


def test_a_long_list_of_numbers_is_counted() -> None:
    many = OpenQuestions(title="Thời hạn rơi vào ngày nghỉ", is_for_chair=True, numbers=(*range(1, 19), 18))
    text = word_text(docx_bytes(weekly_paper(weekly(questions=(many,)), OFFICE)))
    assert "Thời hạn rơi vào ngày nghỉ 19 18 nhiệm vụ Chủ tịch UBND" in text
