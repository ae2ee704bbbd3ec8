"""From the receipt to the certificate, the register's twin answering over a socket; and what is refused on the way."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.house.acts_documents import Near
from tests.kernel.documents.wallet import give_keys
from tests.pilots.p16_criminal_records.conftest import Station

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.wiring import override
from dean06.kernel.cases import api as cases
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Audience
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.ports.judicial_register import AnswerRefused
from dean06.kernel.privacy import api as privacy
from dean06.pilots.p16_criminal_records import selectors, tasks
from dean06.pilots.p16_criminal_records.models import Finding, Match, RecordRequest, Search
from dean06.pilots.p16_criminal_records.services import answering, judging, ordering, reading, sending

RESULT = "cases.result_document"


def find(station: Station, case_id: UUID, standing=None, reasons=None) -> None:
    search = station.search(case_id).number
    judging.write_finding(
        station.clerk, case_id=case_id, expected_search=search, standing=standing or {}, reasons=reasons or {}
    )


def issued(station: Station, case_id: UUID):
    """The certificate, by the worker, once there are keys."""
    with override(CertificateAuthority, Near()):
        give_keys("cong-an-tinh")
    assert outbox.deliver(f"{RESULT}:{case_id}") is outbox.Outcome.DONE
    return cases.document_of(case_id)


def test_a_clean_person_gets_a_certificate_of_single_claims(station: Station) -> None:
    case_id = station.filed()
    assert station.search(case_id).state == "waiting"
    search = station.searched(case_id)
    assert (search.state, search.outcome, search.matches.count()) == ("answered", "nothing", 0)
    station.to_step(case_id, "thu_ly")
    find(station, case_id)
    station.to_step(case_id, "ky_duyet")
    station.decide(case_id)
    line = issued(station, case_id)
    own = documents.own_document(station.actor("quyen"), document_id=line.id)
    facts = Finding.objects.get(request__case_id=case_id).facts
    assert facts["conviction"] == "Không có án tích"
    assert facts["group_child_abuse"] == "Không có án tích về xâm hại tình dục trẻ em"
    assert facts["ban"].startswith("Không bị cấm")
    assert (own.line.kind, facts["personal_id"]) == ("phieu_ly_lich_tu_phap_1", "000301000208")
    told = {"audience": Audience.EMPLOYER, "recipient": "Trường mầm non hư cấu", "purpose": "Xin việc"}
    bounds = {"minutes": 15, "times": 1}
    privacy.share_document(
        station.actor("quyen"), document_id=line.id, facts=["group_child_abuse", "holder_name"], **told, **bounds
    )
    figures = {"requests": [1], "on_time": [100], "issued": [1], "shared": [1], "one_fact": [1]}
    assert selectors.figures([clock.today()]) == figures
    (mine,) = selectors.own(station.actor("quyen"))
    assert mine.document.id == line.id


def test_nothing_is_signed_that_nobody_found(station: Station) -> None:
    case_id = station.at_hand()
    station.to_step(case_id, "ky_duyet")
    with pytest.raises(Conflict, match="chưa có kết luận"):
        station.decide(case_id)
    with pytest.raises(Conflict, match="bước tra cứu"):
        find(station, case_id)


def test_a_cleared_conviction_is_on_form_2_alone(station: Station) -> None:
    for form, words in (("so_1", "Không có án tích"), ("so_2", "Có án tích")):
        case_id = station.at_hand("dat", form)
        (key, _, proposal), *_ = judging.proposals(station.search(case_id), clock.today())
        assert proposal.standing == "stands"
        with pytest.raises(Invalid):
            find(station, case_id)
        with pytest.raises(Invalid, match="lý do"):
            find(station, case_id, {key: False})
        reasons = {key: "Đã có quyết định xoá án tích của Toà án, bản chính trong hồ sơ"}
        find(station, case_id, {key: form == "so_2"}, reasons if form == "so_1" else {})
        facts = Finding.objects.get(request__case_id=case_id).facts
        assert facts["conviction"].startswith(words)
        assert ("group_traffic" in facts) == (form == "so_1")
        assert Finding.objects.get(request__case_id=case_id).document_type.endswith(form.removeprefix("so_"))


def test_somebody_alike_is_judged_by_an_officer(station: Station) -> None:
    case_id = station.at_hand("huong")
    match = Match.objects.get(search__request__case_id=case_id)
    assert match.verdict == "open"
    with pytest.raises(Conflict, match="chưa kết luận"):
        find(station, case_id)
    judging.begin_verification(station.clerk, case_id=case_id, reason="Trùng họ tên và năm sinh")
    assert selectors.due_of(station.request(case_id)) > station.case(case_id).line.due_at + timedelta(days=4)
    with pytest.raises(Conflict):
        judging.begin_verification(station.clerk, case_id=case_id, reason="Lần nữa")
    doing = {"case_id": case_id, "match_id": match.pk, "reason": "Quê quán, cha mẹ khác"}
    judging.judge_match(station.clerk, is_same=False, **doing)
    find(station, case_id)
    assert Finding.objects.get(request__case_id=case_id).facts["conviction"] == "Không có án tích"
    judging.judge_match(station.clerk, is_same=True, **doing)
    assert not Finding.objects.filter(request__case_id=case_id).exists(), "it rested on less"
    view = reading.read_request(station.clerk, case_id=case_id)
    assert {line.label: line.agrees for line in view.matches[0].compared}["Số định danh"] is None


def test_the_wrong_persons_answer_is_refused_and_ordered_again(station: Station) -> None:
    case_id = station.filed()
    with station.twin.fault("wrong_person"):
        assert station.searched(case_id).state == "refused"
    assert AuditEntry.objects.filter(action="p16.refuse_answer").count() == 1
    station.to_step(case_id, "thu_ly")
    with pytest.raises(Conflict):
        find(station, case_id)
    ordering.order_again(station.clerk, case_id=case_id, reason="Câu trả lời về người khác")
    with pytest.raises(Conflict, match="còn chờ"):
        ordering.order_again(station.clerk, case_id=case_id, reason="Nóng vội")
    assert station.searched(case_id).outcome == "nothing"
    with pytest.raises(Conflict, match="mới hơn"):
        judging.write_finding(station.clerk, case_id=case_id, expected_search=1, standing={}, reasons={})


@pytest.mark.parametrize("fault", ["forged", "malformed"])
def test_a_bent_answer_is_refused(station: Station, fault: str) -> None:
    case_id = station.filed()
    with station.twin.fault(fault):
        assert station.searched(case_id).state == "refused"


@pytest.mark.parametrize("fault", ["down", "not_json", "never_ready", "wrong_order"])
def test_a_register_that_is_not_itself_only_costs_time(station: Station, fault: str) -> None:
    case_id = station.filed()
    with station.twin.fault(fault):
        assert station.searched(case_id).state in {"waiting", "sent"}


def test_what_is_brought_counts_once_and_a_replay_changes_nothing(station: Station) -> None:
    case_id = station.filed("dat")
    search = station.search(case_id)
    outbox.deliver(f"{ordering.TOPIC}:{search.pk}")
    raw = station.twin.signed(str(search.pk))
    assert sending.bring(raw) is True
    assert sending.bring(raw) is False
    assert Match.objects.count() == 1
    assert AuditEntry.objects.filter(action="p16.take_answer").count() == 1
    with clock.at(clock.now() + timedelta(hours=3)), pytest.raises(AnswerRefused, match="stale"):
        sending.bring(raw)
    found = station.twin.client().answer(str(search.pk))
    other = answering.Answer(**(found.__dict__ | {"id": "another-answer"}))
    with pytest.raises(Conflict):
        answering.take_answer(SYSTEM, answer=other)
    stranger = answering.Answer(**(found.__dict__ | {"order_id": str(uuid4())}))
    with pytest.raises(NotFound):
        answering.take_answer(SYSTEM, answer=stranger)
    with pytest.raises(NotPermitted):
        answering.take_answer(station.clerk, answer=found)


def test_the_order_is_one_however_often_it_is_sent(station: Station) -> None:
    case_id = station.filed()
    search = station.search(case_id)
    with station.twin.fault("lost_receipt"):
        assert outbox.deliver(f"{ordering.TOPIC}:{search.pk}") is outbox.Outcome.FAILED
    sending.send_order({"search": str(search.pk)}, "again")
    sending.send_order({"search": str(search.pk)}, "and again")
    assert len(station.twin.admin("GET", "orders")) == 1
    assert AuditEntry.objects.filter(action="p16.send_order").count() == 1


def test_receipt_begins_the_search_by_itself_and_a_missed_one_is_found(
    station: Station, django_capture_on_commit_callbacks
) -> None:
    filed, missed = station.handed_in(), station.handed_in("dat")
    with django_capture_on_commit_callbacks(execute=True):
        cases.receive(station.clerk, case_id=filed.case_id, expected_revision=1)
    assert RecordRequest.objects.filter(case_id=filed.case_id).exists()
    cases.receive(station.clerk, case_id=missed.case_id, expected_revision=1)
    assert (tasks.begin_missed(0), tasks.begin_missed(0)) == (1, 0)


def test_nobody_asks_for_somebody_else(station: Station) -> None:
    for form in ("so_1", "so_2"):
        case_id = station.filed("quyen", form, applicant_id="000151000201")
        assert not Search.objects.filter(request__case_id=case_id).exists()
        assert station.request(case_id).stopped_why
        station.to_step(case_id, "thu_ly")
        with pytest.raises(Conflict):
            ordering.order_again(station.clerk, case_id=case_id, reason="Thử")


def test_officers_of_other_units_and_other_hats_find_nothing(station: Station) -> None:
    case_id = station.at_hand("huong")
    match_id = Match.objects.get(search__request__case_id=case_id).pk
    outsider = station.actor("police_clerk")
    with pytest.raises(NotFound):
        reading.read_request(outsider, case_id=case_id)
    with pytest.raises(NotFound):
        judging.judge_match(outsider, case_id=case_id, match_id=match_id, is_same=True, reason="Thử")
    with pytest.raises(NotFound):
        ordering.order_again(outsider, case_id=case_id, reason="Thử")
    with pytest.raises(NotFound):
        reading.read_request(station.actor("huong"), case_id=case_id)
    with pytest.raises(NotPermitted):
        judging.write_finding(station.signer, case_id=case_id, expected_search=1, standing={}, reasons={})
    with pytest.raises(NotPermitted):
        selectors.lines(station.actor("huong"))
    with pytest.raises(NotPermitted):
        cases.case_facts(station.clerk, case_id=case_id)
    other = station.at_hand("quyen")
    with pytest.raises(NotFound):
        judging.judge_match(station.clerk, case_id=other, match_id=match_id, is_same=True, reason="Thử")
    assert selectors.lines(outsider) == []
    assert len(selectors.lines(station.clerk)) == 2


def test_a_new_conviction_shows_on_the_next_search_and_the_certificate_is_withdrawn(station: Station) -> None:
    case_id = station.at_hand()
    find(station, case_id)
    station.to_step(case_id, "ky_duyet")
    station.decide(case_id)
    line = issued(station, case_id)
    assert not reading.read_request(station.clerk, case_id=case_id).differs
    subject = {"personalId": "000301000208", "fullName": "Ngô Mỹ Quyên", "born": "2001-06-26", "sex": "female"}
    station.twin.enter(
        reference="LLTP-HC-1",
        subject=subject | {"father": "", "mother": "", "residence": ""},
        conviction=[
            {"judgement": "1/2026", "court": "Toà án hư cấu", "judgedOn": "2026-11-20", "article": "174",
             "offence": "Tội lừa đảo chiếm đoạt tài sản", "penalty": "prison", "months": 12}
        ],
    )  # fmt: skip
    ordering.order_again(station.clerk, case_id=case_id, reason="Kiểm tra định kỳ")
    station.searched(case_id)
    view = reading.read_request(station.clerk, case_id=case_id)
    assert (view.differs, view.document.id) == (True, line.id)
    assert Finding.objects.filter(request__case_id=case_id).exists(), "what was signed stays on file"
    documents.withdraw_document(station.clerk, document_id=line.id, reason="Có bản án mới")
    assert cases.document_of(case_id).withdrawn_at is not None


def test_what_was_searched_goes_after_its_time(station: Station) -> None:
    case_id = station.at_hand("dat", "so_2")
    key = judging.proposals(station.search(case_id), clock.today())[0][0]
    find(station, case_id, {key: True})
    station.to_step(case_id, "ky_duyet")
    station.decide(case_id)
    with clock.at(clock.now() + timedelta(days=89)):
        privacy.run_retention(SYSTEM, only=["p16_criminal_records.searches"])
        assert Match.objects.count() == 1
    with clock.at(clock.now() + timedelta(days=91)):
        privacy.run_retention(SYSTEM, only=["p16_criminal_records.searches"])
    assert (Match.objects.count(), station.search(case_id).raw, station.search(case_id).subject) == (0, "", {})
    assert reading.read_request(station.clerk, case_id=case_id).facts
    copy = next(one for one in privacy.holdings() if one.code == "p16.requests")
    assert len(copy.export(station.actor("dat").party_id)) == 1


def test_looks_are_told_to_the_person(station: Station) -> None:
    case_id = station.at_hand()
    reading.read_request(station.clerk, case_id=case_id)
    entry = AuditEntry.objects.filter(action="p16_looks.read").latest("at")
    assert "Cấp phiếu lý lịch tư pháp" in entry.body
    assert "Luật Lý lịch tư pháp" in entry.body
