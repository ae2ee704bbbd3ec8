"""What comes in is looked through: nothing with two faces, nothing that acts, nothing beyond measure."""

import contextlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from tests import papers

from dean06.kernel.documents import api
from dean06.kernel.documents.store import scanning
from dean06.kernel.documents.types import DOCX, JPEG, PDF, PNG, TEXT, Unsafe

LARGE = 10 * 1024 * 1024


@pytest.fixture(autouse=True)
def state(tmp_path: Path, settings: Any) -> None:
    settings.STATE = tmp_path


def seen(content: bytes) -> str | None:
    return api.look_through(api.put_file(io.BytesIO(content), max_bytes=LARGE, name="tep").sha256)


def written(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.pdf())))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def action(kind: str, **more: str) -> DictionaryObject:
    facts = {"/S": NameObject(kind)} | {f"/{key}": TextStringObject(value) for key, value in more.items()}
    return DictionaryObject({NameObject(key): value for key, value in facts.items()})


def opening(kind: str, **more: str) -> bytes:
    return written(lambda one: one._root_object.update({NameObject("/OpenAction"): action(kind, **more)}))


def named_script() -> bytes:
    """A script of the document, run by viewers when it is opened."""
    script = action("/JavaScript", JS="app.alert(1)")
    names = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), script])})
    tree = DictionaryObject({NameObject("/JavaScript"): names})
    return written(lambda one: one._root_object.update({NameObject("/Names"): tree}))


def link(kind: str) -> bytes:
    """A link on the page that does something else than lead to another page."""

    def change(writer: PdfWriter) -> None:
        note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action(kind)})
        writer.add_annotation(0, note)

    return written(change)


def picture(kind: str, size: tuple[int, int] = (20, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (papers.pdf(), PDF),
        (picture("PNG"), PNG),
        (picture("JPEG"), JPEG),
        ("Công văn".encode(), TEXT),
        (word(), DOCX),
        (b"\x00\x01", None),
        (written(lambda one: one.add_metadata({"/Title": "JavaScript"})), PDF),
        (written(lambda one: one.add_outline_item(title="Trang 1", page_number=0)), PDF),
    ],
)
def test_honest_files_come_in(content: bytes, kind: str | None) -> None:
    assert seen(content) == kind


ACTIVE = {
    "javascript": lambda: named_script(),
    "opened": lambda: opening("/JavaScript", JS="app.alert(1)"),
    "launch": lambda: opening("/Launch", F="cmd.exe"),
    "submit": lambda: link("/SubmitForm"),
    "import": lambda: link("/ImportData"),
    "attachment": lambda: written(lambda one: one.add_attachment("a.exe", b"MZ")),
    "additional": lambda: written(lambda one: one._root_object.update({NameObject("/AA"): DictionaryObject()})),
    "macros": lambda: archive("word/document.xml", "word/vbaProject.bin"),
}
TWO_FACED = {
    "pdf and zip": lambda: papers.pdf() + archive("a"),
    "picture and zip": lambda: picture("PNG") + archive("a"),
    "picture and pdf": lambda: picture("JPEG")[:4] + papers.pdf(),
    "text and pdf": lambda: b"hello\n" + papers.pdf(),
}
BROKEN = {
    "pdf": lambda: b"%PDF-1.7 fictional",
    "png": lambda: picture("PNG")[:40],
    "jpeg": lambda: b"\xff\xd8\xff" + bytes(40),
}


@pytest.mark.parametrize(
    ("make", "code"),
    [
        *((make, "active_content") for make in ACTIVE.values()),
        *((make, "polyglot") for make in TWO_FACED.values()),
        *((make, "broken_file") for make in BROKEN.values()),
    ],
    ids=[*ACTIVE, *TWO_FACED, *BROKEN],
)
def test_what_is_not_taken_says_what_to_do_instead(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Unsafe) as refused:
        seen(make())
    assert refused.value.code == code
    assert "rồi gửi" in refused.value.message


def test_a_locked_file() -> None:
    with pytest.raises(Unsafe) as refused:
        seen(written(lambda one: one.encrypt("x", algorithm="RC4-128")))
    assert refused.value.code == "pdf_locked"


def test_pages_and_pixels_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    many = written(lambda one: [one.add_blank_page() for _ in range(scanning.MOST_PAGES)])
    for content, code in ((many, "too_many_pages"), (picture("PNG", (9000, 9000)), "too_many_pixels")):
        with pytest.raises(Unsafe) as refused:
            seen(content)
        assert refused.value.code == code
    monkeypatch.setattr(scanning, "MOST_UNPACKED", 1000)
    with pytest.raises(Unsafe) as refused:
        seen(word())
    assert refused.value.code == "too_large_unpacked"


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_damage_surprises_the_scanner(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([papers.pdf(), picture("PNG"), picture("JPEG"), word()])))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unsafe):
        seen(bytes(content))
