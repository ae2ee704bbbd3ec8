"""What the tests of signed files share: twins, a signer, files to sign, a foreign judge."""

from datetime import UTC, datetime
from functools import cache

import pytest
import typst
from tests.sandbox.pki import Pki, pki, shared_pki

from dean06.kernel.documents.keys.signer import SoftwareSigner
from dean06.kernel.documents.pdf.evidence import Evidence, gathered
from dean06.kernel.documents.pdf.signing import sign
from dean06.kernel.documents.verifying.verdict import Verdict
from dean06.kernel.documents.verifying.verification import verify

__all__ = ["pki", "shared_pki"]
PAPER = """#set text(lang: "vi")
= Giấy hẹn trả kết quả
Hồ sơ hư cấu H56.31-251129-0001, lệ phí #strong[50.000 đồng]."""


@cache
def paper(standard: str = "a-2a") -> bytes:
    """A page as the platform draws them."""
    return typst.compile(PAPER.encode(), pdf_standards=standard)


def signed(signer: SoftwareSigner, pdf: bytes | None = None, at: datetime | None = None) -> bytes:
    """A page signed now."""
    return sign(
        paper() if pdf is None else pdf,
        signer,
        name="UBND xã Đức An",
        reason="Cấp giấy hẹn",
        at=at or datetime.now(UTC),
    )


def judged(pki: Pki, pdf: bytes, *, fresh: bool = True, at: datetime | None = None) -> Verdict:
    """The verdict by the twin's root, asking its authority or not."""
    known = gathered(pdf, [pki.root], pki.client) if fresh else Evidence()
    return verify(pdf, roots=(pki.root,), fresh=known, at=at or datetime.now(UTC))


@pytest.fixture(scope="session")
def signer(shared_pki: Pki) -> SoftwareSigner:
    """A unit's signer with a certificate of now."""
    return shared_pki.signer()
