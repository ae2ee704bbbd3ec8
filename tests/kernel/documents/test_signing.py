"""Our short path signs any plain PDF, and judges that are not ours agree."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pypdf import PdfReader, PdfWriter
from tests.kernel.documents.conftest import paper, signed
from tests.kernel.documents.foreign import VALID, openssl_cms, pdfsig
from tests.sandbox.pki import Pki

from dean06.kernel.documents.keys.signer import Algorithm, SoftwareSigner
from dean06.kernel.documents.pdf import cms
from dean06.kernel.documents.pdf.field import prepared
from dean06.kernel.documents.pdf.reader import Unsignable

NAME = generic.pdf_name
PIECES = [b"<<", b">>", b"[", b"(", b"0 0 R", b"99999999"]


def streamed() -> bytes:
    """Cross-references and objects in compressed streams, as many programs write them."""
    out = io.BytesIO()
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(paper())), writer_kwargs={"stream_xrefs": True})
    writer.write(out)
    return out.getvalue()


def rewritten() -> bytes:
    out = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(paper()))).write(out)
    return out.getvalue()


def with_form() -> bytes:
    """A form of its own kind: the form and its fields and the page's annotations are objects of their own."""
    writer = IncrementalPdfFileWriter(io.BytesIO(paper()))
    fields = writer.add_object(generic.ArrayObject())
    form = generic.DictionaryObject({NAME("/Fields"): fields})
    writer.root[NAME("/AcroForm")] = writer.add_object(form)
    writer.update_root()
    page, _resources = writer.find_page_for_modification(0)
    page.get_object()[NAME("/Annots")] = writer.add_object(generic.ArrayObject())
    writer.mark_update(page.reference)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "typst": paper,
    "streams": streamed,
    "pypdf": rewritten,
    "form": with_form,
    "revised": lambda: signed_stranger(),
    "no newline at the end": lambda: paper().rstrip(b"\n"),
}


def signed_stranger() -> bytes:
    """A file with a revision of somebody else's."""
    writer = IncrementalPdfFileWriter(io.BytesIO(streamed()))
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("algorithm", Algorithm)
def test_foreign_judges_find_every_output_valid(
    pki: Pki, signer: SoftwareSigner, tmp_path: Path, kind: str, algorithm: Algorithm
) -> None:
    own = signer if algorithm is Algorithm.RSA_2048 else pki.signer(algorithm)
    before = FILES[kind]()
    pdf = signed(own, before)
    assert pdf.startswith(before)
    said = pdfsig(tmp_path, pdf)
    assert said.count(VALID) == 1
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Ủy ban nhân dân xã Đức An" in said
    assert "CAdES Verification successful" in openssl_cms(tmp_path, pdf, pki)


def test_a_second_signature_leaves_the_first_one_valid(signer: SoftwareSigner, tmp_path: Path) -> None:
    for before in (paper(), streamed(), with_form()):
        said = pdfsig(tmp_path, signed(signer, signed(signer, before)))
        assert said.count(VALID) == 2
        assert said.count("Total document signed") == 1


def test_one_changed_byte_is_seen(signer: SoftwareSigner, tmp_path: Path) -> None:
    pdf = bytearray(signed(signer))
    pdf[pdf.index(b"stream") + 30] ^= 1
    assert VALID not in pdfsig(tmp_path, bytes(pdf))


def test_the_message_always_fits_its_room(signer: SoftwareSigner, pki: Pki) -> None:
    for own in (signer, pki.signer(Algorithm.P256)):
        sizes = {len(cms.signed(own, bytes([number] * 32))) for number in range(64)}
        assert max(sizes) <= cms.template_of(own).size


def locked() -> bytes:
    out = io.BytesIO()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper())))
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "không phải PDF"),
        (b"%PDF-1.7\n", "không phải PDF"),
        ("Công văn".encode() * 100, "không phải PDF"),
        (lambda: paper()[:-200], "không phải PDF"),
        (lambda: paper().replace(b"/Root", b"/Toot"), "bị hỏng"),
        (lambda: paper().replace(b"startxref\n", b"startxref\n9"), "bị hỏng"),
        (locked, "mật khẩu"),
    ],
)
def test_what_cannot_be_signed_is_refused_in_words(
    signer: SoftwareSigner, data: bytes | Callable[[], bytes], words: str
) -> None:
    with pytest.raises(Unsignable, match=words):
        signed(signer, data() if callable(data) else data)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_damage_surprises_the_reader(data: st.DataObject) -> None:
    """Any bytes at any place: either there is room for a signature or the file is refused."""
    pdf = bytearray(data.draw(st.sampled_from([paper(), streamed(), with_form()])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(pdf) - 1) | st.integers(max(0, len(pdf) - 1500), len(pdf) - 1))
        piece = data.draw(
            st.binary(min_size=1, max_size=6) | st.sampled_from([b"<<", b">>", b"[", b"(", b"0 0 R", b"99999999"])
        )
        pdf[at : at + len(piece)] = piece
    try:
        ready = prepared(bytes(pdf), room=100, words=None)
    except Unsignable:
        return
    assert ready.data.startswith(bytes(pdf))
    assert ready.data[ready.begin - 1 : ready.begin] == b"<"
    assert ready.data[ready.begin + 200 : ready.begin + 201] == b">"
