"""Evidence coming in: how many, how large, of what kind, and no lies about it."""

from io import BytesIO

import pytest

from dean06.kernel.base.errors import Invalid
from dean06.kernel.documents import api as documents
from dean06.programme.services import files
from dean06.programme.services.files import IncomingFile, store

from .conftest import proof

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def file(name, data, size=None):
    return IncomingFile(name, BytesIO(data), len(data) if size is None else size)


def test_is_kept_by_its_content():
    (kept,) = store([proof("Biên bản", "thu-muc/biên bản.TXT")])
    assert (kept.name, kept.media_type, kept.size) == ("biên bản.TXT", "text/plain", len("Biên bản".encode()))
    with documents.open_file(kept.sha256) as stream:
        assert stream.read().decode() == "Biên bản"


@pytest.mark.parametrize(
    ("incoming", "words"),
    [
        (file("lời.exe", b"MZ" + b"\x00" * 40), "không thuộc loại nhận được"),
        (file("không-đuôi", b"abc"), "không thuộc loại nhận được"),
        (file("trang.html", b"<script>"), "không thuộc loại nhận được"),
        (file("báo-cáo.pdf", PNG), "không đúng với đuôi tên"),
        (file("ảnh.png", PDF), "không đúng với đuôi tên"),
        (file("ảnh.jpg", b"xin chao"), "không đúng với đuôi tên"),
        (file("văn-bản.docx", b"PK\x03\x04" + b"\x00" * 60), "không đúng với đuôi tên"),
        (file("văn-bản.txt", b"\x00\x01\x02"), "không đúng với đuôi tên"),
        (file("rỗng.pdf", b""), "trống"),
        (file("to.pdf", PDF, size=files.MAX_FILE_BYTES + 1), "lớn hơn 20 MB"),
    ],
)
def test_is_refused_by_name_with_the_remedy(incoming, words):
    with pytest.raises(Invalid, match=words) as refusal:
        store([incoming])
    assert refusal.value.field == "files"
    assert incoming.name in refusal.value.message


def test_a_size_that_lies_is_found_while_reading(monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 64)
    with pytest.raises(Invalid, match="lớn hơn") as refusal:
        store([file("to.pdf", PDF + b"x" * 200, size=10)])
    assert refusal.value.field == "files"


def test_not_more_than_a_handful():
    with pytest.raises(Invalid, match="tối đa 10 tệp"):
        store([proof() for _ in range(files.MAX_FILES + 1)])


def test_nothing_is_kept_when_one_of_them_is_refused(tmp_path, settings):
    settings.STATE = str(tmp_path)
    with pytest.raises(Invalid):
        store([proof(), file("xấu.exe", b"MZ")])
    assert not list(tmp_path.rglob("blobs/??/*"))
