"""Whatever somebody hands in is recognised, proven or refused, and never believed to be its holder's."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.documents.credentials.authority import NOW, Authority
from tests.kernel.documents.credentials.test_mdoc import TYPE
from tests.kernel.documents.credentials.test_mdoc import made as issued_mdoc
from tests.kernel.documents.credentials.test_printed import ADDRESS, PRINTED

from dean06.kernel.documents.credentials.encoding import encode
from dean06.kernel.documents.credentials.handed import Handed, Kind, check, recognise
from dean06.kernel.documents.credentials.printed.issuing import issue as issue_printed
from dean06.kernel.documents.credentials.printed.reading import Signers
from dean06.kernel.documents.credentials.sdjwt.issuing import issue as issue_sdjwt
from dean06.kernel.documents.credentials.sdjwt.presenting import present
from dean06.kernel.documents.credentials.status.bits import Status, StatusList
from dean06.kernel.documents.credentials.status.tokens import SignedList, issue_list, verify_list
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason, StatusReference

LIST = "https://hu-cau.gov.example/trang-thai/1"


@pytest.fixture(scope="module")
def files(signer, holder) -> dict[str, bytes]:
    """The same document in every form people have it in, all at one place of one list."""
    status = StatusReference(uri=LIST, index=9)
    how = {"vct": "urn:phieu", "key": signer, "issued_at": NOW, "holder_key": holder.public_jwk, "status": status}
    text = issue_sdjwt({"ten": "Hoa"}, hidden=[("ten",)], **how)
    shown = present(text, show=[("ten",)], holder=holder, audience="https://a", nonce="n", presented_at=NOW)
    document = issued_mdoc(signer, holder, status=status)
    printed = type(PRINTED)(**{**vars(PRINTED), "status": status})
    code = issue_printed(printed, key=signer, address=ADDRESS)
    return {
        "sd-jwt": text.encode(),
        "shown": shown.encode() + b"\n",
        "mdoc": document,
        "mdoc text": encode(document).encode(),
        "code": code.encode(),
        "letters": code.rsplit("/", 1)[1].encode(),
    }


def lists(signer, roots, status: int = Status.VALID, fetched_at=NOW) -> dict[str, SignedList]:
    statuses = StatusList.empty(64, 2)
    statuses[9] = status
    until = NOW + timedelta(days=1)
    text = issue_list(statuses, uri=LIST, key=signer, issued_at=NOW, expires_at=until, ttl=timedelta(hours=1))
    return {LIST: verify_list(text, uri=LIST, roots=roots, fetched_at=fetched_at)}


@pytest.fixture
def judge(signer, roots):
    """A public desk."""

    def act(data: bytes, known=None, at=NOW) -> Handed:
        signers = Signers.load([signer.chain], roots, NOW)
        known = lists(signer, roots) if known is None else known
        return check(data, roots=roots, signers=signers, lists=known.get, at=at)

    return act


FORMS = {
    "sd-jwt": Kind.SD_JWT,
    "shown": Kind.SD_JWT,
    "mdoc": Kind.MDOC,
    "mdoc text": Kind.MDOC,
    "code": Kind.PRINTED,
    "letters": Kind.PRINTED,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_recognised_and_proven(form, files, judge) -> None:
    found = judge(files[form])
    assert found.kind is FORMS[form]
    assert found.document.kind in {"urn:phieu", TYPE, PRINTED.kind}
    assert found.unknown is None
    assert not getattr(found.document, "is_held", False)


@pytest.mark.parametrize("form", FORMS)
def test_a_withdrawal_counts_for_every_form(form, files, judge, signer, roots) -> None:
    with pytest.raises(CredentialRefused) as caught:
        judge(files[form], lists(signer, roots, Status.INVALID))
    assert caught.value.reason == Reason.REVOKED
    assert judge(files[form], {}).unknown == Reason.STATUS_UNKNOWN
    old = lists(signer, roots, fetched_at=NOW)
    assert judge(files[form], old, NOW + timedelta(hours=2)).unknown == Reason.STATUS_STALE


@pytest.mark.parametrize("form", FORMS)
def test_nobody_else_is_believed(form, files, signer, roots) -> None:
    strangers = Authority()
    signers = Signers.load([strangers.signer().chain], strangers.roots(), NOW)
    with pytest.raises(CredentialRefused) as caught:
        check(files[form], roots=strangers.roots(), signers=signers, lists={}.get, at=NOW)
    assert caught.value.reason == Reason.ISSUER_UNKNOWN


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"xin chao", "tiếng Việt".encode(), b"{}", b"PK\x03\x04"])
def test_what_is_something_else(data, judge) -> None:
    assert recognise(data) is None
    with pytest.raises(CredentialRefused) as caught:
        judge(data)
    assert caught.value.reason == Reason.WRONG_TYPE


def facts(found: Handed) -> dict:
    return dict(getattr(found.document, "claims", {}) if found.kind is not Kind.PRINTED else vars(found.document))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_handed_in_is_answered_and_no_fact_is_new(data, files, judge) -> None:
    honest = files[data.draw(st.sampled_from(sorted(files)))]
    place = data.draw(st.integers(0, len(honest) - 1))
    bent = honest[:place] + data.draw(st.binary(max_size=3)) + honest[place + data.draw(st.integers(0, 3)) :]
    try:
        found = judge(bent)
    except CredentialRefused:
        return
    known = facts(judge(honest))
    assert all(known[name] == value for name, value in facts(found).items())
