"""Pages: a document of the wallet handed in by one tap, cited at the counter, opened by the officer of the case."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.house.acts_documents import root
from tests.kernel.cases.declarations import BIRTH
from tests.kernel.cases.office import SCAN, UNIT, Office, cited, procedures
from tests.kernel.cases.wallet import certified_copy
from tests.kernel.documents.wallet import believe, give_keys, issue
from tests.kernel.documents.wallet import officer as officer_of
from tests.portal.office_browsers import browser, text_of
from tests.portal.test_wallet import Mute

from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import override
from dean06.kernel.cases.models import Case, DraftPaper, Paper
from dean06.kernel.cases.services import drafts, handling
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.models import OwnPaper
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.registry import api as registry
from dean06.portal import desk_filing

CODE = "giay_chung_sinh"


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path):
    settings.STATE = tmp_path
    with procedures(), override(CertificateAuthority, Mute()):
        registry.load_purposes()
        found = Office()
        believe(root())
        give_keys()
        yield found


def tap(mother: Client, papers: str, **chosen: Any) -> Any:
    return mother.post(f"{papers}vi/", {"code": CODE} | chosen)


def test_one_tap_hands_in_what_the_state_gave_before(office: Office) -> None:
    document_id, mother = certified_copy(office.mother), browser(office.mother)
    draft = drafts.save_draft(office.mother, procedure="khai_sinh", unit_code=UNIT, answers=BIRTH)
    papers = f"/to-khai/{draft}/giay-to/"
    shown = text_of(mother.get(papers))
    assert "Dùng giấy tờ trong ví" in shown
    assert "Bản sao chứng thực điện tử số 12/2026" in shown
    refused = tap(mother, papers, vi=issue(office.mother, reference="thu:2"))
    assert refused.status_code == 422
    assert "không thay được giấy tờ này" in text_of(refused)
    assert [tap(mother, papers, vi=one).status_code for one in (new_id(), "la-gi")] == [422, 404]
    assert tap(mother, papers, vi=document_id).status_code == 302
    shown = text_of(mother.get(papers))
    assert "Trong ví, còn hiệu lực" in shown
    assert "Dùng giấy này" not in shown
    assert "số 12/2026, lấy từ ví" in text_of(mother.get(f"/to-khai/{draft}/nop/"))
    assert mother.post(f"/to-khai/{draft}/nop/", {"revision": "1"}).status_code == 302
    case = Case.objects.get(parent=None)
    assert "số 12/2026, lấy từ ví" in text_of(mother.get(f"/ho-so/{case.pk}/"))


def test_a_paper_kept_by_oneself_is_sent_by_one_tap(office: Office) -> None:
    mother = browser(office.mother)
    documents.upload_own(office.mother, title="Giấy chứng sinh chụp", stream=BytesIO(SCAN), file_name="chup.pdf")
    own = OwnPaper.objects.get().pk
    draft = drafts.save_draft(office.mother, procedure="khai_sinh", unit_code=UNIT, answers=BIRTH)
    papers = f"/to-khai/{draft}/giay-to/"
    assert "Giấy chứng sinh chụp" in text_of(mother.get(papers))
    assert tap(mother, papers, **{"tu-tai-len": own}).status_code == 302
    assert DraftPaper.objects.get().file_name == "chup.pdf"
    assert tap(browser(office.neighbour), papers, **{"tu-tai-len": own}).status_code == 404


def test_the_officer_opens_it_and_sees_when_it_was_withdrawn(office: Office) -> None:
    document_id, clerk = certified_copy(office.mother), browser(office.clerk)
    case = Case.objects.get(pk=office.file(papers=[cited(document_id)]).case_id)
    address = f"/lam-viec/ho-so/{case.code}/giay-to/{case.papers.get().pk}/vi"
    assert f"{address}/" in text_of(clerk.get(f"/lam-viec/ho-so/{case.code}/"))
    shown = text_of(clerk.get(f"{address}/"))
    for words in ("Còn hiệu lực", "Bệnh viện Đa khoa Đức Thọ", "Chưa kết luận được về chữ ký số", f"{address}.pdf"):
        assert words in shown
    file = clerk.get(f"{address}.pdf")
    assert (file["Content-Type"], file.content[:4]) == ("application/pdf", b"%PDF")
    assert browser(office.insurer).get(f"{address}/").status_code == 404
    looks = text_of(browser(office.mother).get("/du-lieu-cua-toi/"))
    assert "Mở giấy tờ trong ví theo hồ sơ" in looks
    assert case.code in looks
    documents.withdraw_document(officer_of(), document_id=document_id, reason="Cấp nhầm người")
    assert "Đã bị thu hồi ngày" in text_of(clerk.get(f"/lam-viec/ho-so/{case.code}/"))
    assert "Cấp nhầm người" in text_of(clerk.get(f"{address}/"))


def test_the_counter_cites_what_the_person_has(office: Office) -> None:
    document_id, clerk = certified_copy(office.mother), browser(office.clerk)
    assert office.mother.party_id
    ticket = desk_filing.ticket_for(office.clerk, office.mother.party_id, "khai_sinh")
    address = f"/lam-viec/ho-so/nop-tai-quay/{ticket}/"
    assert f'name="vi-{CODE}" value="{document_id}"' in text_of(clerk.get(address))
    back = clerk.post(address, {**BIRTH, "child_name": "", "viec": "nop", f"vi-{CODE}": document_id})
    assert back.status_code == 422
    assert f'value="{document_id}" checked' in text_of(back)
    assert clerk.post(address, {**BIRTH, "viec": "nop", f"vi-{CODE}": document_id}).status_code == 302
    assert Paper.objects.get(case__parent=None).document_type == "ban_sao_chung_thuc"


def test_a_request_is_answered_out_of_the_wallet_by_her_and_at_the_counter(office: Office) -> None:
    case, mother, clerk = office.processing(), browser(office.mother), browser(office.clerk)
    document_id = certified_copy(office.mother)
    office.do(handling.ask_supplement, case, office.clerk, request="Xin bản rõ hơn")
    address = f"/ho-so/{case.pk}/bo-sung/"
    assert str(document_id) in text_of(mother.get(address))
    assert str(document_id) in text_of(clerk.get(f"/lam-viec/ho-so/{case.code}/ghi-thay/bo-sung/"))
    answer = {"revision": case.revision, "answer": "Bản trong ví", f"vi-{CODE}": document_id}
    assert mother.post(address, answer | {f"vi-{CODE}": new_id()}).status_code == 422
    assert mother.post(address, answer).status_code == 302
    assert case.papers.filter(source="wallet").count() == 1
