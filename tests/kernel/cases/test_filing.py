"""One filing, one case with its code, and those filed together; whatever is pressed twice."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from tests.kernel.cases import declarations
from tests.kernel.cases.declarations import BIRTH
from tests.kernel.cases.office import AGENCY, AT_COUNTER, CHILD_UNITS, POLICE, SCANNED, UNIT, at, citizen

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock, events
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.cases import pinning
from dean06.kernel.cases.models import Case, Draft, Filing, Interlink, Paper, Task
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.services import applicant, drafts, filing, handling, making
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import CaseFiled, Channel, DeclarationError, IncomingPaper, InvalidForm, PaperSource
from dean06.kernel.documents import api as documents

PDF = b"%PDF-1.7\nGiay chung sinh hu cau\n"


def test_a_mother_files_three_cases_at_once(office, django_capture_on_commit_callbacks):
    heard = []
    with events.subscribed(CaseFiled, heard.append), django_capture_on_commit_callbacks(execute=True):
        filed = office.file()
    assert filed.code == f"{AGENCY}-251205-0001"
    assert filed.children == ("000.01.02.H27-251205-0001", "000.91.01.H27-251205-0001")
    assert filed.failures == {}
    assert [event.procedure_code for event in heard] == ["khai_sinh", "thuong_tru", "the_bhyt_tre_em"]
    case = Case.objects.get(pk=filed.case_id)
    assert (case.status, case.revision, case.due_at) == (Status.SUBMITTED, 1, None)
    assert case.answers["has_father"] is False
    assert [child.answers for child in case.children.order_by("code")] == [
        {"full_name": "Nguyễn Thị Bé", "address": "Thôn 1, xã Đức Thọ"},
        {"full_name": "Nguyễn Thị Bé", "born_on": "2025-12-01"},
    ]
    assert Task.objects.get(case=case).step_code == "mot_cua"


def test_filing_leaves_one_entry_that_tells_whose_data_and_why(office):
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    office.file()
    (entry,) = AuditEntry.objects.exclude(pk__in=before)
    assert entry.action == "cases.file"
    assert "Luật Hộ tịch" in entry.body
    assert f"{AGENCY}-251205-0001" in entry.body
    assert "Nguyễn Thị Bé" not in entry.body


def test_pressed_twice_it_is_one_case(office):
    first, second = office.file(), office.file()
    assert not first.is_repeat
    assert second.is_repeat
    assert (second.case_id, second.children) == (first.case_id, first.children)
    assert Filing.objects.count() == 1
    assert office.file("2").code.endswith("-0002")


def test_one_key_with_another_form_is_refused(office):
    office.file()
    with pytest.raises(Conflict) as refused:
        office.file(answers={**BIRTH, "sex": "nam"})
    assert refused.value.code == "key_used"


@pytest.mark.parametrize("key", ["", "  ", "\n", "x" * 300])
def test_a_key_says_something(office, key):
    with pytest.raises(Invalid) as refused:
        office.file(key)
    assert refused.value.code == "bad_key"


def test_two_people_may_use_the_same_key(office):
    assert office.file().case_id != office.file(actor=office.neighbour).case_id


def test_wrong_answers_and_missing_papers_are_told_by_field_and_nothing_is_written(office):
    with pytest.raises(InvalidForm) as refused:
        office.file(answers={**BIRTH, "born_on": "06/12/2025", "child_name": ""}, papers=[])
    assert sorted(refused.value.errors) == ["born_on", "child_name", "papers.giay_chung_sinh"]
    assert refused.value.errors["papers.giay_chung_sinh"] == "Thiếu “Giấy chứng sinh”."
    assert (Filing.objects.count(), Case.objects.count()) == (0, 0)
    assert office.file().code.endswith("-0001")


def upload(name="giay.pdf", content=PDF):
    stored = documents.put_file(BytesIO(content), max_bytes=1000, name=name)
    return IncomingPaper(code="giay_chung_sinh", source=PaperSource.FILE, sha256=stored.sha256, file_name=name)


def test_a_file_is_what_its_name_says_or_is_refused(office):
    office.file(papers=[upload()])
    assert Paper.objects.get(case__parent=None).copy == "electronic"
    for wrong, said in (
        (upload("giay.png"), "Nội dung tệp không đúng như tên"),
        (upload("giay.pdf", b"MZ\x90\x00\x03"), "Chỉ nhận tệp PDF, JPG hoặc PNG"),
        (
            IncomingPaper(code="giay_chung_sinh", source=PaperSource.FILE, sha256="0" * 64, file_name="a.pdf"),
            "Hãy gửi lại",
        ),
    ):
        with pytest.raises(InvalidForm) as refused:
            office.file("x", papers=[wrong])
        assert said in refused.value.errors["papers.giay_chung_sinh"]


@pytest.mark.parametrize(
    "wrong",
    [
        IncomingPaper(code="giay_chung_sinh", source=PaperSource.WALLET, document_ref="vi:1"),
        IncomingPaper(code="giay_chung_sinh", source=PaperSource.WALLET, document_ref=str(new_id())),
        IncomingPaper(code="giay_chung_sinh", source=PaperSource.WALLET),
        AT_COUNTER,
        IncomingPaper(code="ho_chieu", source=PaperSource.WALLET, document_ref=str(new_id())),
    ],
)
def test_a_paper_that_does_not_belong_is_refused(office, wrong):
    with pytest.raises(InvalidForm) as refused:
        office.file(papers=[wrong])
    assert f"papers.{wrong.code}" in refused.value.errors


def test_what_cannot_be_filed_together_is_shown_and_mended(office):
    long = "Thôn Đông " * 40
    filed = office.file(answers={**BIRTH, "address": long})
    assert filed.failures == {"thuong_tru": "Tờ khai của thủ tục liên thông chưa đủ hoặc chưa đúng."}
    assert len(filed.children) == 1
    link = Interlink.objects.get(procedure_code="thuong_tru")
    assert "dài nhất 300 ký tự" in link.errors["address"]
    mend = {
        "interlink_id": link.pk,
        "unit_code": POLICE,
        "answers": {"full_name": "Nguyễn Thị Bé", "address": "Thôn Đông"},
    }
    with pytest.raises(NotFound):
        filing.refile_child(office.neighbour, **mend)
    with pytest.raises(InvalidForm):
        filing.refile_child(office.mother, **mend | {"answers": {}})
    code = filing.refile_child(office.mother, **mend)
    assert Case.objects.get(code=code).parent_id == filed.case_id
    assert office.file(answers={**BIRTH, "address": long}).failures == {}
    with pytest.raises(Conflict):
        filing.refile_child(office.clerk, **mend)


LATER = {"answers": {"full_name": "Nguyễn Thị Bé", "address": "Thôn Đông"}, "unit_code": POLICE}


def unfiled(office):
    """A birth whose residence could not be filed with it, and the link to mend."""
    filed = office.file(answers={**BIRTH, "address": "Thôn Đông " * 40})
    return Case.objects.get(pk=filed.case_id), Interlink.objects.get(procedure_code="thuong_tru").pk


def test_what_was_filed_together_is_mended_even_when_the_main_case_is_decided(office):
    case, link = unfiled(office)
    office.do(handling.receive, case)
    office.do(handling.assign, case, step="lanh_dao")
    office.do(handling.decide, case, office.chair, result_number="1")
    child = Case.objects.get(code=filing.refile_child(office.mother, interlink_id=link, **LATER))
    office.do(handling.receive, child, office.police)
    assert child.status == Status.RECEIVED


@pytest.mark.parametrize("act", ["refuse", "withdraw"])
def test_with_a_main_case_that_ended_without_a_result_nothing_more_is_filed(office, act):
    case, link = unfiled(office)
    if act == "refuse":
        office.do(handling.refuse, case, reason="Không thuộc thẩm quyền")
    else:
        office.do(applicant.withdraw, case, office.mother, reason="Thôi")
    with pytest.raises(Conflict) as refused:
        filing.refile_child(office.mother, interlink_id=link, **LATER)
    assert refused.value.code == "child_closed"


def test_mending_asks_the_level_filing_asks_and_comes_in_by_its_own_way(office):
    case, link = unfiled(office)
    with pytest.raises(NotPermitted) as refused:
        filing.refile_child(replace(office.mother, assurance_level=0), interlink_id=link, **LATER)
    assert refused.value.code == "level_too_low"
    child = Case.objects.get(code=filing.refile_child(office.clerk, interlink_id=link, **LATER))
    assert (case.channel, child.channel) == (Channel.ONLINE, Channel.COUNTER)


def test_a_unit_that_does_not_take_the_procedure_in_gets_nothing_and_a_child_there_fails_visibly(office):
    with pytest.raises(Invalid) as refused:
        office.file(unit_code=POLICE)
    assert (refused.value.code, refused.value.field) == ("not_a_receiver", "unit_code")
    assert "không nhận thủ tục" in refused.value.message
    assert "và 2 đơn vị khác" in refused.value.message, "five communes, three named"
    filed = office.file(child_units={"thuong_tru": UNIT, "the_bhyt_tre_em": "no-such-unit"})
    assert "Nơi nhận: Công an xã Đức Thọ" in filed.failures["thuong_tru"]
    assert filed.failures["the_bhyt_tre_em"] == "Hãy chọn cơ quan nhận hồ sơ."


def test_a_draft_is_held_to_the_receivers_too(office):
    draft = save(office, unit_code=POLICE)
    with pytest.raises(Invalid) as refused:
        filing.submit_draft(office.mother, draft_id=draft, expected_revision=1, papers=[SCANNED])
    assert refused.value.code == "not_a_receiver"
    assert not Case.objects.exists()


def test_what_was_filed_at_a_unit_that_did_not_take_it_in_is_not_received(office, monkeypatch):
    case = office.case()
    monkeypatch.setattr(making, "receivers", lambda procedure, day: (POLICE,) if day == date(2025, 12, 5) else (UNIT,))
    with clock.at(at("08/12/2025 09:00")), pytest.raises(Invalid) as refused:
        office.do(handling.receive, case)
    assert refused.value.code == "not_a_receiver", "the day of filing counts, whatever came later"


def test_only_what_is_in_force_can_be_filed(office):
    with clock.at(at("30/06/2025 09:00")), pytest.raises(NotFound):
        office.file()
    with pytest.raises(Invalid):
        office.file(unit_code="ubnd-huyen")


def test_at_the_counter_the_person_is_the_applicant_never_the_officer(office):
    counter = {"channel": Channel.COUNTER, "papers": [AT_COUNTER], "applicant_id": office.mother.party_id}
    filed = office.file(actor=office.clerk, **counter)
    case = Case.objects.get(pk=filed.case_id)
    assert (case.applicant_id, case.applicant_name) == (office.mother.party_id, "Trần Thị Hoa")
    assert Paper.objects.get(case=case).copy == "original"
    for changes in ({"applicant_id": office.clerk.party_id}, {"applicant_id": None}, {"unit_code": POLICE}):
        with pytest.raises(NotPermitted):
            office.file("2", actor=office.clerk, **counter | changes)


def test_a_citizen_files_only_her_own_and_with_the_level_the_procedure_asks(office):
    with pytest.raises(NotPermitted):
        office.file(applicant_id=office.neighbour.party_id)
    with pytest.raises(NotPermitted) as refused:
        office.file(actor=citizen("000026000009", "Lê Văn Tám", level=1))
    assert refused.value.code == "level_too_low"


def test_the_platform_files_what_another_portal_took_in(office):
    filed = office.file(actor=SYSTEM, applicant_id=office.mother.party_id)
    assert Case.objects.get(pk=filed.case_id).channel == Channel.ONLINE


def save(office, **changes):
    facts = {"procedure": "khai_sinh", "unit_code": UNIT, "answers": BIRTH}
    return drafts.save_draft(office.mother, **facts | changes)


def test_a_draft_keeps_even_what_is_wrong_and_is_its_owners_alone(office):
    draft_id = save(office, answers={"child_name": "Bé 2"})
    opened = drafts.open_draft(office.mother, draft_id=draft_id)
    assert opened.answers == {"child_name": "Bé 2"}
    assert opened.errors == {"child_name": "Họ tên không có chữ số."}
    for act in (drafts.open_draft, drafts.discard_draft):
        with pytest.raises(NotFound):
            act(office.neighbour, draft_id=draft_id)


def test_a_draft_saved_in_two_windows_is_not_overwritten(office):
    draft_id = save(office)
    save(office, draft_id=draft_id, expected_revision=1, answers={**BIRTH, "sex": "nam"})
    with pytest.raises(Conflict) as refused:
        save(office, draft_id=draft_id, expected_revision=1)
    assert refused.value.code == "draft_changed"


def test_a_draft_handed_in_twice_is_one_case_and_its_answers_move_there(office):
    draft_id = save(office)
    submit = {"draft_id": draft_id, "expected_revision": 1, "papers": [SCANNED], "child_units": CHILD_UNITS}
    first = filing.submit_draft(office.mother, **submit)
    again = filing.submit_draft(office.mother, **submit)
    assert again.is_repeat
    assert again.case_id == first.case_id
    assert Draft.objects.get().answers == {}
    with pytest.raises(Conflict):
        drafts.open_draft(office.mother, draft_id=draft_id)


def test_a_form_that_changed_while_it_was_filled_is_explained_not_lost(office):
    far = "Thôn Đông, xã Đức Thọ, tỉnh Hà Tĩnh, Việt Nam"
    with clock.at(at("29/05/2026 16:00")):
        draft_id = save(office, procedure="thuong_tru", unit_code=POLICE, answers={"full_name": "Bé", "address": far})
    with clock.at(at("01/06/2026 08:00")):
        with pytest.raises(Conflict) as refused:
            filing.submit_draft(office.mother, draft_id=draft_id, expected_revision=1)
        assert refused.value.code == "form_changed"
        opened = drafts.open_draft(office.mother, draft_id=draft_id)
        assert opened.answers == {"full_name": "Bé"}
        assert [one.answer for one in opened.left] == [far]
        assert opened.asked_anew == ("Chủ hộ đồng ý",)
        save(
            office,
            draft_id=draft_id,
            expected_revision=2,
            unit_code=POLICE,
            answers={"full_name": "Bé", "address": "Thôn Đông"},
        )
        filed = filing.submit_draft(office.mother, draft_id=draft_id, expected_revision=3)
    assert procedure_of(Case.objects.get(pk=filed.case_id).version).deadline.amount == 5


def test_a_case_stays_with_the_words_it_was_filed_under(office, monkeypatch):
    case = office.case()
    monkeypatch.setattr("dean06.kernel.cases.pinning.catalogue", lambda: None)
    assert procedure_of(case.version).name == "Đăng ký khai sinh (thử)"


def test_a_case_stays_readable_when_rules_for_new_files_get_stricter(office, monkeypatch):
    case = office.case()
    pinning._read.cache_clear()
    refuse = lambda procedure, source: source.problem(("code",), "Luật mới")  # noqa: E731 - a rule of tomorrow
    monkeypatch.setattr("dean06.kernel.cases.procedures.coherence.check", refuse)
    assert procedure_of(case.version).deadline.kind == "same_day"
    with pytest.raises(DeclarationError):
        declarations.read()


def test_a_draft_may_be_thrown_away(office):
    drafts.discard_draft(office.mother, draft_id=save(office))
    assert not Draft.objects.exists()


def test_a_draft_has_a_size(office):
    with pytest.raises(Invalid) as refused:
        save(office, answers={"child_name": "x" * (256 * 1024)})
    assert refused.value.code == "draft_too_large"
