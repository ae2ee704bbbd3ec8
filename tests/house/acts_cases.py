"""Services of cases, each prepared so that it does its work once."""

import io
from datetime import timedelta
from typing import Any

from tests import papers
from tests.house.acts import Doing, World, act
from tests.house.acts_documents import Near
from tests.kernel.cases.declarations import BIRTH
from tests.kernel.cases.office import CHILD_UNITS, SCANNED, UNIT, Office, cited, procedures
from tests.kernel.cases.register import Register, answering
from tests.kernel.cases.wallet import certified_copy
from tests.kernel.documents.wallet import give_keys

from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Role
from dean06.kernel.base.wiring import override
from dean06.kernel.cases.models import Case, DraftPaper, Interlink
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.services import (
    applicant,
    bulk,
    draft_papers,
    drafts,
    fees,
    filing,
    handling,
    looking,
    lookup,
    opening,
    prefill,
    saved_views,
    slips,
    substituting,
)
from dean06.kernel.cases.types import QueueChoice, SlipKind
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import Method, OrderPaid
from dean06.kernel.ports.ca import CertificateAuthority

DRAFT: dict[str, Any] = {"procedure": "khai_sinh", "unit_code": UNIT, "answers": BIRTH}


def _inside(do: Doing) -> Doing:
    def doing() -> None:
        with procedures(), answering(Register()):
            do()

    return doing


def _on(service: Any, start: str, who: str = "clerk", **facts: Any) -> Doing:
    """The service upon a case that the office has brought so far."""
    with procedures():
        office = Office()
        case: Case = getattr(office, start)()
    return _inside(lambda: office.do(service, case, getattr(office, who), **facts))


@act(filing.file_case, "cases.file")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
    return _inside(lambda: office.file())


def _draft(office: Office) -> Any:
    return drafts.save_draft(office.mother, **DRAFT)


@act(drafts.save_draft, "cases.save_draft")
def _(world: World) -> Doing:
    office = Office()
    return _inside(lambda: _draft(office))


@act(drafts.open_draft, "cases.open_draft")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        draft = _draft(office)
    return _inside(lambda: drafts.open_draft(office.mother, draft_id=draft))


@act(drafts.discard_draft, "cases.discard_draft")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        draft = _draft(office)
    return _inside(lambda: drafts.discard_draft(office.mother, draft_id=draft))


@act(filing.submit_draft, "cases.file")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        draft = _draft(office)
    facts: dict[str, Any] = {"draft_id": draft, "expected_revision": 1, "papers": [SCANNED], "child_units": CHILD_UNITS}
    return _inside(lambda: filing.submit_draft(office.mother, **facts))


@act(filing.refile_child, "cases.file_child")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        office.file(child_units={**CHILD_UNITS, "the_bhyt_tre_em": "no-such-unit"})
    link = Interlink.objects.filter(case__isnull=True).latest("pk").pk
    answers = {"full_name": "Nguyễn Thị Bé", "born_on": "2025-12-01"}
    facts: dict[str, Any] = {"interlink_id": link, "unit_code": "bhxh-tinh", "answers": answers}
    return _inside(lambda: filing.refile_child(office.mother, **facts))


@act(handling.receive, "cases.receive")
def _(world: World) -> Doing:
    return _on(handling.receive, "case")


@act(prefill.prefill, "cases.prefill")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
    return _inside(lambda: prefill.prefill(office.mother, procedure="khai_sinh"))


@act(bulk.receive_many, "cases.receive_many")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.case()
    return _inside(lambda: bulk.receive_many(office.clerk, revisions={case.pk: 1}))


@act(fees.ask_payment, "cases.ask_payment")
def _(world: World) -> Doing:
    return _on(fees.ask_payment, "processing", amount=8000, what="Bản sao trích lục")


