"""A holder shows some facts to somebody: only these, so often, so long; whoever looked is in her list."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.kernel.audit_trail import actions_of, bodies_of
from tests.kernel.documents.wallet import DESK, UNIT, believe, give_keys, issue, officer, person
from tests.sandbox.pki import Pki

from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Actor
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted, TooMany
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api
from dean06.kernel.documents.credentials.sdjwt.verifying import verify_issued
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.issuing.addresses import kind_address
from dean06.kernel.documents.models import DocumentShare, ShareLook
from dean06.kernel.documents.services import sharing
from dean06.kernel.documents.types import Answer, Audience, ShareState
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.privacy import api as privacy

pytestmark = pytest.mark.django_db
SECOND = {"full_name": "Trần Thị Hoa", "personal_id": "000026000001", "conviction": "Không có án tích"}


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


def share(holder: Actor, document_id: UUID, **changes: Any) -> UUID:
    said = {
        "facts": ["full_name", "born_on"],
        "purpose": "Nhập học lớp một",
        "audience": Audience.ORGANISATION,
        "recipient": "Trường hư cấu",
        "minutes": 15,
    }
    return privacy.share_document(holder, document_id=document_id, **said | changes)


def token(holder: Actor, share_id: UUID) -> str:
    return api.own_share(holder, share_id=share_id).address.split("/")[-2]


def look(secret: str, actor: Actor = ANONYMOUS, **changes: str):
    said = {"name": "Lê Văn Thầy", "organisation": "Trường hư cấu", "address": "203.0.113.7"} | changes
    return api.look_at_share(actor, token=secret, **said)


def test_only_the_chosen_facts_and_anybody_can_prove_them(holder: Actor, pki: Pki) -> None:
    document_id = issue(holder)
    share_id = share(holder, document_id)
    secret = token(holder, share_id)
    terms = api.share_terms(token=secret, address="203.0.113.7")
    assert (terms.facts, terms.times_left, terms.closed) == (("Họ, chữ đệm, tên", "Ngày sinh"), 1, "")
    view = look(secret)
    assert view.facts == {"Họ, chữ đệm, tên": "Nguyễn Thị Gạo", "Ngày sinh": "01/11/2026"}
    kinds = {kind_address("giay_khai_sinh")}
    proven = verify_issued(view.credential.decode(), roots=Roots.load([pki.root]), at=clock.now(), kinds=kinds)
    assert {"full_name", "born_on"} <= proven.claims.keys()
    assert not {"mother_name", "sex", "document_number", "holder_name"} & proven.claims.keys()
    assert b"Hoa" not in view.credential
    assert api.inspect(ANONYMOUS, data=view.credential, address="203.0.113.7").answer is Answer.GOOD
    with pytest.raises(Conflict, match="đủ số lần"):
        look(secret)
    found = api.own_share(holder, share_id=share_id)
    assert (found.state, found.address) == (ShareState.USED, "")
    assert [(one.name, one.organisation) for one in found.looks] == [("Lê Văn Thầy", "Trường hư cấu")]
    assert len(actions_of("documents.share")) == len(actions_of("privacy.give_consent")) == 1
    (body,) = bodies_of("documents.look_at_share")
    assert body["fields"] == ["documents.giay_khai_sinh.full_name", "documents.giay_khai_sinh.born_on"]
    assert "documents.look_at_share" in {one.action for one in api.looks_at_document(holder, document_id=document_id)}


def test_the_database_keeps_no_secret_and_the_receipt_says_what_was_agreed(holder: Actor) -> None:
    share_id = share(holder, issue(holder))
    row = DocumentShare.objects.get()
    assert token(holder, share_id) not in str([vars(one) for one in DocumentShare.objects.all()])
    assert len(token(holder, share_id)) == 43
    receipt = privacy.consent_receipt(holder, consent_id=row.consent_id).text
    for words in ("Trường hư cấu", "Nhập học lớp một", "Giấy khai sinh: họ, chữ đệm, tên"):
        assert words in receipt


def test_withdrawn_at_once_from_either_page(holder: Actor) -> None:
    share_id = share(holder, issue(holder), times=5)
    secret = token(holder, share_id)
    look(secret)
    privacy.withdraw_consent(holder, consent_id=DocumentShare.objects.get().consent_id)
    with pytest.raises(Conflict, match="đã rút lại"):
        look(secret)
    assert api.own_share(holder, share_id=share_id).state is ShareState.WITHDRAWN
    assert ShareLook.objects.count() == 1


def test_time_and_the_document_itself_close_it(holder: Actor) -> None:
    document_id = issue(holder)
    secret = token(holder, share(holder, document_id, times=2))
    with clock.at(clock.now() + timedelta(minutes=16)), pytest.raises(Conflict, match="hết hạn"):
        look(secret)
    api.withdraw_document(officer(), document_id=document_id, reason="Sai tên mẹ")
    with pytest.raises(Conflict, match="thu hồi"):
        look(secret)
    assert "thu hồi" in api.share_terms(token=secret, address="203.0.113.7").closed
    for late in (share, lambda holder, document_id: api.offer_to_wallet(holder, document_id=document_id)):
        with pytest.raises(Conflict) as refused:
            late(holder, document_id)
        assert refused.value.code == "not_valid"


def test_an_office_signs_in(holder: Actor) -> None:
    document_id = issue(holder)
    share_id = share(holder, document_id, audience=Audience.STATE, recipient="", unit_code=UNIT, times=2)
    secret = token(holder, share_id)
    for stranger in (ANONYMOUS, person("000026000002", "Nguyễn Văn Minh"), officer("cong-an-xa-duc-tho")):
        with pytest.raises(NotPermitted):
            look(secret, stranger)
    look(secret, officer(DESK), name="Người khác", organisation="")
    (found,) = api.own_share(holder, share_id=share_id).looks
    assert (found.name, found.is_signed_in) == ("Phạm Văn Hộ", True)


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"facts": []}, Invalid, "facts"),
        ({"facts": ["full_name", "father_name"]}, Invalid, "facts"),
        ({"purpose": "  "}, Invalid, "purpose"),
        ({"recipient": "x" * 201}, Invalid, "recipient"),
        ({"minutes": 0}, Invalid, "minutes"),
        ({"minutes": 7 * 24 * 60 + 1}, Invalid, "minutes"),
        ({"times": 21}, Invalid, "times"),
        ({"audience": Audience.STATE}, Invalid, "unit_code"),
    ],
)
def test_what_is_not_shared(holder: Actor, changes: dict[str, Any], refusal: type[DomainError], field: str) -> None:
    with pytest.raises(refusal) as refused:
        share(holder, issue(holder), **changes)
    assert refused.value.field == field
    assert not DocumentShare.objects.exists()
    assert not actions_of("privacy.give_consent")


def test_the_second_criminal_record_sheet_is_for_no_employer(holder: Actor) -> None:
    give_keys("cong-an-tinh")
    second = issue(holder, kind="phieu_ly_lich_tu_phap_2", unit_code="cong-an-tinh", facts=SECOND)
    for audience in (Audience.EMPLOYER, Audience.ORGANISATION, Audience.PERSON):
        with pytest.raises(Conflict) as refused:
            share(holder, second, facts=["conviction"], audience=audience)
        assert refused.value.code == "not_to_this_audience"
    with pytest.raises(Conflict) as refused:
        api.offer_to_wallet(holder, document_id=second)
    assert refused.value.code == "never_leaves"
    assert share(holder, second, facts=["conviction"], audience=Audience.STATE, unit_code=UNIT, recipient="")


def test_nobody_elses_and_nobody_guesses(holder: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    document_id = issue(holder)
    share_id = share(holder, document_id)
    stranger = person("000026000002", "Nguyễn Văn Minh")
    with pytest.raises(NotFound):
        share(stranger, document_id)
    with pytest.raises(NotFound):
        api.own_share(stranger, share_id=share_id)
    with pytest.raises(Invalid, match="họ tên"):
        look(token(holder, share_id), name=" ")
    for _ in range(api.OPEN_LIMIT.count):
        with pytest.raises(NotFound):
            look("x" * 43, address="198.51.100.1")
    with pytest.raises(TooMany):
        look(token(holder, share_id), address="198.51.100.1")
    monkeypatch.setattr(sharing, "MOST_OPEN", 1)
    with pytest.raises(Conflict) as refused:
        share(holder, document_id)
    assert refused.value.code == "too_many_shares"
