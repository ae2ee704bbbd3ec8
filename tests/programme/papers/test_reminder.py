"""What the letter that urges units on says."""

from dataclasses import replace

from tests.programme.papers.figures import OFFICE, pdf_text, reminder, task_debt, word_text

from dean06.programme.papers import docx_bytes, pdf_bytes
from dean06.programme.papers.reminder import PlanDebt, Reminder, UnitDebt, reminder_paper

HEALTH = UnitDebt(code="phong-y-te", name="Phòng Y tế", tasks=(task_debt(4), task_debt(9, is_overdue=False)))
CULTURE = UnitDebt(code="phong-van-hoa-thong-tin", name="Phòng Văn hóa - Thông tin", tasks=(task_debt(4),))
PLAN = PlanDebt(code="phong-noi-vu", name="Phòng Nội vụ", state="Bị trả lại ngày 04/12/2023")


def text_of(figures: Reminder) -> str:
    return word_text(docx_bytes(reminder_paper(figures, OFFICE)))


def test_both_formats_say_the_same() -> None:
    paper = reminder_paper(reminder(units=(HEALTH, CULTURE), plans=(PLAN,)), OFFICE)
    for text in (word_text(docx_bytes(paper)), pdf_text(pdf_bytes(paper))):
        assert "đến hết ngày 12/01/2024 còn 01 nhiệm vụ quá hạn, 01 nhiệm vụ sắp đến hạn, 01 đơn vị chưa gửi" in text
        assert "- Phòng Y tế; - Phòng Văn hóa - Thông tin; - Phòng Nội vụ." in text
        assert "chậm nhất ngày 17/01/2024" in text
        assert "1. Phòng Y tế (quá hạn 01, sắp đến hạn 01)" in text
        assert "Quá hạn 13 ngày 60%" in text
        assert "Sắp đến hạn, còn 7 ngày 60%" in text
        assert "(Kèm theo Công văn số /UBND-CA ngày 12 tháng 01 năm 2024 của UBND huyện Đức Thọ)" in text
        assert "1 Phòng Nội vụ Bị trả lại ngày 04/12/2023" in text


def test_an_assignment_with_two_leads_counts_once() -> None:
    assert len(reminder(units=(HEALTH, CULTURE)).tasks) == 2


def test_one_addressee_stands_on_the_line_and_one_annex_has_no_number() -> None:
    text = text_of(reminder(units=(CULTURE,)))
    assert "Kính gửi: Phòng Văn hóa - Thông tin Qua theo dõi" in text
    assert "PHỤ LỤC NHIỆM VỤ QUÁ HẠN" in text
    assert "Phụ lục I" not in text
    assert "kế hoạch" not in text, "nothing is said of plans when all are there"


def test_many_addressees_are_named_in_the_annex() -> None:
    plans = tuple(replace(PLAN, code=f"u{n}", name=f"UBND xã {n}") for n in range(9))
    text = text_of(reminder(plans=plans))
    assert "Kính gửi: Các cơ quan, đơn vị có tên tại phụ lục kèm theo" in text
    assert "9 UBND xã 8" in text


def test_what_the_office_cannot_order_it_asks_for() -> None:
    centre = UnitDebt(code="c06", name="Cục C06", tasks=(task_debt(2), task_debt(12)))
    text = text_of(reminder(units=(CULTURE,), outside=(centre,)))
    assert "giao Công an huyện liên hệ, đề nghị phối hợp: Cục C06 (nhiệm vụ 2, 12)." in text
    assert "Kính gửi: Phòng Văn hóa - Thông tin Qua" in text
    assert "còn 03 nhiệm vụ quá hạn" in text, "the count is the board's, whoever leads"


def test_nobody_owes_anything() -> None:
    assert reminder().is_empty
    assert not reminder(plans=(PLAN,)).is_empty
