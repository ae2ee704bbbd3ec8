"""Time limits: kind, day, bound, milestones; and nothing invented."""

from datetime import date

import pytest

from dean06.programme.reading.deadlines import expressions, find_in_sentence, read_deadline


@pytest.mark.parametrize(
    ("text", "kind", "day", "bound"),
    [
        ("30/12/2023", "fixed", date(2023, 12, 30), "inclusive"),
        ("trước ngày 03/12/2023", "fixed", date(2023, 12, 3), "exclusive"),
        ("ngày 30 tháng 12 năm 2023", "fixed", date(2023, 12, 30), "inclusive"),
        ("Quý I/2024", "period_end", date(2024, 3, 31), "inclusive"),
        ("Qúy I/2024", "period_end", date(2024, 3, 31), "inclusive"),
        ("Q  ý I/2024", "period_end", date(2024, 3, 31), "inclusive"),
        ("hết Quý II năm 2024", "period_end", date(2024, 6, 30), "inclusive"),
        ("Quý I, II/2024", "period_end", date(2024, 6, 30), "inclusive"),
        ("giai đoạn 01  Qúy I/2024.", "period_end", date(2024, 3, 31), "inclusive"),
        ("Giai đoạn 01 \n\ntrước Quý \n\nI/2024", "before_period", date(2024, 1, 1), "exclusive"),
        ("trước tháng 6/2024", "before_period", date(2024, 6, 1), "exclusive"),
        ("Tháng 2/2024", "period_end", date(2024, 2, 29), "inclusive"),
        ("6 tháng đầu năm 2024", "period_end", date(2024, 6, 30), "inclusive"),
        ("Trong năm \n\n2023", "period_end", date(2023, 12, 31), "inclusive"),
        ("nă  2024", "period_end", date(2024, 12, 31), "inclusive"),
        ("Giai đoạn 2023-2025", "period_end", date(2025, 12, 31), "inclusive"),
        ("từ 01/12/2023 đến 30/12/2023", "fixed", date(2023, 12, 30), "inclusive"),
        ("Giai đoạn 1: 30/6/2024; giai đoạn 2: Quý IV/2024", "period_end", date(2024, 12, 31), "inclusive"),
        ("Trước 31/3/2024, sau đó duy trì thường xuyên", "fixed", date(2024, 3, 31), "exclusive"),
        ("thực hiện thường xuyên", "recurring", None, "inclusive"),
        ("Th  ng xuyên", "recurring", None, "inclusive"),
        ("định kỳ hằng quý", "recurring", None, "inclusive"),
        ("Triển khai ngay sau khi UBND đồng ý chủ trương", "event", None, "inclusive"),
        ("10 ngày kể từ ngày ký ban hành", "event", None, "inclusive"),
        ("theo lộ trình Đề án 06/CP", "roadmap", None, "inclusive"),
        # A letter lost in its place, two where there are two words.
        ("Qu  II/2024", "period_end", date(2024, 6, 30), "inclusive"),
        (" ăm 2024", "period_end", date(2024, 12, 31), "inclusive"),
        ("trước  gày 31/3/2024", "fixed", date(2024, 3, 31), "exclusive"),
        ("Giai đoạn 1: \n31/10/2025; \ngiai  oạn 2: \n31/12/2025", "fixed", date(2025, 12, 31), "inclusive"),
        ("theo l  tr nh Đề án 06/CP", "roadmap", None, "inclusive"),
        (" uý I/2024", "period_end", date(2024, 3, 31), "inclusive"),
        ("6 tháng đầu  ăm 2024", "period_end", date(2024, 6, 30), "inclusive"),
        ("thán  9 năm 2024", "period_end", date(2024, 9, 30), "inclusive"),
        ("15 tháng 3 năm 2025", "fixed", date(2025, 3, 15), "inclusive"),
        ("Giai đoạn 1 năm 2024", "period_end", date(2024, 12, 31), "inclusive"),
        # Some part of the year is meant, and which is lost.
        ("th   9 năm 2024", "none", None, "inclusive"),
        ("cuối năm 2024", "none", None, "inclusive"),
        ("ch p  iện tử ", "none", None, "inclusive"),
        ("Theo chỉ đạo của cấp trên", "none", None, "inclusive"),
        ("31/02/2024", "none", None, "inclusive"),
        ("30/12", "none", None, "inclusive"),
    ],
)
def test_a_deadline_is_read(text: str, kind: str, day: date | None, bound: str) -> None:
    deadline = read_deadline(text)
    assert deadline is not None
    assert (deadline.kind, deadline.date, deadline.bound) == (kind, day, bound)


@pytest.mark.parametrize("text", ["", "  \n", " .;- "])
def test_nothing_is_no_deadline(text: str) -> None:
    assert read_deadline(text) is None


def test_every_milestone_keeps_its_words() -> None:
    text = "Bước 1: 31/5/2024; bước 2: 30/8/2024; bước 3: trước ngày 29/11/2024"
    deadline = read_deadline(text, base=100)
    assert deadline is not None
    assert [m.date for m in deadline.milestones] == [date(2024, 5, 31), date(2024, 8, 30), date(2024, 11, 29)]
    assert [text[m.span.start - 100 : m.span.end - 100] for m in deadline.milestones] == [
        "31/5/2024",
        "30/8/2024",
        "29/11/2024",
    ]
    assert deadline.bound == "exclusive"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("gửi kế hoạch về Công an huyện trước ngày 03/12/2023 để theo dõi", "trước ngày 03/12/2023"),
        ("báo cáo kết quả chậm nhất ngày 20/11/2024.", "chậm nhất ngày 20/11/2024"),
        ("tổng hợp, báo cáo hằng tháng về UBND xã", "hằng tháng"),
        ("rà soát trước ngày 30/4/2025, hoàn thành số hóa trước ngày 31/10/2025.", "trước ngày 31/10/2025"),
        (
            "Thời gian: Giai đoạn 1 (5 trạm): 30/6/2025; còn lại: 15/12/2025.",
            "Giai đoạn 1 (5 trạm): 30/6/2025; còn lại: 15/12/2025",
        ),
    ],
)
def test_a_limit_is_found_in_a_sentence(sentence: str, words: str) -> None:
    deadline = find_in_sentence(sentence)
    assert deadline is not None
    assert sentence[deadline.span.start : deadline.span.end] == words


def test_the_first_of_several_limits_when_asked_for() -> None:
    deadline = find_in_sentence("gửi kế hoạch trước ngày 03/12/2023, báo cáo trước ngày 20/12/2023", takes_first=True)
    assert deadline is not None
    assert deadline.date == date(2023, 12, 3)


def test_the_date_of_a_document_is_no_limit() -> None:
    assert find_in_sentence("thực hiện Kế hoạch số 490/KH-UBND ngày 10/03/2023 của UBND huyện") is None


def test_expressions_take_their_introduction_along() -> None:
    text = "DN \nGiai đoạn 01 \ntrước Quý \nI/2024 \nVNeID"
    assert [text[e.start : e.end] for e in expressions(text)] == ["Giai đoạn 01 \ntrước Quý \nI/2024"]
