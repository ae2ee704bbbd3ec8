"""From the bytes of a .txt, .docx or .pdf file to text, with the cells of real tables where the format has them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from dean06.kernel.base.legacy import to_unicode
from dean06.programme.reading.errors import ReadingError
from dean06.programme.reading.model import Span
from dean06.programme.reading.normal import normal

# A dispatch with two annexes is some tens of kilobytes; a scan of fifty pages some tens of megabytes.
MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_TEXT_CHARS = 2_000_000
# Share of control characters above which bytes called .txt are no text.
MAX_CONTROL_SHARE = 0.01
# Zero bytes and halves of surrogate pairs, which broken fonts of a PDF leave behind.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell and where its words stand in the text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """A real table: rows of cells; a merged cell is repeated in every place it covers."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def span(self) -> Span:
        """From the first character of the table to the last."""
        cells = [cell for row in self.rows for cell in row if cell.span.end] or [self.rows[0][0]]
        return Span(min(c.span.start for c in cells), max(c.span.end for c in cells))


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, its real tables, and how it was encoded."""

    name: str
    text: str
    grids: tuple[Grid, ...] = ()
    encoding: str = "unicode"


class Composer:
    """Writes extracted pieces into one text and knows where each landed."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0

    def write(self, text: str) -> Span:
        """Append ``text`` in normal form and a line end; the span covers the text alone."""
        text = normal(storable(text))
        start = self.length
        if start + len(text) > MAX_TEXT_CHARS:
            raise too_long()
        self._pieces.append(text + "\n")
        self.length += len(text) + 1
        return Span(start, start + len(text))

    def cell(self, text: str) -> "Cell":
        """A cell with its words in normal form, written like any other text."""
        words = normal(storable(text))
        return Cell(words, self.write(words))

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._pieces)


def load(data: bytes, filename: str) -> Source:
    """The text of ``data``. Raises ReadingError: empty, too large, wrong type, encrypted, scanned, broken."""
    if len(data) > MAX_FILE_BYTES:
        raise ReadingError(
            f"Tệp nặng {len(data) / 2**20:.1f} MB, quá giới hạn {MAX_FILE_BYTES // 2**20} MB. "
            "Hãy tách phần công văn và phụ lục ra tệp riêng rồi nhập lại.",
            "too_large",
        )
    if not data.strip():
        raise ReadingError("Tệp rỗng, không có nội dung nào. Hãy kiểm tra lại tệp đã chọn.", "empty_file")
    source = _reader(data, filename)(data, PurePath(filename).name)
    if len(source.text) > MAX_TEXT_CHARS:
        raise too_long()
    return source


def storable(text: str) -> str:
    """``text`` with blanks for the signs no database takes; same length, so offsets stay true."""
    return _UNSTORABLE.sub(" ", text)


def too_long() -> ReadingError:
    """More text than any dispatch has."""
    return ReadingError(
        f"Văn bản dài hơn {MAX_TEXT_CHARS:,} ký tự, không phải một công văn. Hãy chỉ nhập công văn và phụ lục.".replace(
            ",", "."
        ),
        "too_long",
    )


def _reader(data: bytes, filename: str) -> Callable[[bytes, str], Source]:
    """By content first: the name of a file is only what somebody called it."""
    from dean06.programme.reading.sources_docx import load_docx
    from dean06.programme.reading.sources_pdf import load_pdf

    suffix = PurePath(filename).suffix.lower()
    if data.lstrip()[:5] == b"%PDF-":
        return load_pdf
    if data[:4] == b"PK\x03\x04":
        return load_docx
    if data.startswith(OLE_HEAD) or suffix == ".doc":
        raise _wrong_type("Tệp Word kiểu cũ (.doc)", "Hãy mở bằng Word, lưu lại thành .docx rồi nhập.")
    if suffix == ".pdf":
        raise ReadingError("Tệp mang tên .pdf nhưng không phải PDF. Hãy xuất lại tệp PDF rồi nhập.", "broken_file")
    if suffix == ".docx":
        raise ReadingError("Tệp mang tên .docx nhưng không phải Word. Hãy lưu lại tệp rồi nhập.", "broken_file")
    if suffix not in ("", ".txt", ".text"):
        raise _wrong_type(f"Tệp kiểu “{suffix}”", "Chỉ nhận công văn dạng .txt, .docx hoặc .pdf có lớp chữ.")
    return load_txt


def _wrong_type(found: str, advice: str) -> ReadingError:
    return ReadingError(f"{found} không đọc được. {advice}", "wrong_type")


def load_txt(data: bytes, name: str) -> Source:
    """Plain text in UTF-8, UTF-16 or an old one-byte Vietnamese encoding."""
    text = storable(_decode(data))
    controls = sum(1 for c in text if ord(c) < 32 and c not in "\t\n\r\f\v")
    if controls > MAX_CONTROL_SHARE * len(text):
        raise _wrong_type("Tệp không phải văn bản (chứa dữ liệu nhị phân)", "Hãy chọn tệp .txt, .docx hoặc .pdf.")
    if text.isascii():
        return Source(name, text)
    converted, encoding = to_unicode(text)
    # Spans must fit the text as it came, so only a real change of encoding replaces it.
    return Source(name, text if encoding == "unicode" else converted, encoding=encoding)


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # TCVN3 and VNI files are bytes of the Western code page; five of its places are empty and become spaces.
    return data.decode("cp1252", errors="replace").replace("\ufffd", " ")
