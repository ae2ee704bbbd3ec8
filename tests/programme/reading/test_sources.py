"""Files that are no dispatch: a stable code, and a message that says what was found and what to do."""

import io
import zipfile
from pathlib import Path

import pytest

from dean06.programme.reading import ReadingError, read_bytes, read_file
from dean06.programme.reading.sources import MAX_FILE_BYTES, load_txt


def refused(data: bytes, name: str) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, name)
    assert caught.value.message_vi == str(caught.value)
    return caught.value


def pdf(content: str, *, encrypt: str = "") -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(width=400, height=400)
    stream = DecodedStreamObject()
    stream.set_data(content.encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    if encrypt:
        writer.encrypt(encrypt, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in names.items():
            package.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty_file"),
        (b" \n\t ", "a.txt", "empty_file"),
        (b"x" * (MAX_FILE_BYTES + 1), "a.txt", "too_large"),
        (b"\x89PNG\r\n\x1a\n....", "a.png", "wrong_type"),
        (b"\x00\x01\x02\x03" * 50, "a.txt", "wrong_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.doc", "wrong_type"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "a.xlsx", "wrong_type"),
        (b"PK\x03\x04broken", "a.docx", "broken_file"),
        (zipped({"word/document.xml": b"<x/>"}), "a.docx", "broken_file"),
        (b"no zip at all", "a.docx", "broken_file"),
        (b"%PDF-1.7 broken", "a.pdf", "broken_file"),
        (b"no pdf at all", "a.pdf", "broken_file"),
        (pdf(""), "a.pdf", "scanned_pdf"),
        (pdf("", encrypt="secret"), "a.pdf", "encrypted_pdf"),
        ("Thực đơn hôm nay: cơm, canh chua, cá kho tộ và rau muống xào tỏi.".encode(), "a.txt", "not_a_dispatch"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refusals(data: bytes, name: str, code: str) -> None:
    assert refused(data, name).code == code


def test_a_word_file_of_pictures_only_is_refused() -> None:
    import docx

    out = io.BytesIO()
    docx.Document().save(out)
    assert refused(out.getvalue(), "a.docx").code == "empty_file"


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 10)
    with pytest.raises(ReadingError) as caught:
        read_file(path)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_give_the_same_text(encoding: str) -> None:
    text = "Giao Công an huyện chủ trì\r\nPhòng Y tế phối hợp"
    assert load_txt(text.encode(encoding), "a.txt").text == text


def test_a_file_typed_with_an_old_font_is_converted() -> None:
    from dean06.kernel.base.legacy import from_tcvn3

    typed = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc, uû ban nh©n d©n huyÖn"
    source = load_txt(typed.encode("cp1252"), "a.txt")
    assert (source.encoding, source.text) == ("tcvn3", from_tcvn3(typed))
