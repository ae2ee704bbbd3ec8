"""Evidence files coming in: how many, how large, of what kind, and whether they are what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from dean06.kernel.base.errors import Invalid
from dean06.kernel.documents import api as documents
from dean06.programme.models import Evidence, ProgressReport, UnitPlan

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 20 * MEGABYTE
MAX_FILES = 10
HEAD_BYTES = 8192
NAME_LENGTH = 255
OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
}
KINDS = "PDF, Word (.docx), Excel (.xlsx), ảnh PNG, JPG hoặc văn bản .txt"


@dataclass(frozen=True)
class IncomingFile:
    """A file handed in: its name, its bytes, their number."""

    name: str
    stream: BinaryIO
    size: int


@dataclass(frozen=True)
class StoredFile:
    """A checked file whose bytes lie in the blob store; a row may now point to it."""

    name: str
    media_type: str
    size: int
    sha256: str


def store(files: Sequence[IncomingFile]) -> list[StoredFile]:
    """Check and keep the files, before the transaction. Raises Invalid naming the file and the remedy."""
    if len(files) > MAX_FILES:
        raise Invalid(f"Chỉ gửi được tối đa {MAX_FILES} tệp một lần. Hãy gộp bớt tệp.", field="files")
    types = [_media_type(file) for file in files]
    return [_keep(file, media_type) for file, media_type in zip(files, types, strict=True)]


def attach(files: Sequence[StoredFile], *, plan: UnitPlan | None = None, report: ProgressReport | None = None) -> None:
    """Rows that tie stored files to their plan or report."""
    Evidence.objects.bulk_create(
        Evidence(
            plan=plan,
            report=report,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
        )
        for file in files
    )


def _media_type(file: IncomingFile) -> str:
    expected = MEDIA_TYPES.get(PurePath(file.name).suffix.lower())
    if expected is None:
        raise Invalid(f"Tệp “{file.name}” không thuộc loại nhận được. Hãy dùng {KINDS}.", field="files")
    if file.size == 0:
        raise Invalid(f"Tệp “{file.name}” trống. Hãy kiểm tra lại tệp rồi gửi.", field="files")
    if file.size > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // MEGABYTE
        raise Invalid(f"Tệp “{file.name}” lớn hơn {limit} MB. Hãy nén hoặc chia nhỏ tệp.", field="files")
    head = file.stream.read(HEAD_BYTES)
    file.stream.seek(0)
    if documents.sniff_type(head) != expected:
        raise Invalid(f"Tệp “{file.name}” không đúng với đuôi tên của nó. Hãy lưu lại đúng định dạng.", field="files")
    return expected


def _keep(file: IncomingFile, media_type: str) -> StoredFile:
    name = PurePath(file.name).name[-NAME_LENGTH:]
    try:
        kept = documents.put_file(file.stream, max_bytes=MAX_FILE_BYTES, name=name)
    except Invalid as error:
        # The sender said another size than what came: the same refusal, at the field of the form.
        raise Invalid(error.message, code=error.code, field="files") from error
    return StoredFile(name, media_type, kept.size, kept.sha256)
