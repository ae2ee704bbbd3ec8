"""One document in three forms with one status: issued once, withdrawn once, inspected by anybody."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db import IntegrityError, transaction
from tests import papers
from tests.kernel.audit_trail import actions_of, bodies_of
from tests.kernel.documents.foreign import VALID, pdfsig
from tests.kernel.documents.wallet import DESK, FACTS, UNIT, believe, give_keys, issue, officer, person
from tests.sandbox.pki import Pki

from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany, Unavailable
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api
from dean06.kernel.documents.credentials.status.tokens import check_status, verify_list
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.credentials.types import CredentialRefused, StatusReference
from dean06.kernel.documents.issuing import places
from dean06.kernel.documents.issuing.addresses import status_address
from dean06.kernel.documents.models import Document, OwnPaper, StatusList
from dean06.kernel.documents.pdf.signing import sign
from dean06.kernel.documents.types import Algorithm, Answer, DocumentSheet, Form, Standing
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.portal.papers.press import Press

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outside(pki: Pki, settings: Any, tmp_path: Path):
    """An installation that believes the twin, and a commune with both keys."""
    settings.STATE = tmp_path
    settings.PUBLIC_URL = "https://dv.example"
    parties.load_reference_data(SYSTEM)
    with override(CertificateAuthority, pki.client):
        believe(pki.root)
        give_keys()
        yield


@pytest.fixture
def holder() -> Actor:
    return person()


def inspect(data: bytes | str):
    return api.inspect(ANONYMOUS, data=data.encode() if isinstance(data, str) else data, address="203.0.113.1")


def forms(holder: Actor, document_id: Any) -> dict[str, bytes]:
    files = {one.value: api.own_document_file(holder, document_id=document_id, form=one).data for one in Form}
    return files | {"code": api.own_document(holder, document_id=document_id).code.encode()}


def test_three_forms_with_one_status(holder: Actor, tmp_path: Path) -> None:
    document_id = issue(holder)
    made = forms(holder, document_id)
    assert VALID in pdfsig(tmp_path, made["pdf"])
    text = pypdf.PdfReader(io.BytesIO(made["pdf"])).pages[0].extract_text()
    assert "GIẤY KHAI SINH" in text
    assert "Số: 12/2026/GKS" in text
    assert "Nguyễn Thị Gạo" in text
    assert "01/11/2026" in text
    for form, data in made.items():
        found = inspect(data)
        assert (found.answer, found.name, found.is_intact, found.is_trusted) == (
            Answer.GOOD,
            "Giấy khai sinh",
            True,
            True,
        ), form
        if form != "pdf":
            assert found.facts["Họ, chữ đệm, tên"] == FACTS["full_name"]
    row = Document.objects.get()
    assert row.place < places.SIZE
    assert len(actions_of("documents.issue")) == 1
    assert [body["details"]["answer"] for body in bodies_of("documents.inspect")] == ["good"] * 4
    assert {look.action for look in api.looks_at_document(holder, document_id=document_id)} == {
        "documents.issue",
        "documents.inspect",
    }


def test_the_same_act_issues_once(holder: Actor) -> None:
    assert issue(holder) == issue(holder, number="13/2026")
    assert Document.objects.get().number == "12/2026"
    assert len(actions_of("documents.issue")) == 1


def test_withdrawn_everywhere_at_once(holder: Actor, pki: Pki) -> None:
    document_id = issue(holder)
    made = forms(holder, document_id)
    row = Document.objects.get()
    reference = StatusReference(uri=status_address(row.status_list_id), index=row.place)

    def listed() -> None:
        signed = verify_list(
            api.status_list(row.status_list_id),
            uri=reference.uri,
            roots=Roots.load([pki.root]),
            fetched_at=datetime.now(UTC),
        )
        check_status(reference, signed, datetime.now(UTC))

    listed()
    api.withdraw_document(officer(), document_id=document_id, reason="Đăng ký sai tên mẹ")
    with pytest.raises(CredentialRefused, match="revoked"):
        listed()
    for form, data in made.items():
        found = inspect(data)
        assert (found.answer, found.is_intact) == (Answer.WITHDRAWN, True), form
        assert found.withdrawn_at is not None
        assert "sai tên mẹ" not in str(found.reasons), "the reason is the holder's to know"
    line = api.own_documents(holder)[0]
    assert line.standing is Standing.WITHDRAWN
    assert api.matching(holder, kind="giay_khai_sinh") == ()
    assert len(actions_of("documents.withdraw")) == 1
    whats = OutboxMessage.objects.filter(topic=api.NOTICE_TOPIC).order_by("pk").values_list("payload__what", flat=True)
    assert list(whats) == ["issued", "withdrawn"]
    with pytest.raises(Conflict):
        api.withdraw_document(officer(), document_id=document_id, reason="Lần nữa")


@pytest.mark.parametrize(
    ("who", "reason", "refusal"),
    [
        (lambda: officer("cong-an-xa-duc-tho"), "Sai", NotPermitted),
        (lambda: officer(UNIT, Role.OPERATOR), "Sai", NotPermitted),
        (person, "Sai", NotPermitted),
        (officer, "  ", Invalid),
        (officer, "x" * 501, Invalid),
    ],
)
def test_only_its_unit_withdraws_and_says_why(holder: Actor, who: Any, reason: str, refusal: type[Exception]) -> None:
    document_id = issue(holder)
    with pytest.raises(refusal):
        api.withdraw_document(who(), document_id=document_id, reason=reason)
    assert Document.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    ("changes", "refusal", "code"),
    [
        ({"kind": "giay_bay"}, Invalid, "unknown_kind"),
        ({"unit_code": "cong-an-xa-duc-tho"}, Invalid, "not_an_issuer"),
        ({"number": " "}, Invalid, "bad_number"),
        ({"facts": FACTS | {"born_on": "01/11/2026"}}, Invalid, "wrong_facts"),
        ({"reference": ""}, Invalid, "bad_reference"),
        ({"unit_code": "ubnd-xa-duc-quang"}, Conflict, "no_signing_key"),
    ],
)
def test_what_is_not_issued(holder: Actor, changes: dict[str, Any], refusal: type[Exception], code: str) -> None:
    with pytest.raises(refusal) as refused:
        issue(holder, **changes)
    assert refused.value.code == code
    assert not Document.objects.exists()


def test_who_may_issue(holder: Actor) -> None:
    assert issue(holder, actor=officer(DESK), reference="thu:2")
    for stranger in (officer("cong-an-xa-duc-tho"), holder, officer(UNIT, Role.OPERATOR)):
        with pytest.raises(NotPermitted):
            issue(holder, actor=stranger, reference="thu:3")


def test_places_are_never_given_twice_and_a_full_list_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SIZE", 8)
    found = [places.take(UNIT) for _ in range(20)]
    assert len({(one.list_id, one.index) for one in found}) == 20
    assert [list_.taken for list_ in StatusList.objects.order_by("opened_at")] == [8, 8, 4]
    assert [one.index for one in found[:8]] != sorted(one.index for one in found[:8])


def test_nobody_reads_another_wallet(holder: Actor) -> None:
    document_id, stranger = issue(holder), person("000026000002", "Nguyễn Văn Minh")
    for read in (
        lambda: api.own_document(stranger, document_id=document_id),
        lambda: api.own_document_file(stranger, document_id=document_id, form=Form.PDF),
        lambda: api.looks_at_document(stranger, document_id=document_id),
    ):
        with pytest.raises(NotFound):
            read()
    assert api.own_documents(stranger) == ()
    with pytest.raises(NotPermitted):
        api.own_documents(officer())


def test_a_type_of_level_two_is_not_opened_at_level_one(holder: Actor) -> None:
    give_keys("cong-an-tinh")
    facts = {"full_name": "Trần Thị Hoa", "personal_id": "000026000001", "conviction": "Không có án tích"}
    document_id = issue(holder, kind="phieu_ly_lich_tu_phap_2", unit_code="cong-an-tinh", facts=facts)
    assert api.own_document(holder, document_id=document_id).kind.shareable
    with pytest.raises(NotPermitted):
        api.own_document(replace(holder, assurance_level=1), document_id=document_id)


def test_what_is_fit_to_be_handed_in(holder: Actor) -> None:
    document_id = issue(holder)
    fit = {"holder_id": holder.party_id, "kind": "giay_khai_sinh"}
    assert api.unfit_for(document_id, **fit) == ""
    assert [one.id for one in api.matching(holder, kind="giay_khai_sinh")] == [document_id]
    assert "không thay được" in api.unfit_for(document_id, **fit | {"kind": "the_can_cuoc"})
    stranger = person("000026000002", "Nguyễn Văn Minh")
    assert "Không có giấy tờ này" in api.unfit_for(document_id, **fit | {"holder_id": stranger.party_id})


def test_one_that_ends_is_fit_no_more(holder: Actor) -> None:
    give_keys("cong-an-xa-duc-tho")
    facts = {
        "full_name": "Trần Thị Hoa",
        "personal_id": "000026000001",
        "residence": "Thôn 1",
        "residence_kind": "Thường trú",
    }
    document_id = issue(holder, kind="thong_bao_ket_qua_cu_tru", unit_code="cong-an-xa-duc-tho", facts=facts)
    made = forms(holder, document_id)
    fit = {"holder_id": holder.party_id, "kind": "thong_bao_ket_qua_cu_tru"}
    with clock.at(clock.now() + timedelta(days=367)):
        assert "hết hạn" in api.unfit_for(document_id, **fit)
        assert inspect(made["code"]).answer is Answer.EXPIRED


def test_changed_forged_and_foreign_papers(holder: Actor) -> None:
    made = forms(holder, issue(holder))
    middle = len(made["pdf"]) // 3
    broken = made["pdf"][:middle] + bytes([made["pdf"][middle] ^ 1]) + made["pdf"][middle + 1 :]
    changed_code = made["code"][:-1] + (b"A" if made["code"][-1:] != b"A" else b"B")
    parts = made["sd-jwt"].split(b".")
    payload = parts[1][:-4] + (b"AAAA" if parts[1][-4:] != b"AAAA" else b"BBBB")
    for bad in (
        broken,
        changed_code,
        b".".join([parts[0], payload, *parts[2:]]),
        made["mdoc"][:-3] + b"abc",
        b"xin chao",
    ):
        found = inspect(bad)
        assert found.answer is Answer.BAD
        assert found.reasons
    plain = inspect(papers.pdf())
    assert (plain.answer, plain.is_trusted) == (Answer.BAD, None)
    assert "không có chữ ký" in plain.reasons[0]


def test_a_signed_file_that_only_names_a_document_is_not_taken_for_it(holder: Actor) -> None:
    """Another unit's genuine signature under a sheet with our document's mark proves nothing of that document."""
    document_id = issue(holder)
    give_keys("cong-an-xa-duc-tho", Algorithm.RSA_2048)
    signer = api.signer_of("cong-an-xa-duc-tho")
    assert signer is not None
    sheet = DocumentSheet(
        id=document_id,
        unit_code=UNIT,
        unit_name="UBND xã Đức Thọ",
        number="12/2026/GKS",
        day=clock.today(),
        title="Giấy khai sinh",
        lines=(("Số", "12/2026"), ("Họ, chữ đệm, tên", "Tên khác")),
        proof="bản chính",
        until=None,
        code="HTTPS://DV.EXAMPLE/QR/X",
        seal="",
        draft_note="",
    )
    found = inspect(sign(Press().draw(sheet), signer, name="Ai đó", reason="Thử", at=clock.now()))
    assert found.name == ""
    assert "Công an" in found.issuer
    assert "Không phải giấy tờ trong ví" in found.reasons[-1]
    assert not bodies_of("documents.inspect")


def test_what_is_inspected_has_limits() -> None:
    for bad in (b" ", b"x" * (api.LARGEST_HANDED + 1)):
        with pytest.raises(Invalid):
            inspect(bad)
    for _ in range(api.INSPECT_LIMIT.count - 2):
        inspect("x")
    with pytest.raises(TooMany):
        inspect("x")


def test_a_list_whose_unit_lost_its_key_is_not_signed_by_another(holder: Actor) -> None:
    issue(holder)
    list_id = StatusList.objects.get().pk
    key = next(one for one in api.keys(officer(UNIT, Role.OPERATOR)) if one.algorithm is Algorithm.P256)
    api.retire_key(officer(UNIT, Role.OPERATOR), key_id=key.id, reason="Thử")
    with pytest.raises(Unavailable):
        api.status_list(list_id)
    with pytest.raises(NotFound):
        api.status_list(Document.objects.get().pk)


def upload(holder: Actor, data: bytes = b"", title: str = "Bằng lái", name: str = "bang-lai.pdf"):
    return api.upload_own(holder, title=title, stream=io.BytesIO(data or papers.pdf()), file_name=name)


def test_a_shelf_of_ones_own(holder: Actor) -> None:
    paper_id = upload(holder)
    (shown,) = api.own_papers(holder)
    assert (shown.title, shown.media_type) == ("Bằng lái", "application/pdf")
    assert api.own_paper_file(holder, paper_id=paper_id).data == papers.pdf()
    stranger = person("000026000002", "Nguyễn Văn Minh")
    for act in (
        lambda: api.own_paper_file(stranger, paper_id=paper_id),
        lambda: api.delete_own(stranger, paper_id=paper_id),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Conflict):
        upload(holder)
    api.delete_own(holder, paper_id=paper_id)
    assert not OwnPaper.objects.exists()
    assert len(actions_of("documents.upload_own")) == len(actions_of("documents.delete_own")) == 1


@pytest.mark.parametrize(
    ("data", "title", "field"),
    [
        (papers.pdf(), " ", "title"),
        (papers.pdf(), "x" * 151, "title"),
        (b"MZ\x90\x00" + b"\x00" * 100, "Chương trình", "file"),
        (
            papers.pdf().replace(b"/Type /Catalog", b"/Type /Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
            "PDF",
            "file",
        ),
    ],
)
def test_what_does_not_come_onto_the_shelf(holder: Actor, data: bytes, title: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        upload(holder, data, title)
    assert refused.value.field == field
    assert not OwnPaper.objects.exists()


def test_the_database_keeps_its_rules(holder: Actor) -> None:
    issue(holder)
    rows = Document.objects.all()
    for wrong in ({"withdrawn_at": clock.now()}, {"withdrawn_reason": "x"}, {"number": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
