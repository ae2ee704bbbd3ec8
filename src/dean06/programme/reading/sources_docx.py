"""Text and tables of a Word file, in the order of the document."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from dean06.programme.reading.errors import ReadingError
from dean06.programme.reading.sources import MAX_FILE_BYTES, Cell, Composer, Grid, Source

# A Word file is a zip; what it unpacks to must stay within reason (zip bomb).
MAX_UNPACKED_BYTES = 8 * MAX_FILE_BYTES
MAX_TABLE_CELLS = 20_000
# Tables in cells of tables: deeper than this nobody lays out a page.
MAX_NESTING = 4
# A table in a cell with so many columns may be the plan itself, laid out inside a frame; a narrower one is a list.
MIN_PLAN_COLUMNS = 3


def load_docx(data: bytes, name: str) -> Source:
    """Paragraphs and tables of the body. Raises ReadingError for a broken, encrypted or foreign file."""
    import docx

    _check_zip(data)
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = list(document.iter_inner_content())
    except Exception as error:  # python-docx raises many kinds for a damaged package; all mean the same to a clerk
        raise ReadingError("Tệp Word bị hỏng, không mở được. Hãy mở bằng Word và lưu lại.", "broken_file") from error
    composer = Composer()
    grids: list[Grid] = []
    for block in blocks:
        if hasattr(block, "rows"):
            grids.extend(_grids(block, composer))
        else:
            for line in block.text.split("\n"):
                composer.write(line)
    if not composer.text.strip():
        raise ReadingError("Tệp Word không có chữ nào (có thể chỉ chứa ảnh chụp). Hãy nhập bản có chữ.", "empty_file")
    return Source(name, composer.text, tuple(grids))


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            size = sum(info.file_size for info in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadingError("Tệp Word bị hỏng, không mở được. Hãy lưu lại rồi nhập.", "broken_file") from error
    if "word/document.xml" not in names:
        raise ReadingError(
            "Tệp nén này không phải văn bản Word (.docx). Hãy chọn tệp .txt, .docx hoặc .pdf.", "wrong_type"
        )
    if size > MAX_UNPACKED_BYTES:
        raise ReadingError("Tệp Word bung ra quá lớn. Hãy tách phần công văn ra tệp riêng.", "too_large")


def _grids(table: Any, composer: Composer, depth: int = 0) -> Iterator[Grid]:
    """The table and the wide tables inside its cells, each as a table of its own."""
    if depth > MAX_NESTING:
        return
    rows: list[tuple[Cell, ...]] = []
    grids: list[Grid] = []
    # Merged places share one element, and only that tells them apart from equal words. The elements themselves are
    # the keys: kept alive, because the identity of a dropped one is given to the next.
    written: dict[Any, Cell] = {}
    count = 0
    for row in table.rows:
        cells: list[Cell] = []
        for cell in row.cells:
            count += 1
            if count > MAX_TABLE_CELLS:
                raise ReadingError("Bảng trong tệp Word quá lớn. Hãy chỉ giữ bảng phân công.", "too_large")
            key = cell._tc
            if key not in written:
                inner: list[Any] = []
                written[key] = composer.cell("\n".join(_lines(cell, inner)))
                for nested in inner:
                    grids.extend(_grids(nested, composer, depth + 1))
            cells.append(written[key])
        if cells:
            rows.append(tuple(cells))
    if rows:
        yield Grid(tuple(rows))
    yield from grids


def _lines(cell: Any, plans: list[Any], depth: int = 0) -> Iterator[str]:
    """The lines of a cell, those of small tables in it included; wide tables in it are put into ``plans``."""
    for block in cell.iter_inner_content():
        if not hasattr(block, "rows"):
            yield block.text
        elif len(block.columns) >= MIN_PLAN_COLUMNS:
            plans.append(block)
        elif depth < MAX_NESTING:
            # Merged places share one element.
            inner = {place._tc: place for row in block.rows for place in row.cells}
            for place in inner.values():
                yield from _lines(place, plans, depth + 1)
