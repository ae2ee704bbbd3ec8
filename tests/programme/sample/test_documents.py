"""The .docx and .pdf of the same facts: NĐ 30/2020 boxes, real tables, and the two PDFs nobody can read."""

from io import BytesIO
from pathlib import Path

import docx
import pdfplumber
import pypdf
import pytest

from dean06.programme.sample import LAYOUTS, NAMES, load
from dean06.programme.sample.__main__ import main
from dean06.programme.sample.broken_pdf import locked, scan_of
from dean06.programme.sample.printing import docx_of, pdf_of


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_of(load(), seed=6)


@pytest.fixture(scope="module")
def letter() -> docx.document.Document:
    return docx.Document(BytesIO(docx_of(load(), seed=6)))


def test_docx_has_the_form_of_the_decree(letter: docx.document.Document) -> None:
    section = letter.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)
    assert letter.styles["Normal"].font.name == "Times New Roman"
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    head = letter.tables[0]
    assert head.cell(0, 1).text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert head.cell(1, 0).text.startswith("Số:")
    assert "V/v" in head.cell(1, 0).text


def test_docx_table_has_a_row_for_every_assignment(letter: docx.document.Document) -> None:
    table = letter.tables[-1]
    numbers = [row.cells[0].text for row in table.rows if row.cells[0].text.isdigit()]
    assert numbers == [str(n) for n in range(1, 24)]
    assert table.cell(0, 2).text == "Phân công thực hiện"
    assert [table.cell(1, c).text for c in (2, 3, 4)] == ["Chủ trì", "Phối hợp", "Lực lượng triển khai"]


def test_docx_of_a_plan_without_a_table() -> None:
    document = docx.Document(BytesIO(docx_of(load("son_giang"), layout=LAYOUTS["no_table"])))
    assert len(document.tables) == 2, "letterhead and signature only"
    assert any(p.text.startswith("14. Nhiệm vụ 14") for p in document.paragraphs)


def test_pdf_has_a_text_layer_and_a_table_over_several_pages(pdf: bytes) -> None:
    with pdfplumber.open(BytesIO(pdf)) as document:
        assert "V/v bổ sung các mô hình điểm" in (document.pages[0].extract_text() or "")
        tables = [table for page in document.pages for table in page.extract_tables() if table[0][0] == "TT"]
    assert len(tables) >= 2
    numbers = [row[0] for table in tables for row in table if row[0] and row[0].isdigit()]
    assert numbers == [str(n) for n in range(1, 24)]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
def test_pdf_of_every_layout(layout: object) -> None:
    assert pdf_of(load("binh_yen"), layout=layout).startswith(b"%PDF-")


def test_a_scan_has_pages_and_no_text(pdf: bytes) -> None:
    with pdfplumber.open(BytesIO(scan_of(pdf))) as document:
        assert len(document.pages) == 2
        assert all(not page.chars and page.images for page in document.pages)


def test_a_locked_pdf_opens_with_its_password_only(pdf: bytes) -> None:
    reader = pypdf.PdfReader(BytesIO(locked(pdf, "bi-mat")))
    assert reader.is_encrypted
    assert not reader.decrypt("sai")
    assert reader.decrypt("bi-mat")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_the_command_writes_every_dispatch_in_every_format(name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"deep/dispatch.{kind}"
    assert main(["--out", str(path), "--facts", name, "--seed", "3"]) == 0
    head = {"txt": b"", "docx": b"PK", "pdf": b"%PDF-"}[kind]
    assert path.read_bytes().startswith(head)
    assert path.stat().st_size > 3000


@pytest.mark.parametrize(
    "arguments", [["--out", "x.odt"], ["--out", "x.pdf", "--damage", "real"], ["--out", "x.txt", "--facts", "nowhere"]]
)
def test_the_command_refuses_what_makes_no_sense(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