@act(fees.confirm_payment, "cases.confirm_payment")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.processing()
        office.do(fees.ask_payment, case, amount=8000, what="Bản sao trích lục")
    return _inside(lambda: office.do(fees.confirm_payment, case, receipt="BL-1"))


@act(fees.note_paid, "cases.confirm_payment")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.processing()
        office.do(fees.ask_payment, case, amount=8000, what="Bản sao trích lục")
    order = payments.order_for(SYSTEM, subject=f"case:{case.pk}/{case.revision}")
    assert order is not None
    paid = OrderPaid(
        order_id=order.id,
        code=order.code,
        subject=order.subject,
        unit_code=order.unit_code,
        amount=order.amount,
        paid_at=clock.now(),
    )
    return _inside(lambda: fees.note_paid(paid))


@act(fees.hear_missed, "cases.confirm_payment")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.processing()
        office.do(fees.ask_payment, case, amount=8000, what="Bản sao trích lục")
    order = payments.order_for(SYSTEM, subject=f"case:{case.pk}/{case.revision}")
    assert order is not None
    payments.pay_at_counter(office.clerk, order_id=order.id, method=Method.CASH, amount=order.amount)
    return _inside(fees.hear_missed)


@act(handling.refuse, "cases.refuse")
def _(world: World) -> Doing:
    return _on(handling.refuse, "case", reason="Không thuộc thẩm quyền")


@act(handling.assign, "cases.assign")
def _(world: World) -> Doing:
    return _on(handling.assign, "received", step="ho_tich")


@act(handling.send_back, "cases.return")
def _(world: World) -> Doing:
    return _on(handling.send_back, "processing", reason="Thiếu chữ ký")


@act(handling.ask_supplement, "cases.ask_supplement")
def _(world: World) -> Doing:
    return _on(handling.ask_supplement, "processing", request="Bổ sung giấy chứng sinh")


@act(handling.stop, "cases.stop")
def _(world: World) -> Doing:
    return _on(handling.stop, "received", reason="Hồ sơ giả")


@act(handling.extend, "cases.extend")
def _(world: World) -> Doing:
    promised = clock.now() + timedelta(days=3)
    return _on(handling.extend, "received", promised_at=promised, reason="Mất điện, xin lỗi")


@act(handling.decide, "cases.decide")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.processing()
        office.do(handling.assign, case, step="lanh_dao")
    return _inside(lambda: office.do(handling.decide, case, office.chair, result_number="1"))


@act(handling.hand_over, "cases.hand_over")
def _(world: World) -> Doing:
    return _on(handling.hand_over, "decided", to="Người nộp, tại quầy")


@act(applicant.answer_supplement, "cases.answer_supplement")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.processing()
        office.do(handling.ask_supplement, case, request="Bổ sung")
    return _inside(lambda: office.do(applicant.answer_supplement, case, office.mother, answer="Đã bổ sung"))


@act(applicant.withdraw, "cases.withdraw")
def _(world: World) -> Doing:
    return _on(applicant.withdraw, "processing", "mother", reason="Khai nhầm")


@act(looking.read_case, "case_looks.read")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.case()
    return lambda: looking.read_case(office.clerk, case_id=case.pk)


@act(looking.search_cases, "case_looks.search")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        office.case()
    return lambda: looking.search_cases(office.clerk, text="tran hoa")


@act(looking.queue_names, "case_looks.names")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.case()
    return lambda: looking.queue_names(office.clerk, case_ids=[case.pk])


@act(opening.open_paper, "case_looks.open_paper")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = Case.objects.get(pk=office.file(papers=[SCANNED]).case_id)
    paper = case.papers.get()
    return lambda: opening.open_paper(office.clerk, case_id=case.pk, paper_id=paper.pk).stream.close()


def _with_copy() -> tuple[Office, Any]:
    """An office, and a certified copy in the mother's wallet."""
    office = Office()
    with override(CertificateAuthority, Near()):
        give_keys()
    return office, certified_copy(office.mother)


