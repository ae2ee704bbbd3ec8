"""A clerk files for whoever stands at the counter: found with a purpose, never himself, filed once, with her papers."""

from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.kernel.audit_trail import bodies_of
from tests.kernel.cases.declarations import BIRTH, MOTHER
from tests.kernel.cases.office import MORNING, SCAN, Office, procedures
from tests.kernel.devices.conftest import HOA, Desk, trust
from tests.portal.office_browsers import browser, text_of

from dean06.kernel.base import clock
from dean06.kernel.cases.models import Case, Paper
from dean06.kernel.cases.types import Channel, PaperSource, Status
from dean06.kernel.devices import api as devices
from dean06.kernel.identity.models import User
from dean06.kernel.parties import api as parties
from dean06.kernel.registry import api as registry
from dean06.sandbox.card.chip import personalise
from dean06.sandbox.card.issuer import Authority

PAGE = "/lam-viec/ho-so/nop-tai-quay/"


@pytest.fixture
def office(db):
    with procedures(), clock.at(MORNING):
        registry.load_purposes()
        yield Office()


@pytest.fixture
def clerk(office):
    return browser(office.clerk)


def begin(client, number=MOTHER):
    return client.post(PAGE, {"procedure": "khai_sinh", "number": number})


def form_of(client, number=MOTHER) -> str:
    answer = begin(client, number)
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"]


def test_a_birth_is_filed_taken_in_and_its_slip_is_there(office, clerk):
    address = form_of(clerk)
    assert "Trần Thị Hoa" in text_of(clerk.get(address))
    done = clerk.post(address, {**BIRTH, "viec": "nop", "xuat-trinh": ["giay_chung_sinh"]}, follow=True)
    case = Case.objects.get(parent=None)
    assert (case.applicant_id, case.channel, Status(case.status)) == (
        office.mother.party_id, Channel.COUNTER, Status.RECEIVED,
    )  # fmt: skip
    assert case.papers.get().source == PaperSource.COUNTER
    assert f"Đã nộp và tiếp nhận hồ sơ {case.code}" in text_of(done)
    assert "Giấy tiếp nhận và hẹn trả (PDF)" in text_of(done)
    (look,) = bodies_of("parties.search_people")
    assert look["purpose"] == "Nộp hồ sơ tại quầy cho người đến làm thủ tục"


def test_sent_twice_it_is_filed_once(office, clerk):
    address = form_of(clerk)
    said = {**BIRTH, "viec": "nop", "xuat-trinh": ["giay_chung_sinh"]}
    assert clerk.post(address, said).status_code == clerk.post(address, said).status_code == 302
    assert Case.objects.filter(parent=None).count() == 1


def test_a_scan_survives_a_form_that_comes_back(office, clerk):
    address = form_of(clerk)
    scan = SimpleUploadedFile("chung-sinh.pdf", SCAN)
    back = clerk.post(address, {**BIRTH, "child_name": "", "viec": "nop", "tep-giay_chung_sinh": scan})
    assert back.status_code == 422
    assert "Chưa trả lời" in text_of(back)
    assert "chung-sinh.pdf" in text_of(back)
    assert "Thôn 1, xã Đức Thọ" in text_of(back)
    seals = [file.seal for box in back.context["boxes"] for file in box.files]
    assert clerk.post(address, {**BIRTH, "viec": "nop", "tep": seals}).status_code == 302
    assert Paper.objects.get(case__parent=None).file_name == "chung-sinh.pdf"


def test_papers_missing_or_false_are_told_at_their_place(office, clerk):
    address = form_of(clerk)
    missing = clerk.post(address, {**BIRTH, "viec": "nop"})
    assert missing.status_code == 422
    assert "Thiếu “Giấy chứng sinh”" in text_of(missing)
    false = SimpleUploadedFile("anh.png", BytesIO(b"MZ not a picture").read())
    wrong = clerk.post(address, {**BIRTH, "viec": "nop", "tep-giay_chung_sinh": false})
    assert wrong.status_code == 422
    assert not Case.objects.exists()
    assert clerk.post(address, {**BIRTH, "viec": "luu"}).status_code == 200


def test_never_for_himself_and_only_people_who_are_known(office, clerk):
    own = begin(clerk, parties.party(office.clerk.party_id).personal_id)
    assert own.status_code == 403
    unknown = begin(clerk, "000026999999")
    assert unknown.status_code == 422
    assert "Đọc thẻ căn cước" in text_of(unknown)
    assert begin(clerk, "12").status_code == 422


def test_a_ticket_is_its_officers_for_a_day_and_cannot_be_forged(office, clerk):
    address = form_of(clerk)
    assert browser(office.registrar).get(address).status_code == 404
    assert clerk.get(address[:-2] + "x/").status_code == 404
    forged = clerk.post(address, {**BIRTH, "viec": "nop", "tep": ["forged"]})
    assert forged.status_code == 404
    assert browser(office.mother).get(PAGE).status_code == 403
    assert browser(office.chair).get(PAGE).status_code == 403


def test_by_the_card_of_somebody_nobody_knew_yet(office, clerk, tmp_path, settings):
    devices.load_read_purposes()
    settings.CSCA_DIR = tmp_path / "csca"
    authority = Authority(now=MORNING)
    trust(settings.CSCA_DIR, authority)
    reader = replace(office.clerk, user_id=User.objects.get(party_id=office.clerk.party_id).pk)
    read = Desk.at(reader, settings.CSCA_DIR).read(personalise(HOA, authority.signer()))
    page = clerk.get(PAGE, {"doc-the": str(read.id)})
    assert "Nộp cho người có thẻ vừa đọc" in text_of(page)
    answer = clerk.post(f"{PAGE}?doc-the={read.id}", {"procedure": "khai_sinh"})
    assert answer.status_code == 302, text_of(answer)
    assert isinstance(parties.find_person(HOA.personal_id), UUID)
    assert HOA.full_name in text_of(clerk.get(answer["Location"]))
    assert clerk.get(PAGE, {"doc-the": "x"}).status_code == 404
