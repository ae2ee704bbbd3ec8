"""From the original on the counter to the copy in the wallet; refused; withdrawn; clicked twice."""

import io
from dataclasses import replace

import openpyxl
import pypdf
import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.documents.foreign import VALID, pdfsig
from tests.kernel.documents.wallet import officer, person
from tests.pilots.p02_certified_documents import scans
from tests.pilots.p02_certified_documents.conftest import (
    LAND,
    certified,
    certify,
    pay,
    received,
    row,
    scan,
    work,
)

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.base.money import Dong
from dean06.kernel.cases import api as cases
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.models import Document
from dean06.kernel.documents.types import Answer, Form
from dean06.kernel.messaging.models import Message as MessageRow
from dean06.kernel.payments import api as payments
from dean06.pilots.p02_certified_documents import book, selectors
from dean06.pilots.p02_certified_documents.rules import State, book_number
from dean06.pilots.p02_certified_documents.services import deciding, issuing, looking, receiving, scanning
from dean06.pilots.p02_certified_documents.services.receiving import Organisation

LAND_KIND = "giay_chung_nhan_quyen_su_dung_dat"
pytestmark = pytest.mark.django_db


def test_a_land_paper_becomes_a_copy_in_the_wallet(
    office: Actor, holder: Actor, tmp_path, django_capture_on_commit_callbacks
) -> None:
    data = scans.as_file(scans.turned(3), scans.page(), kind="PDF")
    made = received(office, holder)
    assert scan(office, made, data) == 2
    assert row(made).scanned.first().angle == pytest.approx(3, abs=0.3)
    number = certify(office, made)
    assert row(made).state == State.SIGNED
    assert row(made).fee == 4_000
    assert not documents.own_documents(holder)
    with django_capture_on_commit_callbacks(execute=True):
        pay(office, made)
    work()
    assert row(made).state == State.ISSUED
    (line,) = documents.own_documents(holder)
    assert line.number == number
    info = documents.own_document(holder, document_id=line.id)
    assert info.facts["Mã băm SHA-256 của bản quét"] == row(made).files.get().sha256
    pdf = documents.own_document_file(holder, document_id=line.id, form=Form.PDF).data
    assert VALID in pdfsig(tmp_path, pdf)
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) == 3
    assert row(made).scan_sha256[:20] in words.replace(" ", "")
    assert str(made) in words.replace(" ", "").replace("-", "-")
    assert "Phạm Văn Hộ" in words
    seen = documents.inspect(ANONYMOUS, data=pdf, address="203.0.113.1")
    assert seen.answer is Answer.GOOD
    for form in Form:
        assert documents.own_document_file(holder, document_id=line.id, form=form).data
    own = selectors.own(holder)[0]
    assert own.document_id == line.id
    assert selectors.own_copy(holder, certification_id=made).data == pdf
    assert all(map(actions_of, ("p02.receive", "p02.add_scan", "p02.certify", "p02.release")))


