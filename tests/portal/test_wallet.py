"""A case is decided; its document is in the wallet, taken away, inspected, withdrawn, and anybody is told so."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import papers
from tests.house.acts_documents import Near, root
from tests.kernel.cases.office import MORNING, Office, procedures
from tests.kernel.documents.foreign import VALID, pdfsig
from tests.kernel.documents.wallet import believe, give_keys
from tests.portal.office_browsers import browser

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.base.wiring import override
from dean06.kernel.cases import results
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.results import ResultRule
from dean06.kernel.cases.services.resulting import TOPIC
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.issuing import addresses
from dean06.kernel.documents.models import Document, StatusList
from dean06.kernel.messaging.models import InboxMessage
from dean06.kernel.ports.ca import CaFailed, CertificateAuthority, Reason

# The tests' own form of a birth asks less than the certificate says.
RULE = ResultRule(
    procedures=frozenset({"khai_sinh"}),
    document_type="giay_khai_sinh",
    valid_from=clock.local(MORNING).date(),
    facts={
        "full_name": "child_name",
        "born_on": "born_on",
        "sex": "sex",
        "ethnic_group": "=Kinh",
        "nationality": "=Việt Nam",
        "birth_place": "=Xã Đức Thọ",
        "mother_name": "=Trần Thị Hoa",
    },
    source="Dữ liệu thử",
    verified=False,
)


class Mute(Near):
    """Names keys, and answers nothing about them afterwards."""

    def status(self, certificate: bytes, issuer: bytes) -> bytes:
        raise CaFailed(Reason.UNREACHABLE)

    def revocations(self, certificate: bytes) -> bytes:
        raise CaFailed(Reason.UNREACHABLE)


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    settings.STATE = tmp_path
    monkeypatch.setattr(results, "rules", lambda: (RULE,))
    # At the true time: the authority of the tests was founded today.
    with procedures(), override(CertificateAuthority, Mute()):
        yield Office()


def deliver(*topics: str) -> None:
    for row in OutboxMessage.objects.filter(topic__in=topics, state="pending"):
        outbox.deliver(row.message_id)


def decided(office: Office) -> Case:
    case = office.decided()
    deliver(TOPIC)
    return case


def able(office: Office) -> Case:
    """The commune has its keys, is believed, and a case is decided."""
    believe(root())
    give_keys()
    return decided(office)


def ask(code: str, client: Client | None = None):
    return (client or Client()).post("/kiem-tra-giay-to/", {"code": code})


def test_from_the_decision_to_the_wallet_and_back(office: Office, tmp_path: Path) -> None:
    case, mother = able(office), browser(office.mother)
    row = Document.objects.get()
    assert (row.holder_id, row.unit_code, row.number) == (case.applicant_id, "ubnd-xa-duc-tho", "12/2025")
    page = f"/vi-giay-to/{row.pk}/"
    assert page in mother.get(f"/ho-so/{case.pk}/").content.decode()
    assert "Giấy khai sinh" in mother.get("/vi-giay-to/").content.decode()
    shown = mother.get(page).content.decode()
    assert "Nguyễn Thị Bé" in shown
    assert "01/12/2025" in shown
    pdf = mother.get(f"{page}pdf/")
    assert pdf["Content-Disposition"].startswith("attachment")
    assert VALID in pdfsig(tmp_path, pdf.content)
    answer = ask(row.code)
    assert "Giấy tờ thật và còn hiệu lực" in answer.content.decode()
    assert "Thu hồi giấy tờ" in browser(office.chair).get(f"/lam-viec/ho-so/{case.code}/").content.decode()
    address = f"/lam-viec/giay-to/{row.pk}/thu-hoi/"
    assert browser(office.police).post(address, {"reason": "Thử"}).status_code == 403
    assert browser(office.chair).post(address, {"reason": " "}).status_code == 422
    assert browser(office.chair).post(address, {"reason": "Sai tên mẹ"}).status_code == 302
    told = ask(row.code).content.decode()
    assert "Giấy tờ đã bị thu hồi" in told
    assert "Sai tên mẹ" not in told
    upload = Client().post("/kiem-tra-giay-to/", {"file": SimpleUploadedFile("a.pdf", pdf.content)})
    assert "Giấy tờ đã bị thu hồi" in upload.content.decode()
    assert "Sai tên mẹ" in mother.get(page).content.decode()


def test_shown_to_a_school_by_a_link(office: Office) -> None:
    able(office)
    mother, school = browser(office.mother), Client()
    page = f"/vi-giay-to/{Document.objects.get().pk}/"
    given = {"facts": ["full_name"], "audience": "organisation", "recipient": "Trường hư cấu", "purpose": "Nhập học"}
    refused = mother.post(f"{page}cho-xem/", given | {"facts": [], "minutes": "15", "times": "1"})
    assert refused.status_code == 422
    assert "Trường hư cấu" in refused.content.decode(), "nothing typed is lost"
    made = mother.post(f"{page}cho-xem/", given | {"minutes": "15", "times": "1"})
    shown = mother.get(made["Location"]).content.decode()
    link = re.search(r'value="http[^"]*(/xem-giay-to/[^"]+)"', shown)
    assert link is not None
    for method in ("get", "head", "get"):
        before = getattr(school, method)(link[1])
        assert (before.status_code, before["Cache-Control"]) == (200, "no-store")
    assert "Nguyễn Thị Bé" not in before.content.decode(), "a preview shows and uses up nothing"
    assert school.post(link[1], {"name": ""}).status_code == 422
    seen = school.post(link[1], {"name": "Lê Văn Thầy"}).content.decode()
    assert "Nguyễn Thị Bé" in seen
    assert "Trần Thị Hoa" not in seen
    assert "Không chụp" in seen
    again = school.post(link[1], {"name": "Lê Văn Thầy"})
    assert again.status_code == 409
    assert "đủ số lần" in again.content.decode()
    assert "Lê Văn Thầy" in mother.get(made["Location"]).content.decode()
    assert mother.post(f"{made['Location']}rut/").status_code == 302
    assert "đã rút lại" in school.get(link[1]).content.decode()
    assert browser(office.chair).get(made["Location"]).status_code == 403


def test_the_same_decision_delivered_twice_makes_one_document(office: Office) -> None:
    able(office)
    OutboxMessage.objects.filter(topic=TOPIC).update(state="pending", attempts=0)
    deliver(TOPIC)
    assert Document.objects.count() == 1


def test_a_unit_without_keys_is_tried_again_and_the_case_stands(office: Office) -> None:
    case = decided(office)
    message = OutboxMessage.objects.get(topic=TOPIC)
    assert message.state == "pending"
    assert "khoá ký" in message.last_error
    assert not Document.objects.exists()
    assert "Mở trong ví" not in browser(office.mother).get(f"/ho-so/{case.pk}/").content.decode()
    give_keys()
    OutboxMessage.objects.filter(pk=message.pk).update(next_attempt_at=clock.now())
    deliver(TOPIC)
    assert Document.objects.count() == 1


def test_the_holder_is_told(office: Office) -> None:
    able(office)
    deliver(documents.NOTICE_TOPIC)
    subjects = InboxMessage.objects.values_list("message__subject", flat=True)
    outbox_left = OutboxMessage.objects.filter(topic=documents.NOTICE_TOPIC).values_list("state", "last_error")
    deliver(*OutboxMessage.objects.values_list("topic", flat=True).distinct())
    assert "Ví giấy tờ có thêm: Giấy khai sinh" in subjects.all(), outbox_left


def test_documents_lead_to_pages_of_ours(office: Office, settings: Any) -> None:
    """Addresses written into documents are served by these pages, for ever."""
    able(office)
    row = Document.objects.get()
    path = row.code.removeprefix(settings.PUBLIC_URL.upper())
    assert "Giấy tờ thật và còn hiệu lực" in Client().get(path).content.decode()
    listed = Client().get(addresses.STATUS_PATH.format(StatusList.objects.get().pk))
    assert listed["Content-Type"] == "application/statuslist+jwt"
    assert "max-age=900" in listed["Cache-Control"]
    kind = Client().get(addresses.KIND_PATH.format("giay_khai_sinh")).json()
    assert kind["vct"] == addresses.kind_address("giay_khai_sinh")
    assert Client().get(addresses.KIND_PATH.format("giay_bay")).status_code == 404


def test_nobody_opens_another_wallet(office: Office) -> None:
    able(office)
    page = f"/vi-giay-to/{Document.objects.get().pk}/"
    neighbour = browser(office.neighbour)
    assert [neighbour.get(path).status_code for path in (page, f"{page}pdf/", f"{page}doc/")] == [404, 404, 404]


def test_papers_of_ones_own(office: Office) -> None:
    mother = browser(office.mother)
    wrong = mother.post("/vi-giay-to/tai-len/", {"title": "Bằng lái", "file": io.BytesIO(b"MZ khong phai")})
    assert wrong.status_code == 422
    assert "Chỉ nhận tệp PDF" in wrong.content.decode()
    assert "Bằng lái" in wrong.content.decode(), "what was typed stays"
    given = SimpleUploadedFile("bang-lai.pdf", papers.pdf())
    assert mother.post("/vi-giay-to/tai-len/", {"title": "Bằng lái", "file": given}).status_code == 302
    (paper,) = documents.own_papers(office.mother)
    address = f"/vi-giay-to/tu-tai-len/{paper.id}/"
    assert mother.get(address).content == papers.pdf()
    assert browser(office.neighbour).post(f"{address}xoa/").status_code == 404
    assert mother.post(f"{address}xoa/").status_code == 302
    assert documents.own_papers(office.mother) == ()


def test_the_public_page_says_what_is_wrong(office: Office) -> None:
    empty = ask("  ")
    assert empty.status_code == 422
    believe(root())
    assert "Không dùng được giấy tờ này" in ask("xin chào").content.decode()
    client = Client()
    answers = [ask("x", client).status_code for _ in range(documents.INSPECT_LIMIT.count)]
    assert answers[-1] == 429
