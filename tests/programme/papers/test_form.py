"""Fixed words of administrative documents (NĐ 30/2020, Annex I)."""

from datetime import date

import pytest

from dean06.programme.papers import form
from dean06.ui import fonts


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 2, 5), "Đức Thọ, ngày 05 tháng 02 năm 2024"),
        (date(2024, 1, 10), "Đức Thọ, ngày 10 tháng 01 năm 2024"),
        (date(2024, 3, 9), "Đức Thọ, ngày 09 tháng 3 năm 2024"),
        (date(2023, 12, 15), "Đức Thọ, ngày 15 tháng 12 năm 2023"),
    ],
)
def test_days_below_ten_and_the_first_two_months_take_a_zero(day: date, text: str) -> None:
    assert form.place_and_date("Đức Thọ", day) == text


def test_the_number_is_left_to_the_registry() -> None:
    number = form.blank_number("BC-TCTĐA06")
    assert number.startswith("Số:")
    assert number.endswith("/BC-TCTĐA06")
    assert number.removeprefix("Số:").removesuffix("/BC-TCTĐA06").isspace()


def test_lists_end_with_a_full_stop() -> None:
    assert form.listed_lines(["Như trên", "Lưu: VT"]) == ["- Như trên;", "- Lưu: VT."]
    assert form.listed_lines([]) == []


def test_measures_lie_within_the_decree() -> None:
    assert 20 <= form.MARGIN_TOP <= 25
    assert 20 <= form.MARGIN_BOTTOM <= 25
    assert 30 <= form.MARGIN_LEFT <= 35
    assert 15 <= form.MARGIN_RIGHT <= 20
    assert 10 <= form.FIRST_LINE <= 12.7
    assert 13 <= form.BODY_SIZE <= 14
    assert 12 <= form.STATE_SIZE <= 13 <= form.MOTTO_SIZE <= 14
    assert form.PARAGRAPH_GAP >= 6
    assert 1 <= form.LINES <= 1.5


def test_the_rule_below_the_motto_is_as_long_as_the_motto() -> None:
    from PIL import ImageFont

    face = ImageFont.truetype(fonts.directory() / "Tinos-Bold.ttf", 1000)
    name, motto = (face.getlength(line) / 1000 * 25.4 / 72 for line in form.MOTTO)
    assert motto * form.MOTTO_SIZE == pytest.approx(form.MOTTO_RULE, abs=0.5)
    room = form.PAGE_WIDTH - form.MARGIN_LEFT - form.MARGIN_RIGHT - form.ISSUER_BOX
    assert name * form.STATE_SIZE < room, "the national name stands on one line"
