"""The Word file, opened again by python-docx, against the form of NĐ 30/2020."""

import io
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from tests.programme.papers.figures import OFFICE, reminder, task_debt, weekly

from dean06.programme.papers import Annex, Paper, docx_bytes
from dean06.programme.papers.reminder import PlanDebt, UnitDebt, reminder_paper
from dean06.programme.papers.weekly import weekly_paper

# The order the schema of Word wants (ECMA-376, part 1, 17.3.1.26 and 17.4.59): Word refuses files that break it.
PARAGRAPH_ORDER = ["pStyle", "keepNext", "keepLines", "pBdr", "shd", "tabs", "spacing", "ind", "jc", "rPr"]
TABLE_ORDER = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]


@pytest.fixture(scope="module")
def report() -> docx.document.Document:
    return docx.Document(io.BytesIO(docx_bytes(weekly_paper(weekly(), OFFICE))))


def letter_paper() -> Paper:
    unit = UnitDebt(code="phong-y-te", name="Phòng Y tế", tasks=(task_debt(),))
    plan = PlanDebt(code="phong-noi-vu", name="Phòng Nội vụ", state="Chưa gửi")
    return reminder_paper(reminder(units=(unit,), plans=(plan,)), OFFICE)


@pytest.fixture(scope="module")
def letter() -> docx.document.Document:
    return docx.Document(io.BytesIO(docx_bytes(letter_paper())))


def test_page_and_margins(report: docx.document.Document) -> None:
    section = report.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_page_number_stands_in_the_middle_of_the_top_from_page_two(report: docx.document.Document) -> None:
    section = report.sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous, "the first page has no number"
    header = section.header.paragraphs[0]
    assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert 'w:instr="PAGE"' in header._p.xml


def test_everything_is_times_new_roman(report: docx.document.Document) -> None:
    style = report.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(14))
    for run in report.element.body.iter(qn("w:rFonts")):
        assert set(run.attrib.values()) == {"Times New Roman"}


def test_boxes_of_a_report(report: docx.document.Document) -> None:
    boxes = report.tables[0]
    issuer = boxes.cell(0, 0).paragraphs
    assert [(p.text, p.runs[0].bold) for p in issuer if p.text] == [
        ("UBND HUYỆN ĐỨC THỌ", False),
        ("TỔ CÔNG TÁC TRIỂN KHAI", True),
        ("ĐỀ ÁN 06", True),
    ]
    state = boxes.cell(0, 1).paragraphs
    assert [(p.text, p.runs[0].font.size) for p in state if p.text] == [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Pt(13)),
        ("Độc lập - Tự do - Hạnh phúc", Pt(14)),
    ]
    assert [len(cell._tc.findall(f".//{qn('w:pBdr')}")) for cell in boxes.rows[0].cells] == [1, 1], "a rule under each"
    assert boxes.cell(1, 0).text.split() == ["Số:", "/BC-TCTĐA06"]
    day = boxes.cell(1, 1).paragraphs[0]
    assert (day.text, day.runs[0].italic) == ("Đức Thọ, ngày 12 tháng 01 năm 2024", True)
    title = next(p for p in report.paragraphs if p.text == "BÁO CÁO")
    assert title.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert title.runs[0].bold


def test_a_letter_has_its_subject_under_the_number(letter: docx.document.Document) -> None:
    number = letter.tables[0].cell(1, 0).paragraphs
    assert [p.text for p in number[1:]] == ["V/v đôn đốc thực hiện", "các mô hình điểm Đề án 06"]
    assert number[1].runs[0].font.size == Pt(12)
    assert not any(p.text == "BÁO CÁO" for p in letter.paragraphs)


def test_body_is_justified_with_an_indented_first_line(report: docx.document.Document) -> None:
    first = next(p for p in report.paragraphs if p.text.startswith("Thực hiện Công văn"))
    layout = first.paragraph_format
    assert first.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert layout.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    assert layout.space_after == Pt(6)
    assert first.runs[0].font.size == Pt(14)


def test_receivers_and_signature(letter: docx.document.Document) -> None:
    boxes = next(t for t in letter.tables if t.cell(0, 0).text.startswith("Nơi nhận:"))
    receivers = boxes.cell(0, 0).paragraphs
    assert receivers[0].runs[0].italic
    assert [receivers[1].text, receivers[-1].text] == ["- Như trên;", "- Lưu: VT."]
    signed = [p.text for p in boxes.cell(0, 1).paragraphs]
    assert signed == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Phó"]
    assert boxes.cell(0, 1).paragraphs[-1].paragraph_format.space_before >= Pt(50), "room for hand and seal"


def test_the_signature_never_stands_alone_on_a_page(letter: docx.document.Document) -> None:
    blocks = list(letter.iter_inner_content())
    place = next(n for n, block in enumerate(blocks) if hasattr(block, "rows") and "Nơi nhận" in block.cell(0, 0).text)
    last, gap = blocks[place - 2], blocks[place - 1]
    assert last.text.endswith("./.")
    assert last.paragraph_format.keep_with_next
    assert gap.paragraph_format.keep_with_next
    assert blocks[place].rows[0]._tr.find(f".//{qn('w:cantSplit')}") is not None


def test_annexes_are_sections_numbered_from_one(letter: docx.document.Document) -> None:
    annexes = list(letter.sections)[1:]
    assert len(annexes) == 2
    for section in annexes:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.different_first_page_header_footer
        assert section.header.is_linked_to_previous


def test_an_annex_may_lie_on_its_side() -> None:
    paper = letter_paper()
    wide = replace(paper, annexes=(Annex(paper.annexes[0].blocks, is_landscape=True),))
    section = docx.Document(io.BytesIO(docx_bytes(wide))).sections[-1]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)


def test_headings_of_a_table_come_again_on_every_page(report: docx.document.Document) -> None:
    table = next(t for t in report.tables if t.cell(0, 0).text == "Số")
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    group = table.rows[1].cells
    assert group[0]._tc is group[-1]._tc, "a group row reaches across"


@pytest.mark.parametrize(
    ("holder", "order"), [("w:pPr", PARAGRAPH_ORDER), ("w:tblPr", TABLE_ORDER)], ids=["paragraphs", "tables"]
)
def test_properties_stand_in_the_order_word_wants(
    report: docx.document.Document, letter: docx.document.Document, holder: str, order: list[str]
) -> None:
    for document in (report, letter):
        for element in document.element.body.iter(qn(holder)):
            names = [child.tag.rpartition("}")[2] for child in element]
            known = [name for name in names if name in order]
            assert known == sorted(known, key=order.index), names


def test_the_file_is_dated_by_its_paper_and_always_the_same(report: docx.document.Document) -> None:
    assert report.core_properties.created == report.core_properties.modified
    assert report.core_properties.created.isoformat().startswith("2024-01-12T00:00:00")
    assert report.core_properties.title.startswith("BÁO CÁO Tiến độ")
    assert docx_bytes(letter_paper()) == docx_bytes(letter_paper())
