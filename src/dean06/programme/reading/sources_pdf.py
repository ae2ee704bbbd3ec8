"""Text layer and ruled tables of a PDF."""

import io
from collections.abc import Iterator
from typing import Any

from dean06.programme.reading.errors import ReadingError
from dean06.programme.reading.model import Span
from dean06.programme.reading.pdf_columns import grid_of_columns
from dean06.programme.reading.sources import Cell, Composer, Grid, Source, too_long

MAX_PAGES = 200
# A page of a dispatch has hundreds of letters; a scan has none, or a stray stamp.
MIN_LETTERS_A_PAGE = 20
MIN_TABLE_COLUMNS = 3


def load_pdf(data: bytes, name: str) -> Source:
    """Lines and tables page by page. Raises ReadingError: encrypted, scanned without a text layer, broken."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return _read(document, name)
    except ReadingError:
        raise
    except Exception as error:  # pdfminer and pdfplumber raise many kinds for a damaged file
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.__cause__, PDFPasswordIncorrect):
            raise _encrypted() from error
        if any(isinstance(argument, PDFPasswordIncorrect) for argument in error.args):
            raise _encrypted() from error
        raise ReadingError("Tệp PDF bị hỏng, không đọc được. Hãy xuất lại tệp PDF rồi nhập.", "broken_file") from error


def _encrypted() -> ReadingError:
    return ReadingError(
        "Tệp PDF đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu (in ra PDF mới) rồi nhập lại.", "encrypted_pdf"
    )


def _read(document: Any, name: str) -> Source:
    if len(document.pages) > MAX_PAGES:
        raise too_long()
    composer = Composer()
    grids: list[Grid] = []
    for page in document.pages:
        grids.extend(_page(page, composer))
        page.close()
    letters = sum(c.isalpha() for c in composer.text)
    if letters < MIN_LETTERS_A_PAGE * max(1, len(document.pages)) // 2:
        raise ReadingError(
            f"Tệp PDF có {len(document.pages)} trang nhưng hầu như không có chữ ({letters} chữ cái): đây là bản quét "
            "(ảnh chụp). Hãy nhận dạng chữ (OCR) hoặc nhập bản Word.",
            "scanned_pdf",
        )
    return Source(name, composer.text, tuple(grids))


def _page(page: Any, composer: Composer) -> Iterator[Grid]:
    """Text above, between and below the tables in reading order, each table as its cells."""
    tables = [t for t in page.find_tables() if t.rows and max(len(r.cells) for r in t.rows) >= MIN_TABLE_COLUMNS]
    if not tables and (columns := grid_of_columns(page, composer)):
        yield columns
        return
    top = 0.0
    for table in sorted(tables, key=lambda t: t.bbox[1]):
        _write_lines(page, top, table.bbox[1], composer)
        yield from _grid(table, composer)
        top = table.bbox[3]
    _write_lines(page, top, float(page.height), composer)


def _write_lines(page: Any, top: float, bottom: float, composer: Composer) -> None:
    top, bottom = max(top, 0.0), min(bottom, float(page.height))
    if bottom - top < 1:
        return
    lines = (page.crop((0, top, page.width, bottom), strict=False).extract_text() or "").split("\n")
    ends = {0, len(lines) - 1}
    for number, line in enumerate(lines):
        if number in ends and line.strip() == str(page.page_number):
            continue
        composer.write(line)


def _grid(table: Any, composer: Composer) -> Iterator[Grid]:
    boxes: dict[tuple[float, ...], Cell] = {}
    rows: list[tuple[Cell, ...]] = []
    centres = _column_centres(table)
    texts = table.extract()
    for row, words in zip(table.rows, texts, strict=True):
        for box, text in zip(row.cells, words, strict=True):
            if box is not None and tuple(box) not in boxes:
                boxes[tuple(box)] = composer.cell(text or "")
        middle = (row.bbox[1] + row.bbox[3]) / 2
        rows.append(tuple(_covering(boxes, centre, middle) for centre in centres))
    if rows:
        yield Grid(tuple(rows))


def _column_centres(table: Any) -> list[float]:
    """The middle of every column, from its narrowest cell: wide ones are merged with their neighbours."""
    width = max(len(row.cells) for row in table.rows)
    narrowest: list[tuple[float, float]] = [(float("inf"), 0.0)] * width
    for row in table.rows:
        for place, box in enumerate(row.cells):
            if box is not None and box[2] - box[0] < narrowest[place][0]:
                narrowest[place] = (box[2] - box[0], (box[0] + box[2]) / 2)
    return [centre for size, centre in narrowest if size != float("inf")]


def _covering(boxes: dict[tuple[float, ...], Cell], x: float, y: float) -> Cell:
    """The cell drawn over the point, merged cells included."""
    for (left, top, right, bottom), cell in boxes.items():
        if left <= x <= right and top <= y <= bottom:
            return cell
    return Cell("", Span(0, 0))
