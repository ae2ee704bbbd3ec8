"""The PDF, read by programs that are not ours."""

import io
import re
from dataclasses import replace

import pdfplumber
import pypdf
import pytest
from tests.programme.papers.figures import OFFICE, pdf_text, reminder, task_debt, weekly

from dean06.programme.papers import pdf_bytes
from dean06.programme.papers.reminder import PlanDebt, UnitDebt, reminder_paper
from dean06.programme.papers.weekly import weekly_paper
from dean06.programme.papers.words import body
from dean06.ui import fonts

MM = 72 / 25.4


@pytest.fixture(scope="module")
def report() -> bytes:
    return pdf_bytes(weekly_paper(weekly(), OFFICE))


@pytest.fixture(scope="module")
def letter() -> bytes:
    many = tuple(task_debt(number) for number in range(1, 40))
    unit = UnitDebt(code="phong-y-te", name="Phòng Y tế", tasks=many)
    plan = PlanDebt(code="phong-noi-vu", name="Phòng Nội vụ", state="Chưa gửi")
    return pdf_bytes(reminder_paper(reminder(units=(unit,), plans=(plan,)), OFFICE))


def test_page_margins_and_fonts(report: bytes) -> None:
    with pdfplumber.open(io.BytesIO(report)) as document:
        page = document.pages[0]
        assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
        inked = [char for char in page.chars if char["text"].strip()]
        assert min(char["x0"] for char in inked) >= 30 * MM - 1
        assert max(char["x1"] for char in inked) <= (210 - 15) * MM + 1
        assert {char["fontname"].partition("+")[2].partition("-")[0] for char in inked} == {"Tinos"}


@pytest.mark.parametrize(
    ("words", "size"),
    [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13), ("Độc lập - Tự do - Hạnh phúc", 14), ("Thực hiện Công văn", 14)],
)
def test_sizes(report: bytes, words: str, size: int) -> None:
    with pdfplumber.open(io.BytesIO(report)) as document:
        found = document.pages[0].search(re.escape(words))
    assert found, words
    assert {round(char["size"]) for char in found[0]["chars"]} == {size}


def test_a_rule_as_long_as_the_motto(report: bytes) -> None:
    with pdfplumber.open(io.BytesIO(report)) as document:
        page = document.pages[0]
        motto = page.search("Độc lập - Tự do - Hạnh phúc")[0]
        below = [line for line in page.lines if 0 < line["top"] - motto["bottom"] < 8 and line["x0"] > 90 * MM]
    assert len(below) == 1
    assert below[0]["x1"] - below[0]["x0"] == pytest.approx(motto["x1"] - motto["x0"], abs=2)


def test_page_numbers_from_page_two_and_again_in_every_annex(letter: bytes) -> None:
    with pdfplumber.open(io.BytesIO(letter)) as document:
        tops = [page.crop((0, 0, page.width, 17 * MM)).extract_text().strip() for page in document.pages]
        firsts = [
            place for place, page in enumerate(document.pages) if (page.extract_text() or "").startswith("PHỤ LỤC")
        ]
    assert tops[0] == ""
    assert len(firsts) == 2
    assert [tops[place] for place in firsts] == ["", ""]
    assert tops[firsts[0] + 1] == "2", "the long annex goes on with page 2"


def test_the_file_is_dated_by_its_paper_embeds_its_fonts_and_is_always_the_same(report: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(report))
    assert reader.metadata.creation_date.date().isoformat() == "2024-01-12"
    assert reader.metadata.title.startswith("BÁO CÁO Tiến độ")
    assert b"pdfaid" in reader.trailer["/Root"]["/Metadata"].get_data(), "fit for an archive: PDF/A"
    assert reader.trailer["/Root"]["/Lang"].startswith("vi")
    assert report == pdf_bytes(weekly_paper(weekly(), OFFICE))


def test_long_lists_break_over_pages_without_losing_rows(letter: bytes) -> None:
    text = pdf_text(letter)
    assert all(f"Nhiệm vụ thử {number} " in text for number in range(1, 40))


def test_without_fonts_the_operator_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(fonts, "DIRECTORY", tmp_path)
    with pytest.raises(FileNotFoundError, match="npm run build"):
        pdf_bytes(weekly_paper(weekly(), OFFICE))


@pytest.mark.parametrize("lines", range(18, 30))
def test_the_signature_never_stands_alone_on_a_page(lines: int) -> None:
    paper = reminder_paper(reminder(units=(UnitDebt(code="u", name="Phòng Y tế", tasks=(task_debt(),)),)), OFFICE)
    filler = tuple(body(f"Dòng {line}.") for line in range(lines))
    data = pdf_bytes(replace(paper, body=(*filler, body("Đoạn cuối./.")), annexes=()))
    signed = next(page for page in pypdf.PdfReader(io.BytesIO(data)).pages if "Nơi nhận" in page.extract_text())
    assert "Đoạn cuối" in signed.extract_text()
