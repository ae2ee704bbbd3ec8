"""Figures, days and the directive in words."""

from dataclasses import replace
from datetime import date

import pytest
from tests.programme.papers.figures import CITED

from dean06.programme.papers.words import count, percent_text


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (134, "134")])
def test_counts(number: int, text: str) -> None:
    assert count(number) == text


def test_percent() -> None:
    assert (percent_text(None), percent_text(0), percent_text(40)) == ("-", "0%", "40%")


def test_a_directive_with_number_and_date_is_cited_by_them() -> None:
    whole = replace(CITED, number="87", issued_on=date(2025, 9, 15))
    assert whole.phrase == (
        "Công văn số 87/UBND-CA ngày 15/09/2025 của UBND huyện Đức Thọ về việc bổ sung các mô hình điểm"
    )
    assert "số" not in CITED.phrase.split("của")[0], "what the directive leaves blank is not invented"
