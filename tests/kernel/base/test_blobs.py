"""The store of files."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from dean06.kernel.base import blobs
from dean06.kernel.base.errors import Invalid, NotFound

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Any) -> Path:
    settings.STATE = tmp_path
    return tmp_path / "blobs"


def put(content: bytes, *, max_bytes: int = MEGABYTE) -> blobs.BlobRef:
    return blobs.put(io.BytesIO(content), max_bytes=max_bytes, name="kế hoạch.pdf")


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_content_is_found_again_by_its_digest(root: Path) -> None:
    content = b"evidence" * 100_000
    ref = put(content)
    assert ref == blobs.BlobRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    with blobs.open_blob(ref.sha256) as file:
        assert file.read() == content
    assert [path.stat().st_mode & 0o077 for path in files_in(root)] == [0]


def test_the_same_content_is_kept_once_and_nothing_is_left_over(root: Path) -> None:
    assert put(b"one") == put(b"one")
    assert len(files_in(root)) == 1


def test_the_limit_is_inclusive_and_reading_stops_at_it(root: Path) -> None:
    class Endless:
        read_bytes = 0

        def read(self, size: int) -> bytes:
            self.read_bytes += size
            return b"x" * size

    assert put(b"x" * 10, max_bytes=10).size == 10
    stream = Endless()
    with pytest.raises(Invalid, match=r"kế hoạch.*1 MB") as refusal:
        blobs.put(stream, max_bytes=MEGABYTE, name="kế hoạch.pdf")
    assert refusal.value.code == "file_too_large"
    assert stream.read_bytes <= MEGABYTE + blobs.CHUNK_BYTES
    assert len(files_in(root)) == 1


def test_an_empty_file_and_a_broken_upload_leave_nothing(root: Path) -> None:
    class Broken:
        def read(self, size: int) -> bytes:
            raise ConnectionResetError

    with pytest.raises(Invalid) as refusal:
        put(b"")
    assert refusal.value.code == "file_empty"
    with pytest.raises(ConnectionResetError):
        blobs.put(Broken(), max_bytes=MEGABYTE, name="x")
    assert files_in(root) == []


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64, "0" * 64 + "\n"])
def test_only_digests_are_names(name: str) -> None:
    with pytest.raises(NotFound):
        blobs.open_blob(name)


def office(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def archive(**entries: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (b"%PDF-1.7\n...", blobs.PDF),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"GIF89a...", "image/gif"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "application/x-ole-storage"),
        ("Công văn số 06".encode(), blobs.TEXT),
        ("\ufeffCông văn".encode(), blobs.TEXT),
        ("Công văn".encode("utf-16"), blobs.TEXT),
        (b"MZ\x90\x00\x03", None),
        (b"\x00\x01\x02", None),
        (b"\xff\xfe\x00", None),
        (b"", None),
    ],
)
def test_types_are_told_by_the_first_bytes(content: bytes, mime: str | None) -> None:
    assert blobs.sniff_type(content) == mime


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_letter_cut_in_the_middle_is_still_text(cut: int) -> None:
    assert blobs.sniff_type("Đề án về".encode()[:cut]) == (blobs.TEXT if cut > 1 else None)


def test_office_files_are_told_apart() -> None:
    word, sheet, plain = office(docx.Document()), office(openpyxl.Workbook()), archive(note="x")
    assert blobs.sniff_type(word[: blobs.SNIFF_BYTES]) == blobs.DOCX
    assert [blobs.type_of(put(content).sha256) for content in (word, sheet, plain)] == [
        blobs.DOCX,
        blobs.XLSX,
        blobs.ZIP,
    ]
    assert blobs.type_of(put(word[: len(word) // 2]).sha256) is None
