"""Judging a file with what this installation knows: its roots, and what their authorities say now."""

from typing import TYPE_CHECKING

from dean06.kernel.base import clock
from dean06.kernel.base.wiring import resolve
from dean06.kernel.documents.pdf.reader import Unsignable
from dean06.kernel.documents.selectors.keys import trusted_roots
from dean06.kernel.documents.verifying.verdict import Verdict
from dean06.kernel.ports.ca import CertificateAuthority

if TYPE_CHECKING:
    from dean06.kernel.documents.pdf.evidence import Evidence


def verify_pdf(pdf: bytes) -> Verdict:
    """Who issued a file, when, whether it is intact, trusted and still valid, and what changed. Never raises for any
    bytes. Asks the authorities of our roots outside, so never inside a transaction."""
    # pyHanko takes a second to load; most processes never judge a file.
    from dean06.kernel.documents.verifying.verification import verify

    roots = trusted_roots()
    return verify(pdf, roots=roots, fresh=_fresh(pdf, roots), at=clock.now())


def _fresh(pdf: bytes, roots: tuple[bytes, ...]) -> "Evidence":
    from dean06.kernel.documents.pdf.evidence import Evidence, learned
    from dean06.kernel.documents.verifying.verification import unfit

    if unfit(pdf):
        return Evidence()
    try:
        return learned(pdf, roots, resolve(CertificateAuthority))
    except Unsignable:
        return Evidence()  # the verdict says so in its own words
