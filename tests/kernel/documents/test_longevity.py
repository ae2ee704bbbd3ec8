"""A signature that outlives its certificates: stamped, given its evidence, stamped again; foreign judges agree."""

import hashlib
from pathlib import Path

import pytest
from tests.kernel.documents.conftest import judged, paper, signed
from tests.kernel.documents.foreign import VALID, openssl_cms, openssl_ts, pdfsig
from tests.sandbox.pki import Pki

from dean06.kernel.documents.keys.signer import SoftwareSigner
from dean06.kernel.documents.pdf import signatures
from dean06.kernel.documents.pdf.evidence import EvidenceMissing, embedded, gathered
from dean06.kernel.documents.pdf.reader import Unsignable
from dean06.kernel.documents.pdf.stamping import stamp, stamp_document
from dean06.kernel.documents.verifying.verdict import Finding, Level, Outcome

DAYS_BEYOND_THE_SIGNER, DAYS_BEYOND_THE_STAMP = 800, 1900


def stamped(pki: Pki, signer: SoftwareSigner) -> bytes:
    return stamp(signed(signer), pki.stamps.stamp)


def lasting(pki: Pki, signer: SoftwareSigner) -> bytes:
    pdf = stamped(pki, signer)
    return embedded(pdf, gathered(pdf, [pki.root], pki.client))


def archived(pki: Pki, signer: SoftwareSigner) -> bytes:
    return stamp_document(lasting(pki, signer), pki.stamps.stamp)


def test_each_level_is_told_and_valid_for_foreign_judges(pki: Pki, signer: SoftwareSigner, tmp_path: Path) -> None:
    steps = {
        Level.B: signed(signer),
        Level.T: stamped(pki, signer),
        Level.LT: lasting(pki, signer),
        Level.LTA: archived(pki, signer),
    }
    for level, pdf in steps.items():
        verdict = judged(pki, pdf)
        assert (verdict.outcome, verdict.signatures[0].level) == (Outcome.VALID, level)
        assert pdfsig(tmp_path, pdf).count(VALID) == 1
    assert "CAdES Verification successful" in openssl_cms(tmp_path, steps[Level.T], pki)


def test_a_stamp_changes_nothing_that_was_signed(pki: Pki, signer: SoftwareSigner, tmp_path: Path) -> None:
    before = signed(signer)
    after = stamp(before, pki.stamps.stamp)
    hole = signatures.held(before)[0]
    assert len(after) == len(before)
    assert after[: hole.begin] == before[: hole.begin]
    assert after[hole.begin + 2 * hole.room :] == before[hole.begin + 2 * hole.room :]
    (token,) = signatures.held(after)[0].stamps
    over = hole.signer["signature"].native
    assert "Verification: OK" in openssl_ts(tmp_path, token.dump(), over, pki)


def test_openssl_verifies_the_stamp_over_the_whole_file(pki: Pki, signer: SoftwareSigner, tmp_path: Path) -> None:
    pdf = archived(pki, signer)
    last = signatures.held(pdf)[-1]
    assert last.is_document_stamp
    covered = pdf[: last.begin - 1] + pdf[last.begin + 2 * last.room + 1 :]
    assert "Verification: OK" in openssl_ts(tmp_path, last.content.dump(), covered, pki)


def test_with_its_evidence_a_file_is_judged_without_asking_anybody(pki: Pki, signer: SoftwareSigner) -> None:
    assert judged(pki, signed(signer), fresh=False).outcome is Outcome.UNSURE
    assert judged(pki, stamped(pki, signer), fresh=False).outcome is Outcome.UNSURE
    assert judged(pki, lasting(pki, signer), fresh=False).outcome is Outcome.VALID
    with pki.later(300) as then:
        assert judged(pki, lasting(pki, signer), fresh=False, at=then).outcome is Outcome.VALID


def test_it_outlives_the_certificate_it_was_made_with(pki: Pki, signer: SoftwareSigner) -> None:
    plain, kept = signed(signer), lasting(pki, signer)
    with pki.later(DAYS_BEYOND_THE_SIGNER) as then:
        (own,) = judged(pki, plain, at=then).signatures
        assert (own.outcome, Finding.EXPIRED in own.findings) == (Outcome.INVALID, True)
        for fresh in (False, True):
            verdict = judged(pki, kept, fresh=fresh, at=then)
            assert verdict.outcome is Outcome.VALID
            assert verdict.signatures[0].findings == {Finding.EXPIRED_LATER}
    with pki.later(DAYS_BEYOND_THE_STAMP) as then:
        assert judged(pki, kept, fresh=False, at=then).outcome is Outcome.INVALID


def test_it_is_renewed_before_the_stamp_ages(pki: Pki, signer: SoftwareSigner, tmp_path: Path) -> None:
    pdf = archived(pki, signer)
    with pki.later(DAYS_BEYOND_THE_SIGNER) as then:
        renewed = stamp_document(embedded(pdf, gathered(pdf, [pki.root], pki.client)), pki.stamps.stamp)
        assert renewed.startswith(pdf)
        verdict = judged(pki, renewed, at=then)
        assert (verdict.outcome, verdict.signatures[0].level) == (Outcome.VALID, Level.LTA)
    assert pdfsig(tmp_path, renewed).count(VALID) == 1


def test_evidence_is_kept_once(pki: Pki, signer: SoftwareSigner) -> None:
    found = gathered(stamped(pki, signer), [pki.root], pki.client)
    assert len(found.certificates) == 5  # signer, stamps, issuing authority, root, responder
    assert (len(found.answers), len(found.lists)) == (2, 1)


def test_there_is_no_evidence_while_the_authority_is_away(pki: Pki, signer: SoftwareSigner) -> None:
    pdf = stamped(pki, signer)
    with pki.ca.fault("down"), pytest.raises(EvidenceMissing, match="busy"):
        gathered(pdf, [pki.root], pki.client)


def test_what_cannot_be_stamped_is_refused(pki: Pki, signer: SoftwareSigner) -> None:
    for pdf in (paper(), stamped(pki, signer), archived(pki, signer)):
        with pytest.raises(Unsignable):
            stamp(pdf, pki.stamps.stamp)


def test_the_digest_that_goes_out_is_all_that_goes_out(signer: SoftwareSigner) -> None:
    asked: list[bytes] = []

    def note(digest: bytes) -> bytes:
        asked.append(digest)
        raise LookupError

    pdf = signed(signer)
    with pytest.raises(LookupError):
        stamp(pdf, note)
    assert asked == [hashlib.sha256(signatures.held(pdf)[0].signer["signature"].native).digest()]