@act(opening.open_document, "documents.open")
def _(world: World) -> Doing:
    with procedures():
        office, document = _with_copy()
        case = Case.objects.get(pk=office.file(papers=[cited(document)]).case_id)
    paper = case.papers.get()
    return lambda: opening.open_document(office.clerk, case_id=case.pk, paper_id=paper.pk)


@act(opening.wallet_for, "case_looks.wallet")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        procedure = procedure_of(office.case().version)
    return lambda: opening.wallet_for(office.clerk, procedure=procedure, applicant_id=office.mother.party_id)


@act(draft_papers.cite_document, "cases.cite_document")
def _(world: World) -> Doing:
    with procedures():
        office, document = _with_copy()
        draft = _draft(office)
    facts: dict[str, Any] = {"draft_id": draft, "code": "giay_chung_sinh", "document_id": document}
    return _inside(lambda: draft_papers.cite_document(office.mother, **facts))


@act(opening.export_queue, "case_looks.export")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        office.case()
    return lambda: opening.export_queue(office.clerk, choice=QueueChoice(), with_names=True)


@act(saved_views.save_view, "cases.save_view")
def _(world: World) -> Doing:
    office = Office()
    return lambda: saved_views.save_view(office.clerk, name="Của tôi", query="giu=toi")


@act(saved_views.drop_view, "cases.drop_view")
def _(world: World) -> Doing:
    office = Office()
    view = saved_views.save_view(office.clerk, name="Của tôi", query="giu=toi")
    return lambda: saved_views.drop_view(office.clerk, view_id=view)


def _attached(office: Office) -> Any:
    draft = _draft(office)
    file = io.BytesIO(papers.pdf())
    draft_papers.attach_paper(
        office.mother, draft_id=draft, code="giay_chung_sinh", stream=file, file_name="chung-sinh.pdf"
    )
    return draft


@act(draft_papers.attach_paper, "cases.attach_paper")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        draft = _draft(office)
    facts: dict[str, Any] = {"draft_id": draft, "code": "giay_chung_sinh", "file_name": "chung-sinh.pdf"}
    stream = io.BytesIO(papers.pdf())
    return _inside(lambda: draft_papers.attach_paper(office.mother, stream=stream, **facts))


@act(draft_papers.detach_paper, "cases.detach_paper")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        draft = _attached(office)
    paper = DraftPaper.objects.get(draft_id=draft).pk
    return _inside(lambda: draft_papers.detach_paper(office.mother, draft_id=draft, paper_id=paper))


@act(slips.slip, "case_looks.slip")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.received()
    return lambda: slips.slip(office.clerk, case_id=case.pk, kind=SlipKind.RECEIPT)


@act(slips.register_book, "case_looks.register")
def _(world: World) -> Doing:
    office = Office()
    return lambda: slips.register_book(office.clerk, first=clock.today(), last=clock.today())


@act(lookup.public_status, "case_looks.lookup")
def _(world: World) -> Doing:
    with procedures():
        office = Office()
        case = office.case()
    facts: dict[str, Any] = {"code": case.code, "last_digits": "0001", "address": "10.0.0.1"}
    return lambda: lookup.public_status(ANONYMOUS, **facts)


def _stand_in(office: Office) -> Any:
    today = clock.today()
    facts: dict[str, Any] = {
        "away_id": office.clerk.party_id,
        "substitute_id": office.registrar.party_id,
        "days": (today, today),
    }
    return substituting.substitute(office.clerk, unit_code=UNIT, role=Role.CLERK, **facts)


@act(substituting.substitute, "cases.substitute")
def _(world: World) -> Doing:
    office = Office()
    return lambda: _stand_in(office)


@act(substituting.end_substitution, "cases.end_substitution")
def _(world: World) -> Doing:
    office = Office()
    made = _stand_in(office)
    return lambda: substituting.end_substitution(office.clerk, substitution_id=made)
