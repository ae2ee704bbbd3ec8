"""A paper once given to the state is handed in again out of the wallet: checked, opened by the office, counted."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.house.acts_documents import Near
from tests.kernel.audit_trail import bodies_of
from tests.kernel.cases.declarations import BIRTH
from tests.kernel.cases.office import UNIT, Office, cited, procedures
from tests.kernel.cases.wallet import certified_copy
from tests.kernel.documents.wallet import give_keys, issue
from tests.kernel.documents.wallet import officer as officer_of

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import override
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.models import Case, DraftPaper, Paper
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.services import applicant, drafts, handling
from dean06.kernel.cases.types import InvalidForm, Reuse
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.models import Document
from dean06.kernel.ports.ca import CertificateAuthority

CODE = "giay_chung_sinh"


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Any) -> Iterator[Office]:
    """At the true time: the authority of the tests was founded today. The commune signs."""
    settings.STATE = tmp_path
    with procedures(), override(CertificateAuthority, Near()):
        found = Office()
        give_keys()
        yield found


def draft_of(office: Office) -> UUID:
    return drafts.save_draft(office.mother, procedure="khai_sinh", unit_code=UNIT, answers=BIRTH)


def withdraw(document_id: UUID) -> None:
    documents.withdraw_document(officer_of(), document_id=document_id, reason="Cấp nhầm")


def test_a_draft_takes_what_fits_and_the_case_keeps_which_and_of_what_type(office: Office) -> None:
    document_id, draft = certified_copy(office.mother), draft_of(office)
    issue(office.mother, reference="thu:2")
    fitting = cases.open_draft(office.mother, draft_id=draft).fitting
    assert {code: [one.id for one in lines] for code, lines in fitting.items()} == {CODE: [document_id]}
    for _ in range(2):
        cases.cite_document(office.mother, draft_id=draft, code=CODE, document_id=document_id)
    info = cases.open_draft(office.mother, draft_id=draft)
    assert [one.document and one.document.id for one in info.papers] == [document_id]
    assert not info.blockers
    case_id = cases.submit_draft(office.mother, draft_id=draft, expected_revision=info.revision).case_id
    paper = Paper.objects.get(case_id=case_id)
    assert (paper.source, paper.document_ref, paper.document_type, paper.copy) == (
        "wallet",
        str(document_id),
        "ban_sao_chung_thuc",
        "electronic",
    )
    assert not DraftPaper.objects.exists()


def test_a_document_that_cannot_be_handed_in_is_refused_in_words(office: Office) -> None:
    draft = draft_of(office)
    withdrawn, expired = certified_copy(office.mother), certified_copy(office.mother, "thu:2")
    withdraw(withdrawn)
    issued_at = Document.objects.get(pk=expired).issued_at
    Document.objects.filter(pk=expired).update(expires_at=issued_at + timedelta(microseconds=1))
    for document_id, said in (
        (certified_copy(office.neighbour, "thu:3"), "Không có giấy tờ này trong ví"),
        (new_id(), "Không có giấy tờ này trong ví"),
        (issue(office.mother, reference="thu:4"), "không thay được giấy tờ này"),
        (withdrawn, "đã thu hồi"),
        (expired, "hết hạn"),
    ):
        with pytest.raises(Invalid, match=said):
            cases.cite_document(office.mother, draft_id=draft, code=CODE, document_id=document_id)
        with pytest.raises(InvalidForm) as refused:
            office.file(papers=[cited(document_id)])
        assert said in refused.value.errors[f"papers.{CODE}"]
    assert not Case.objects.exists()
    with pytest.raises(Invalid, match="không có giấy tờ đó"):
        cases.cite_document(office.mother, draft_id=draft, code="ho_chieu", document_id=withdrawn)
    with pytest.raises(NotFound):
        cases.cite_document(office.neighbour, draft_id=draft, code=CODE, document_id=withdrawn)


def test_what_was_withdrawn_since_it_was_chosen_is_not_filed(office: Office) -> None:
    document_id, draft = certified_copy(office.mother), draft_of(office)
    cases.cite_document(office.mother, draft_id=draft, code=CODE, document_id=document_id)
    withdraw(document_id)
    info = cases.open_draft(office.mother, draft_id=draft)
    assert "đã thu hồi" in info.blockers[f"papers.{CODE}"]
    with pytest.raises(InvalidForm):
        cases.submit_draft(office.mother, draft_id=draft, expected_revision=info.revision)
    cases.detach_paper(office.mother, draft_id=draft, paper_id=info.papers[0].id)
    assert not cases.open_draft(office.mother, draft_id=draft).papers


def test_a_request_for_more_is_answered_out_of_the_wallet(office: Office) -> None:
    case = office.processing()
    office.do(handling.ask_supplement, case, office.clerk, request="Xin bản rõ hơn")
    document_id = certified_copy(office.mother)
    hers = cited(certified_copy(office.neighbour, "thu:2"))
    with pytest.raises(InvalidForm):
        office.do(applicant.answer_supplement, case, office.mother, answer="Đây", papers=[hers])
    office.do(applicant.answer_supplement, case, office.mother, answer="Đây", papers=[cited(document_id)])
    assert case.papers.get(source="wallet").document_ref == str(document_id)


def test_the_office_opens_it_and_its_holder_sees_for_which_case(office: Office) -> None:
    document_id = certified_copy(office.mother)
    case = Case.objects.get(pk=office.file(papers=[cited(document_id)]).case_id)
    paper = case.papers.get()
    info, file = cases.open_document(office.clerk, case_id=case.pk, paper_id=paper.pk)
    assert info.facts["Tên giấy tờ gốc"] == "Giấy chứng sinh"
    assert file.data.startswith(b"%PDF")
    (look, *_) = documents.looks_at_document(office.mother, document_id=document_id)
    assert (look.action_label, look.case_ref) == ("Mở giấy tờ trong ví theo hồ sơ", case.code)
    withdraw(document_id)
    (shown,) = cases.read_case(office.clerk, case_id=case.pk).papers
    assert shown.document
    assert shown.document.withdrawn_at
    with pytest.raises(NotFound):
        cases.open_document(office.insurer, case_id=case.pk, paper_id=paper.pk)
    scanned = Case.objects.get(pk=office.file("2").case_id)
    with pytest.raises(NotFound, match="không lấy từ ví"):
        cases.open_document(office.clerk, case_id=scanned.pk, paper_id=scanned.papers.get().pk)
    with pytest.raises(NotFound):
        cases.open_document(office.clerk, case_id=scanned.pk, paper_id=paper.pk)


def test_the_counter_sees_only_what_fits_and_she_is_told(office: Office) -> None:
    document_id = certified_copy(office.mother)
    procedure = procedure_of(office.case().version)
    mother = office.mother.party_id
    assert mother
    found = cases.wallet_for(office.clerk, procedure=procedure, applicant_id=mother)
    assert [one.id for one in found[CODE]] == [document_id]
    (entry,) = bodies_of("case_looks.wallet")
    assert (entry["subjects"]["count"], entry["details"]) == (1, {"papers": [CODE]})
    for actor in (office.mother, office.insurer, office.chair):
        with pytest.raises(NotPermitted):
            cases.wallet_for(actor, procedure=procedure, applicant_id=mother)
    with pytest.raises(NotPermitted):
        cases.wallet_for(office.clerk, procedure=procedure, applicant_id=office.clerk.party_id)


def test_papers_not_asked_again_are_counted_once_for_a_filing(office: Office) -> None:
    today = clock.today()
    assert cases.papers_from_wallet([today])[0].percent is None
    filed = office.file(papers=[cited(certified_copy(office.mother))])  # two more cases share the paper
    office.file("2")
    days = [today - timedelta(days=1), today]
    assert cases.papers_from_wallet(days) == [Reuse(demanded=0, from_wallet=0), Reuse(demanded=2, from_wallet=1)]
    board = cases.scoreboard(office.chair, unit_code=UNIT, first=today, last=today)
    measured = {one.weight.code: one.counted for group in board.groups for one in group.indicators}
    assert measured["reused"].good == (str(filed.case_id),)
    assert cases.papers_from_wallet([today], ["khac"]) == [Reuse(demanded=0, from_wallet=0)]


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_share_is_of_what_was_demanded(demanded: int, reused: int) -> None:
    reused = min(reused, demanded)
    percent = Reuse(demanded=demanded, from_wallet=reused).percent
    assert percent is None if not demanded else 0 <= percent <= 100
    assert (percent == 100) == (demanded > 0 and reused == demanded)
