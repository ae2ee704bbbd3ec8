"""The store of files: one copy of a content, sealed, found by its digest; types told by bytes."""

import hashlib
import io
import os
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dean06.kernel.base.errors import Invalid, NotFound
from dean06.kernel.documents.keys.sealing import SealBroken
from dean06.kernel.documents.store.files import CHUNK_BYTES, FileRef, open_file, put_file, type_of_file
from dean06.kernel.documents.store.sealed import PIECE_BYTES
from dean06.kernel.documents.store.sniffing import DOCX, PDF, SNIFF_BYTES, TEXT, XLSX, ZIP, sniff_type

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Any) -> Path:
    settings.STATE = tmp_path
    return tmp_path / "blobs"


def put(content: bytes, *, max_bytes: int = MEGABYTE) -> FileRef:
    return put_file(io.BytesIO(content), max_bytes=max_bytes, name="kế hoạch.pdf")


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def only(folder: Path) -> Path:
    (path,) = files_in(folder)
    return path


def test_nothing_of_it_can_be_read_at_rest(root: Path) -> None:
    content = "Giấy chứng sinh hư cấu".encode() * 100
    ref = put(content)
    kept = only(root)
    assert content[:20] not in kept.read_bytes()
    assert ref.sha256 not in str(kept)
    assert put(content) == ref
    assert files_in(root) == [kept]


@given(
    content=st.binary(min_size=1, max_size=300) | st.integers(PIECE_BYTES - 2, 2 * PIECE_BYTES + 2).map(bytes),
    reads=st.lists(st.tuples(st.integers(0, 3 * PIECE_BYTES), st.integers(0, 2 * PIECE_BYTES)), max_size=5),
)
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_part_reads_as_from_the_file_itself(content: bytes, reads: list[tuple[int, int]]) -> None:
    ref, plain = put(content), io.BytesIO(content)
    with open_file(ref.sha256) as file:
        for at, length in reads:
            assert file.seek(at) == plain.seek(at)
            assert file.read(length) == plain.read(length)
        assert file.seek(0, os.SEEK_END) == len(content)
        file.seek(0)
        assert file.read() == content


@pytest.mark.parametrize("at", [3, 20, 60, PIECE_BYTES + 70, -1])
def test_a_damaged_piece_is_told_and_never_handed_out(root: Path, at: int) -> None:
    ref = put(bytes(2 * PIECE_BYTES))
    kept = only(root)
    data = bytearray(kept.read_bytes())
    data[at] ^= 1
    kept.write_bytes(data)
    with pytest.raises(SealBroken), open_file(ref.sha256) as file:
        file.read()


@pytest.mark.parametrize("cut", [1, 16, PIECE_BYTES, PIECE_BYTES + 16, 2 * (PIECE_BYTES + 16)])
def test_a_file_cut_off_is_told(root: Path, cut: int) -> None:
    ref = put(bytes(2 * PIECE_BYTES + 10))
    kept = only(root)
    kept.write_bytes(kept.read_bytes()[:-cut])
    with pytest.raises(SealBroken), open_file(ref.sha256) as file:
        file.read()


def test_pieces_cannot_be_exchanged(root: Path) -> None:
    ref = put(b"a" * PIECE_BYTES + b"b" * PIECE_BYTES + b"c")
    kept = only(root)
    data, size = kept.read_bytes(), PIECE_BYTES + 16
    kept.write_bytes(data[:40] + data[40 + size : 40 + 2 * size] + data[40 : 40 + size] + data[40 + 2 * size :])
    with pytest.raises(SealBroken), open_file(ref.sha256) as file:
        file.read()


def test_another_installation_finds_nothing(root: Path, settings: Any, tmp_path: Path) -> None:
    ref = put(b"paper")
    settings.STATE = tmp_path / "other"
    with pytest.raises(NotFound):
        open_file(ref.sha256)


def test_a_configured_bucket_is_used(settings: Any, tmp_path: Path, root: Path) -> None:
    """Any storage of Django's; here one in memory, whose files nobody can write but it."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"documents": memory}
    content = bytes(3 * PIECE_BYTES)
    ref = put(content)
    assert put(content) == ref
    with open_file(ref.sha256) as file:
        file.seek(PIECE_BYTES + 5)
        assert file.read() == content[PIECE_BYTES + 5 :]
    assert files_in(root) == []
    with pytest.raises(NotFound):
        open_file("0" * 64)


def test_content_is_found_again_by_its_digest(root: Path) -> None:
    content = b"evidence" * 100_000
    ref = put(content)
    assert ref == FileRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    with open_file(ref.sha256) as file:
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
        put_file(stream, max_bytes=MEGABYTE, name="kế hoạch.pdf")
    assert refusal.value.code == "file_too_large"
    assert stream.read_bytes <= MEGABYTE + CHUNK_BYTES
    assert len(files_in(root)) == 1


def test_an_empty_file_and_a_broken_upload_leave_nothing(root: Path) -> None:
    class Broken:
        def read(self, size: int) -> bytes:
            raise ConnectionResetError

    with pytest.raises(Invalid) as refusal:
        put(b"")
    assert refusal.value.code == "file_empty"
    with pytest.raises(ConnectionResetError):
        put_file(Broken(), max_bytes=MEGABYTE, name="x")
    assert files_in(root) == []


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64, "0" * 64 + "\n"])
def test_only_digests_are_names(name: str) -> None:
    with pytest.raises(NotFound):
        open_file(name)


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
        (b"%PDF-1.7\n...", PDF),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"GIF89a...", "image/gif"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "application/x-ole-storage"),
        ("Công văn số 06".encode(), TEXT),
        ("\ufeffCông văn".encode(), TEXT),
        ("Công văn".encode("utf-16"), TEXT),
        (b"MZ\x90\x00\x03", None),
        (b"\x00\x01\x02", None),
        (b"\xff\xfe\x00", None),
        (b"", None),
    ],
)
def test_types_are_told_by_the_first_bytes(content: bytes, mime: str | None) -> None:
    assert sniff_type(content) == mime


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_letter_cut_in_the_middle_is_still_text(cut: int) -> None:
    assert sniff_type("Đề án về".encode()[:cut]) == (TEXT if cut > 1 else None)


def test_office_files_are_told_apart() -> None:
    word, sheet, plain = office(docx.Document()), office(openpyxl.Workbook()), archive(note="x")
    assert sniff_type(word[:SNIFF_BYTES]) == DOCX
    assert [type_of_file(put(content).sha256) for content in (word, sheet, plain)] == [
        DOCX,
        XLSX,
        ZIP,
    ]
    assert type_of_file(put(word[: len(word) // 2]).sha256) is None


def test_files_kept_before_the_store_sealed_them_are_sealed(root: Path) -> None:
    module = import_module("dean06.kernel.documents.migrations.0003_seal_old_files")
    content = "Tệp của bản cũ".encode()
    digest = hashlib.sha256(content).hexdigest()
    old = root / digest[:2] / digest
    old.parent.mkdir(parents=True)
    old.write_bytes(content)
    fresh = put(b"fresh")
    for _ in range(2):
        module.seal_old_files(None, None)
    assert not old.exists()
    assert len(files_in(root)) == 2
    for sha256, expected in ((digest, content), (fresh.sha256, b"fresh")):
        with open_file(sha256) as file:
            assert file.read() == expected
