"""Every way to pass a false paper off as a true one is refused, each with its own reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.documents import attacks
from tests.kernel.documents.conftest import judged, paper, signed
from tests.kernel.documents.foreign import VALID, pdfsig
from tests.kernel.documents.test_longevity import archived, lasting, stamped
from tests.sandbox.pki import Pki, running_pki, soon

from dean06.kernel.documents.keys.signer import Algorithm, SoftwareSigner, new_key
from dean06.kernel.documents.pdf import signatures
from dean06.kernel.documents.pdf.evidence import Evidence, EvidenceMissing, embedded, gathered
from dean06.kernel.documents.pdf.stamping import stamp
from dean06.kernel.documents.verifying.verdict import WORDS, Finding, Outcome, Verdict
from dean06.kernel.documents.verifying.verification import verify

ADDED = {Finding.ADDED_AFTER}
ATTACKS: list[tuple[Callable[[bytes], bytes], set[Finding]]] = [
    (attacks.replaced_content, ADDED),
    (attacks.added_page, ADDED),
    (attacks.overlaid, ADDED),
    (attacks.scripted, ADDED),
    (attacks.swapped_pages, ADDED),
    (attacks.shadowed_font, ADDED),
    (attacks.appended_objects, ADDED),
    (attacks.appended_end, ADDED),
    (attacks.changed_byte, {Finding.CHANGED}),
    (attacks.smuggled, {Finding.WRAPPED}),
    (attacks.wrapped, {Finding.BROKEN_SIGNATURE}),
    (attacks.range_of_nothing, {Finding.WRAPPED, Finding.CHANGED, Finding.BROKEN_SIGNATURE}),
    (attacks.negative_range, {Finding.BROKEN_SIGNATURE}),
    (attacks.no_range, {Finding.BROKEN_SIGNATURE}),
    (attacks.no_contents, {Finding.BROKEN_SIGNATURE}),
    (attacks.empty_contents, {Finding.BROKEN_SIGNATURE}),
]


def found(verdict: Verdict) -> set[Finding]:
    return set(verdict.findings.union(*(one.findings for one in verdict.signatures)))


def evidence(pki: Pki, pdf: bytes) -> Evidence:
    """What the authority says of the honest file."""
    return gathered(pdf, [pki.root], pki.client)


@pytest.fixture(scope="module", params=["B-B", "B-LT"])
def honest(request: pytest.FixtureRequest, shared_pki: Pki, signer: SoftwareSigner) -> tuple[bytes, Evidence]:
    """An honest file and what the authority says of it."""
    pdf = signed(signer) if request.param == "B-B" else lasting(shared_pki, signer)
    return pdf, evidence(shared_pki, pdf)


def test_the_honest_file_is_valid(pki: Pki, honest: tuple[bytes, Evidence], tmp_path: Path) -> None:
    pdf, known = honest
    assert verify(pdf, roots=(pki.root,), fresh=known, at=datetime.now(UTC)).outcome is Outcome.VALID
    assert VALID in pdfsig(tmp_path, pdf)


@pytest.mark.parametrize(("attack", "reasons"), ATTACKS, ids=lambda one: getattr(one, "__name__", ""))
def test_an_attack_is_refused_with_its_reason(
    pki: Pki,
    honest: tuple[bytes, Evidence],
    tmp_path: Path,
    attack: Callable[[bytes], bytes],
    reasons: set[Finding],
) -> None:
    pdf, known = honest
    forged = attack(pdf)
    assert forged != pdf
    verdict = verify(forged, roots=(pki.root,), fresh=known, at=datetime.now(UTC))
    assert verdict.outcome is Outcome.INVALID
    assert found(verdict) & reasons, found(verdict)
    said = pdfsig(tmp_path, forged)
    assert not (VALID in said and "Total document signed" in said and "Not total" not in said)


def test_a_field_filled_in_after_signing(pki: Pki, signer: SoftwareSigner) -> None:
    verdict = judged(pki, attacks.filled_form(lambda pdf: signed(signer, pdf)))
    assert Finding.ADDED_AFTER in found(verdict)


def test_a_stranger_cannot_add_a_signature_unnoticed(pki: Pki, signer: SoftwareSigner, tmp_path: Path) -> None:
    with running_pki(tmp_path) as others:
        stranger = others.signer(name="Ủy ban nhân dân xã Đức An")
        both = signed(stranger, signed(signer))
        own = signed(stranger)
    verdict = verify(both, roots=(pki.root,), fresh=evidence(pki, signed(signer)), at=datetime.now(UTC))
    assert verdict.outcome is Outcome.INVALID
    assert [one.outcome for one in verdict.signatures] == [Outcome.VALID, Outcome.INVALID]
    assert Finding.UNKNOWN_CA in verdict.signatures[1].findings
    alone = verify(own, roots=(pki.root,), fresh=Evidence(), at=datetime.now(UTC))
    assert Finding.UNKNOWN_CA in found(alone)


class Impostor(SoftwareSigner):
    """Signs with a key of its own under the certificate of another."""

    def __init__(self, victim: SoftwareSigner) -> None:
        super().__init__(new_key(Algorithm.RSA_2048), ())
        self._chain = victim.chain


def test_a_borrowed_certificate(pki: Pki, signer: SoftwareSigner, tmp_path: Path) -> None:
    pdf = signed(Impostor(signer))
    assert Finding.FORGED in found(judged(pki, pdf))
    assert VALID not in pdfsig(tmp_path, pdf)


def test_a_revoked_signer(pki: Pki) -> None:
    revoked = pki.signer()
    pki.revoke(revoked, at=soon(minutes=-1))
    assert found(judged(pki, signed(revoked))) == {Finding.REVOKED, Finding.TIME_UNPROVEN}
    assert found(judged(pki, stamped(pki, revoked))) == {Finding.REVOKED}


def test_a_signer_revoked_later(pki: Pki) -> None:
    """What was stamped before stands; what was not is lost with the certificate."""
    revoked = pki.signer()
    plain, proved, kept = signed(revoked), stamped(pki, revoked), lasting(pki, revoked)
    pki.revoke(revoked, at=soon(seconds=2))
    assert found(judged(pki, plain, at=soon(minutes=1))) == {Finding.REVOKED, Finding.TIME_UNPROVEN}
    for pdf in (proved, kept):
        verdict = judged(pki, pdf, at=soon(minutes=1))
        assert (verdict.outcome, found(verdict)) == (Outcome.VALID, {Finding.REVOKED_LATER})


def test_old_good_news_does_not_hide_a_revocation(pki: Pki) -> None:
    """Evidence from before the revocation, brought along by the forger, over a signature made after it."""
    revoked = pki.signer()
    good = evidence(pki, stamped(pki, revoked))
    pki.revoke(revoked, at=soon(minutes=-1))
    pdf = embedded(stamped(pki, revoked), good)
    assert Finding.REVOKED in found(judged(pki, pdf))


@pytest.mark.parametrize(("begins", "ends", "reason"), [(-400, -30, Finding.EXPIRED), (30, 400, Finding.NOT_YET_VALID)])
def test_a_certificate_out_of_its_time(pki: Pki, begins: int, ends: int, reason: Finding) -> None:
    now = datetime.now(UTC)
    signer = pki.signer_between(now + timedelta(days=begins), now + timedelta(days=ends))
    assert reason in found(judged(pki, signed(signer)))
    assert reason in found(judged(pki, stamped(pki, signer)))


@pytest.mark.parametrize("off", [timedelta(hours=2), timedelta(days=-30)])
def test_a_claimed_time_that_cannot_be(pki: Pki, signer: SoftwareSigner, off: timedelta) -> None:
    """In the future, or before the certificate was there."""
    assert Finding.WRONG_TIME in found(judged(pki, signed(signer, at=datetime.now(UTC) + off)))


def test_a_stamp_of_a_wrong_clock(pki: Pki, signer: SoftwareSigner) -> None:
    with pki.tsa.fault("wrong_time"):
        pdf = stamped(pki, signer)
    assert Finding.WRONG_TIME in found(judged(pki, pdf))


def test_a_stamp_of_nobody_we_know(pki: Pki, signer: SoftwareSigner) -> None:
    with pki.tsa.fault("stranger"):
        pdf = stamped(pki, signer)
        whole = archived(pki, signer)
    for one in (pdf, whole):
        assert Finding.BROKEN_STAMP in found(judged(pki, one))


def test_a_stamp_over_another_signature(pki: Pki, signer: SoftwareSigner) -> None:
    other = pki.stamps.stamp(bytes(32))
    assert Finding.BROKEN_STAMP in found(judged(pki, stamp(signed(signer), lambda _digest: other)))


def test_a_certificate_that_may_not_sign_papers(pki: Pki) -> None:
    """The certificate of the issuing authority signs certificates, nothing else."""
    key = load_pem_private_key((pki.state / "issuing.key").read_bytes(), password=None)
    signer = SoftwareSigner(key, [pki.certificate("issuing"), pki.root])
    assert Finding.NOT_FOR_SIGNING in found(judged(pki, signed(signer)))


@pytest.mark.parametrize("fault", ["down", "unknown_status", "stale", "stranger"])
def test_an_authority_that_tells_nothing_usable_leaves_it_open(pki: Pki, signer: SoftwareSigner, fault: str) -> None:
    """Never "valid", and never an accusation of whoever signed."""
    pdf, known = signed(signer), Evidence()
    with pki.ca.fault(fault):
        try:
            known = gathered(pdf, [pki.root], pki.client)
        except EvidenceMissing:
            assert fault == "down"
    verdict = verify(pdf, roots=(pki.root,), fresh=known, at=datetime.now(UTC))
    assert verdict.outcome is Outcome.UNSURE
    assert Finding.STATUS_UNKNOWN in found(verdict)


def test_the_list_answers_while_the_responder_does_not(pki: Pki, signer: SoftwareSigner) -> None:
    with pki.ca.fault("try_later"):
        assert judged(pki, signed(signer)).outcome is Outcome.VALID


@pytest.mark.parametrize(
    ("pdf", "finding"),
    [
        (b"", Finding.NOT_A_PDF),
        (b"\x89PNG\r\n\x1a\n", Finding.NOT_A_PDF),
        (b"%PDF-1.7\n%%EOF", Finding.NOT_A_PDF),
        (paper, Finding.NOT_SIGNED),
    ],
)
def test_what_is_no_signed_file(pki: Pki, pdf: bytes | Callable[[], bytes], finding: Finding) -> None:
    verdict = verify(pdf() if callable(pdf) else pdf, roots=(pki.root,), fresh=Evidence(), at=datetime.now(UTC))
    assert (verdict.outcome, verdict.findings) == (Outcome.INVALID, {finding})
    assert verdict.reasons == (WORDS[finding],)


def test_every_finding_has_words() -> None:
    assert WORDS.keys() == set(Finding)


def test_no_roots_no_trust(pki: Pki, signer: SoftwareSigner) -> None:
    verdict = verify(lasting(pki, signer), roots=(), fresh=Evidence(), at=datetime.now(UTC))
    assert Finding.UNKNOWN_CA in found(verdict)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_damage_makes_a_file_valid_or_breaks_the_judge(
    pki: Pki, signer: SoftwareSigner, data: st.DataObject
) -> None:
    honest = KEPT.setdefault("pdf", lasting(pki, signer))
    pdf = bytearray(honest)
    at = data.draw(st.integers(0, len(pdf) - 1))
    pdf[at] = data.draw(st.integers(0, 255))
    verdict = verify(bytes(pdf), roots=(pki.root,), fresh=Evidence(), at=datetime.now(UTC))
    if verdict.outcome is Outcome.VALID:
        assert bytes(pdf) == honest or _harmless(honest, at)


KEPT: dict[str, bytes] = {}


def _harmless(pdf: bytes, at: int) -> bool:
    """Bytes no signature can cover: its own room (hexadecimal in either case), and the revision that holds evidence."""
    hole = signatures.held(pdf)[-1]
    return at >= hole.begin - 1 and (at < hole.begin + 2 * hole.room + 1 or at >= pdf.index(b"%%EOF", hole.begin))
