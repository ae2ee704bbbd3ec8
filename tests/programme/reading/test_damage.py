"""Reading through damage, and restoring only what has one reading."""

import re

import pytest

from dean06.programme.reading.damage import Vocabulary, best_label, flat, restore, restore_from, worn
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
