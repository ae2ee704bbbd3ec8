"""Files the import page cannot take: each is refused at its field in words that say what was found and what to do."""

import io
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dean06.programme.models import Directive
from dean06.programme.sample import generate, load
from dean06.programme.sample.broken_pdf import locked, scan_of
from dean06.programme.sample.printing import pdf_of

URL = "/chi-dao/nhap/"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LETTER = "Kính mời các đồng chí dự họp giao ban tháng 12 tại hội trường, nội dung như tài liệu gửi kèm."


def excel() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", b"<x/>")
    return out.getvalue()


def answer_to(browser, name: str, data: bytes) -> str:
    form = {"file": SimpleUploadedFile(name, data, "application/octet-stream"), "received_on": "27/11/2023"}
    answer = browser.post(URL, form)
    assert answer.status_code == 422, answer.content.decode()[:1500]
    return unescape(answer.content.decode())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_of(load("son_giang"), seed=1)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("trong.txt", b"", ("Tệp này trống", "Hãy chọn lại")),
        ("trang.txt", b" \r\n\t \n", ("Tệp rỗng", "Hãy kiểm tra lại")),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, ("Tệp kiểu “.png”", "Chỉ nhận")),
        ("cu.doc", OLD_WORD + b"rest", ("Word kiểu cũ", "lưu lại thành .docx")),
        ("bang.xlsx", excel(), ("không phải văn bản Word", "Hãy chọn tệp .txt, .docx hoặc .pdf")),
        ("hong.docx", b"PK\x03\x04 hong", ("bị hỏng", "Hãy lưu lại")),
        ("hong.pdf", b"%PDF-1.4 hong", ("bị hỏng", "Hãy xuất lại")),
        ("ten.pdf", b"chu thuong", ("không phải PDF", "Hãy xuất lại")),
        ("nhi-phan.txt", bytes(range(32)) * 20, ("dữ liệu nhị phân", "Hãy chọn tệp")),
        (
            "giay-moi.txt",
            LETTER.encode(),
            ("Không nhận ra đây là công văn giao nhiệm vụ", "Cần một công văn có phụ lục"),
        ),
    ],
)
def test_what_is_no_dispatch(tracker, directive, name, data, words):
    text = answer_to(tracker, name, data)
    assert [part for part in words if part not in text] == []
    assert Directive.objects.count() == 1


def test_a_locked_pdf(tracker, directive, pdf):
    text = answer_to(tracker, "khoa.pdf", locked(pdf, "mat-khau"))
    assert "đặt mật khẩu" in text
    assert "Hãy bỏ mật khẩu" in text


def test_a_scan(tracker, directive, pdf):
    text = answer_to(tracker, "quet.pdf", scan_of(pdf))
    assert "bản quét" in text
    assert "Hãy nhận dạng chữ (OCR) hoặc nhập bản Word" in text


def test_a_file_too_large_says_what_belongs_into_it(tracker, directive, monkeypatch):
    from dean06.programme.forms import ImportForm

    monkeypatch.setattr(ImportForm.base_fields["file"], "max_bytes", 10)
    text = answer_to(tracker, "to.pdf", b"%PDF-" + b"x" * 100)
    assert "quá mức" in text
    assert "Hãy" in text


def test_signs_no_database_keeps(tracker, directive):
    """A stray zero byte, as broken fonts of a PDF leave it, is no reason to refuse the dispatch or to fall over."""
    text = generate(load("son_giang"), seed=81).replace(" và ", " và\0 ", 3)
    form = {"file": SimpleUploadedFile("cv.txt", text.encode(), "text/plain"), "received_on": "27/11/2023"}
    assert tracker.post(URL, form).status_code == 302
    assert "\0" not in Directive.objects.latest("received_on", "pk").source_text
