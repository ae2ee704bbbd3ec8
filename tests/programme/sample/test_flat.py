"""The flattened text: reproducible, complete, and damaged the way extraction damages."""

import re

import pytest

from dean06.programme.papers import BOLD, LABEL, Para, Run
from dean06.programme.sample import DAMAGES, LAYOUTS, NAMES, STANDARD, generate, load
from dean06.programme.sample.damage import damaged
from dean06.programme.sample.wrapping import wrapped


@pytest.fixture(scope="module")
def real() -> str:
    return generate(load(), damage=DAMAGES["real"], seed=6)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_same_seed_writes_the_same_text(real: str) -> None:
    assert generate(load(), damage=DAMAGES["real"], seed=6) == real
    assert generate(load(), damage=DAMAGES["real"], seed=7) != real


def test_the_letterhead_follows_the_body_in_mid_sentence(real: str) -> None:
    assert real.index("Kính gửi") < real.index("1. Triển khai thêm") < real.index("Số:          /UBND-CA")
    assert re.search(r"năm 2023 \n [a-zđ]", real), "the body goes on in mid-sentence after the date"


def test_the_letterhead_comes_first_where_the_office_prints_it_first() -> None:
    text = generate(load(), layout=LAYOUTS["plain_titles"])
    assert text.index("UBND-CA") < text.index("Kính gửi")


def test_headings_of_the_table_come_back_on_every_page(real: str) -> None:
    table = real[real.index("BẢNG PHÂN CÔNG") :]
    pages = table.count("\n TT")
    assert pages >= 2
    assert len(re.findall(r"Chủ trì *\n?Phối hợp", table)) == pages + 1


def test_a_row_is_cut_by_the_end_of_a_page(real: str) -> None:
    """After the repeated heading no new number begins: the row before it goes on."""
    table = real[real.index("BẢNG PHÂN CÔNG") :]
    after_heading = [squeezed(page) for page in table.split("\n TT")[1:]]
    resumed = [page for page in after_heading if not re.search(r"tri.n .h.i (?:\d+ |[IVX]+ )", page[:140])]
    assert resumed


def test_damage_loses_letters_and_never_a_figure(real: str) -> None:
    clean = generate(load(), seed=6)
    assert re.search(r"\d\.\d\.? +n +n? +i n +h i", real), "a label worn down to a few letters"
    assert "đ ng" in real
    assert " ô hình" in real
    assert sorted(re.findall(r"\d+", re.sub(r"TT\b", "", real))) == sorted(re.findall(r"\d+", clean))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_printed_as_often_as_its_layout_says(name: str, layout: object) -> None:
    facts = load(name)
    text = squeezed(generate(facts, layout=layout))
    for pilot in facts.pilots:
        times = int(bool(pilot.narrative and layout.narrative)) + int(bool(pilot.table and layout.table))
        word = f"{facts.annex.item_word} {pilot.number}: "
        printed = len(re.findall(rf"(?<!\w){re.escape(word)}", text))
        if layout.item_word_in_titles and pilot.number > 1:
            assert printed == times
        elif not layout.item_word_in_titles:
            assert printed == 0


def test_without_damage_every_title_reads_whole() -> None:
    text = squeezed(generate(load(), layout=LAYOUTS["no_table"]))
    assert all(pilot.narrative.title in text for pilot in load().pilots if pilot.narrative)


def test_a_merged_column_names_lead_and_coordinators() -> None:
    text = squeezed(generate(load(), layout=LAYOUTS["merged"]))
    assert "Đơn vị chủ trì, phối hợp" in text
    assert "Đề nghị Cục CS QLHC về TTXH chủ trì; phối hợp: Phòng VHTT" in text


def test_damaged_keeps_length_numbers_and_numerals() -> None:
    from random import Random

    para = Para((Run("12.3. Lực lượng triển khai:", LABEL), Run(" Mô hình 5: 30/12/2023, Quý I/2024", BOLD)))
    for seed in range(50):
        worn = damaged(para, DAMAGES["heavy"], Random(seed))
        assert len(worn) == len(para.text)
        assert worn.startswith("12.3")
        assert "30/12/2023" in worn
        assert "I/2024" in worn
    assert damaged(para, None, Random(0)) == para.text


def test_wrapping_measures_words_and_prints_the_damaged_line() -> None:
    assert wrapped("một hai ba", 7) == ["một hai", "ba"]
    assert wrapped("một hai ba", 7, "m t  ai ba") == ["m t  ai", "ba"]
    assert wrapped("quádàimộtchữ x", 4) == ["quádàimộtchữ", "x"]
    assert wrapped("", 10) == []


def test_span_is_only_there_when_the_three_columns_stand_together() -> None:
    assert STANDARD.span == (2, 4)
    assert LAYOUTS["merged"].span is None
    assert LAYOUTS["tools_first"].span is None