def test_the_copy_is_made_once_and_survives_a_crash(
    office: Actor, holder: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = certified(office, holder)
    pay(office, made)  # the event is lost with its process
    assert not OutboxMessage.objects.filter(topic=issuing.TOPIC).exists()
    assert issuing.catch_up() == 1
    assert issuing.catch_up() == 1
    message = OutboxMessage.objects.get(topic=issuing.TOPIC)
    with monkeypatch.context() as patch:
        patch.setattr(issuing.writing, "saved", lambda _row: (_ for _ in ()).throw(OSError("killed")))
        assert outbox.deliver(message.message_id) is outbox.Outcome.FAILED
    assert row(made).state == State.SIGNED
    assert not Document.objects.exists()
    issuing.release({"certification": str(made)}, "again")
    issuing.release({"certification": str(made)}, "and again")
    assert Document.objects.count() == 1
    assert row(made).state == State.ISSUED


def test_numbers_have_no_gaps_when_acts_fail(office: Actor, holder: Actor) -> None:
    year = clock.today().year
    first = certified(office, holder)
    broken = received(office, holder)
    scan(office, broken, scans.as_file(scans.page("khác")))
    with pytest.raises(Invalid):
        certify(office, broken, compared=[])
    certify(office, broken)
    other = officer("ubnd-xa-duc-tho")
    assert [row(one).number for one in (first, broken)] == [1, 2]
    assert row(certified(other, holder)).number == 3  # one book of the issuing unit
    assert book_number(3, year) == f"3/{year}"


def test_clicked_twice(office: Actor, holder: Actor) -> None:
    made = received(office, holder, key="mot-lan")
    assert received(office, holder, key="mot-lan") == made
    data = scans.as_file(scans.page())
    revision = row(made).revision
    scan(office, made, data)
    with pytest.raises(Conflict):
        scan(office, made, data, revision=revision)
    with pytest.raises(Conflict, match="quét vào hồ sơ rồi"):
        scan(office, made, data)
    before = row(made).revision
    certify(office, made)
    with pytest.raises(Conflict):
        certify(office, made, revision=before)
    with pytest.raises(Conflict):
        deciding.refuse(office, certification_id=made, revision=row(made).revision, ground="erased", reason="Muộn")
    assert payments.order_for(SYSTEM, subject=f"p02:{made}").amount == Dong(2_000)


def test_pages_are_judged_replaced_turned_and_taken_out(office: Actor, holder: Actor) -> None:
    made = received(office, holder)
    scan(office, made, scans.as_file(scans.page(), scans.blurred(), scans.page("ba"), kind="PDF"))
    view = looking.read(office, certification_id=made)
    assert [bool(one.findings) for one in view.pages] == [False, True, False]
    assert "Trang 2 mờ, chụp lại." in view.pages[1].findings
    with pytest.raises(Invalid, match="Trang 2 chưa đạt"):
        certify(office, made, owned=False)
    scan(office, made, scans.as_file(scans.page("hai")), replaces=view.pages[1].id)
    view = looking.read(office, certification_id=made)
    assert [one.position for one in view.pages] == [1, 2, 3]
    assert not any(one.findings for one in view.pages)
    assert len(view.files) == 2
    picture = looking.read_page(office, certification_id=made, page_id=view.pages[0].id)
    scanning.turn_page(office, certification_id=made, revision=view.revision, page_id=view.pages[0].id)
    assert looking.read_page(office, certification_id=made, page_id=view.pages[0].id) != picture
    scanning.remove_page(office, certification_id=made, revision=view.revision + 1, page_id=view.pages[1].id)
    view = looking.read(office, certification_id=made)
    assert [one.position for one in view.pages] == [1, 2]
    assert len(view.files) == 1
    assert certify(office, made, owned=False)


def test_refused_with_a_ground_in_the_book_and_told(office: Actor, holder: Actor) -> None:
    made = received(office, holder)
    revision = row(made).revision
    for ground, reason in (("", "Chữ bị sửa"), ("erased", "  ")):
        with pytest.raises(Invalid):
            deciding.refuse(office, certification_id=made, revision=revision, ground=ground, reason=reason)
    deciding.refuse(office, certification_id=made, revision=revision, ground="erased", reason="Số thửa bị tẩy")
    assert row(made).number is None
    count, lines = looking.read_register(office, text="tay", since=clock.today(), until=clock.today(), limit=9)
    assert count == 0  # the reason is not searched
    count, lines = looking.read_register(
        office, text="quyen su dung", since=clock.today(), until=clock.today(), limit=9
    )
    assert (count, lines[0].reason) == (1, "Số thửa bị tẩy")
    assert MessageRow.objects.get(reference=f"p02.refused:{made}").subject.startswith("Không chứng thực được")
    assert selectors.own(holder)[0].ground.startswith("Bản chính bị tẩy xóa")


def test_withdrawn_before_and_after_it_is_in_the_wallet(office: Actor, holder: Actor) -> None:
    unpaid, paid = certified(office, holder), certified(office, holder)
    issuing.withdraw(office, certification_id=unpaid, revision=row(unpaid).revision, reason="Nhầm bản")
    assert payments.order_for(SYSTEM, subject=f"p02:{unpaid}").state == "cancelled"
    issuing.release({"certification": str(unpaid)}, "late")
    assert not Document.objects.exists()
    pay(office, paid)
    issuing.release({"certification": str(paid)}, "now")
    issuing.withdraw(office, certification_id=paid, revision=row(paid).revision, reason="Bản chính là giả")
    assert documents.own_documents(holder)[0].withdrawn_at
    assert row(paid).number == 2
    with pytest.raises(Conflict):
        issuing.withdraw(office, certification_id=paid, revision=row(paid).revision, reason="Lần nữa")


def test_an_organisation_by_its_representative(office: Actor, holder: Actor) -> None:
    said = Organisation(registration_number="3001234567", name="Hợp tác xã Hư Cấu")
    company = receiving.organisation(office, said=said)
    assert receiving.organisation(office, said=replace(said, name="HỢP TÁC XÃ HƯ CẤU")) == company
    with pytest.raises(Conflict):
        receiving.organisation(office, said=replace(said, name="Tên Khác"))
    made = certified(office, holder, holder_id=company)
    pay(office, made)
    issuing.release({"certification": str(made)}, "now")
    assert Document.objects.get().holder_id == company
    assert not documents.own_documents(holder)
    assert selectors.own_copy(holder, certification_id=made).data.startswith(b"%PDF-")
    with pytest.raises(NotFound):
        selectors.own_copy(person("000026000002", "Người Khác"), certification_id=made)


def test_others_see_nothing(office: Actor, holder: Actor) -> None:
    made = received(office, holder)
    with pytest.raises(NotFound):
        looking.read(officer("trung-tam-phuc-vu-hcc-xa-tung-anh"), certification_id=made)
    with pytest.raises(NotFound):
        looking.read(holder, certification_id=made)
    with pytest.raises(NotPermitted):
        received(officer("cong-an-xa-duc-tho"), holder)
    clerk = replace(office, party_id=holder.party_id)
    with pytest.raises(NotPermitted, match="chính mình"):
        received(clerk, holder)
    with pytest.raises(Invalid) as refusal:
        received(office, holder, original=replace(LAND, issuer=" "))
    assert refusal.value.field == "issuer"


def test_the_day_on_paper_and_in_excel(office: Actor, holder: Actor) -> None:
    certified(office, holder, original=replace(LAND, name="=HYPERLINK(1)"))
    day = looking.read_day(office, day=clock.today())
    assert (len(day.lines), day.fees) == (1, 2_000)
    text = " ".join(pypdf.PdfReader(io.BytesIO(book.pdf(day))).pages[0].extract_text().split())
    assert "SỔ CHỨNG THỰC" in text
    assert "Trần Thị Hoa" in text
    sheet = openpyxl.load_workbook(io.BytesIO(book.xlsx(day.lines))).active
    assert [cell.value for cell in sheet[2]][4] == "'=HYPERLINK(1)"
    assert looking.read_day(office, day=clock.today().replace(day=1)).fees in (0, 2_000)


def test_a_fee_that_ran_out_is_asked_for_again(office: Actor, holder: Actor) -> None:
    made = certified(office, holder)
    with pytest.raises(Conflict):
        issuing.ask_fee_again(office, certification_id=made, revision=row(made).revision)
    payments.call_off(SYSTEM, subject=f"p02:{made}")
    issuing.ask_fee_again(office, certification_id=made, revision=row(made).revision)
    pay(office, made)


def test_a_certified_copy_stands_for_its_original(office: Actor, holder: Actor) -> None:
    made = certified(office, holder, original=replace(LAND, name="Giấy khai sinh", kind="giay_khai_sinh"))
    pay(office, made)
    issuing.release({"certification": str(made)}, "now")
    (line,) = documents.matching(holder, kind="giay_khai_sinh")
    assert documents.unfit_for(line.id, holder_id=holder.party_id, kind="giay_khai_sinh") == ""
    assert documents.unfit_for(line.id, holder_id=holder.party_id, kind="thong_bao_ket_qua_cu_tru")
    with pytest.raises(Invalid):
        received(office, holder, original=replace(LAND, kind="khong_co"))


def test_a_land_paper_certified_once_is_a_paper_of_a_procedure(office: Actor, holder: Actor) -> None:
    made = certified(office, holder, original=replace(LAND, kind=LAND_KIND))
    pay(office, made)
    issuing.release({"certification": str(made)}, "now")
    draft = cases.save_draft(holder, procedure="tam_tru", unit_code="", answers={})
    procedure = cases.open_draft(holder, draft_id=draft).procedure
    (line,) = cases.own_fitting(holder, procedure=procedure)["cho_o_hop_phap"]
    cases.cite_document(holder, draft_id=draft, code="cho_o_hop_phap", document_id=line.id)
    (cited,) = cases.open_draft(holder, draft_id=draft).papers
    assert getattr(cited.document, "id", None) == line.id
    (copy,) = Document.objects.filter(copy_of=LAND_KIND)
    assert copy.pk == line.id
    documents.withdraw_document(office, document_id=line.id, reason="Chứng thực nhầm trang")
    assert cases.own_fitting(holder, procedure=procedure) == {}
    assert "thu hồi" in cases.open_draft(holder, draft_id=draft).blockers["papers.cho_o_hop_phap"]


def test_figures_count_what_happened(office: Actor, holder: Actor) -> None:
    certified(office, holder)
    refused = received(office, holder)
    deciding.refuse(office, certification_id=refused, revision=1, ground="damaged", reason="Rách")
    found = selectors.figures([clock.today().replace(year=2025), clock.today()])
    assert found["certified"] == [0, 1]
    assert found["refused"] == [0, 1]
    assert found["in_wallets"] == [0, 0]
