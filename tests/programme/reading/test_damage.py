"""Reading through damage, and restoring only what has one reading."""

import re

import pytest

from dean06.programme.reading.citations import find_citations
from dean06.programme.reading.damage import Vocabulary, best_label, flat, restore, restore_from, worn
from dean06.programme.reading.headings import columns_of
from dean06.programme.reading.narrative import LABELS


def test_flat_text_keeps_its_length() -> None:
    text = "Đề ÁN 06 – chíp…\nỦy ban"
    assert len(flat(text)) == len(text)
    assert flat(text) == "de an 06 – chip… uy ban"


@pytest.mark.parametrize(
    ("text", "meaning", "rest"),
    [
        ("Mục tiêu: thu hút", "objective", ": thu hút"),
        ("Phân công nhi m v : CAH", "assignment", ": CAH"),
        ("L      ng tri n khai: x", "force", ": x"),
        ("Th i gian hoàn thành: 30/12/2023", "deadline", ": 30/12/2023"),
        ("Công c  tri n khai VNeID", "tools", "VNeID"),
    ],
)
def test_labels_are_known_by_what_is_left_of_them(text: str, meaning: str, rest: str) -> None:
    _, found, end = best_label(text, LABELS)[0]
    assert (found, text[end:].strip()) == (meaning, rest)


def test_words_are_known_with_one_letter_of_each_lost() -> None:
    pattern = re.compile(worn("he thong"))
    assert all(pattern.fullmatch(text) for text in ("he thong", "h  thong", "he th ng", "h   hong"))
    assert not any(pattern.fullmatch(text) for text in ("hethong", "he t  ng", "ha thong"))


def test_a_letter_is_restored_where_one_word_of_the_document_fits() -> None:
    words = Vocabulary(["Nhóm nhóm NHÓM chíp chíp chép chép"])
    assert restore("Nh m tiện ích", words) == "Nhóm tiện ích"
    assert restore("gắn ch p điện tử", words) == "gắn ch p điện tử"


def test_words_are_restored_from_the_other_annex_when_they_fit_the_room() -> None:
    assert restore_from("quản l lưu tr trên     h h đường dài", "quản lý lưu trú trên xe khách đường dài") == (
        "quản lý lưu trú trên xe khách đường dài"
    )
    assert restore_from("Camera AI kiểm soát", "Camera AI giải pháp kiểm soát") == "Camera AI kiểm soát"


def test_a_first_letter_is_restored_where_the_fragment_is_no_word() -> None:
    words = Vocabulary(["Kiosk tự phục vụ; kiosk;  iosk tự động;  iosk"])
    assert restore("iosk tự động", words) == "Kiosk tự động"
    assert restore("phục vụ", words) == "phục vụ"


def test_a_citation_is_known_with_letters_lost_from_its_kind() -> None:
    whole, worn_one = find_citations(
        "Kế hoạch số 57/KH-UBND ngày 12/8/2025; làm theo Kế  oạch  ố 75/KH-UBND ngày 12/8/2025"
    )
    assert (whole.kind, worn_one.kind) == ("Kế hoạch", "Kế hoạch")
    assert (worn_one.number, worn_one.issued_on) == ("75", whole.issued_on)
    assert find_citations("Kế ho ch ngày 12/8/2025") == []


@pytest.mark.parametrize(
    ("heading", "has_force"),
    [("    l ợng\ntriển  h i", True), ("Lực lượng", True), ("triển khai", False), ("", False)],
)
def test_what_is_left_of_the_heading_of_the_force_is_a_column(heading: str, has_force: bool) -> None:
    columns, _ = columns_of(
        ["TT", "Mô hình", "Phân công thực hiện", "Thời hạn", "Nền tảng", "Chủ trì", "Phối hợp", heading]
    )
    assert ("force" in columns) is has_force
    assert {"lead", "coordinate", "deadline", "tools"} <= set(columns)
