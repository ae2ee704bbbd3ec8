"""Filings made on the national portal: one case each, checked, refused with a reason or held; every move told back."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from tests import papers
from tests.kernel.audit_trail import actions_of
from tests.kernel.cases.declarations import BIRTH as ANSWERS
from tests.kernel.cases.fake_portal import BIRTH, MOTHER, STRANGER, attachment, feeding, nobody
from tests.kernel.cases.office import AGENCY, MORNING
from tests.kernel.cases.register import Register

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.cases import api as cases
from dean06.kernel.cases import arrival_holdings, tasks
from dean06.kernel.cases.models import Arrival, ArrivalReport, Case, CaseEvent, Paper
from dean06.kernel.cases.services import applicant, handling, reporting
from dean06.kernel.cases.services.arrival_reading import PORTAL
from dean06.kernel.cases.types import ArrivalState, Channel, Status
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.national_portal import Reason
from dean06.kernel.ports.population import Facts
from dean06.kernel.privacy import api as privacy

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


@pytest.fixture
def portal(office):
    with feeding() as found:
        yield found


@pytest.fixture
def operator(office):
    return replace(office.clerk, role=Role.OPERATOR, unit_code="")


def arrival() -> Arrival:
    return Arrival.objects.order_by("came_at", "pk").last()


def settled(portal, **changes) -> Arrival:
    portal.deliver(**changes)
    tasks.fetch(0)
    return arrival()


def sent() -> None:
    """The worker delivers what waits."""
    for message_id in OutboxMessage.objects.filter(topic=reporting.TOPIC).order_by("pk").values_list("message_id"):
        outbox.deliver(*message_id)


def test_a_filing_on_the_portal_is_a_case_like_any_other(office, portal):
    found = settled(portal)
    case = Case.objects.get(parent=None)
    assert (found.state, found.raw, portal.confirmed) == (ArrivalState.FILED, "", ["m1"])
    assert (case.channel, case.applicant_id, case.unit_code) == (
        Channel.PORTAL,
        office.mother.party_id,
        office.clerk.unit_code,
    )
    assert case.code.startswith(f"{AGENCY}-251205-")
    assert [child.unit_code for child in case.children.order_by("code")] == ["cong-an-xa-duc-tho", "bhxh-tinh"]
    assert Paper.objects.get(case=case).file_name == "chung-sinh.pdf"
    assert actions_of("cases.note_arrival")[-1]["portal_code"] == BIRTH.code
    office.do(handling.receive, case)
    assert Status(case.status) is Status.RECEIVED


def test_delivered_twice_it_is_one_case(portal):
    portal.deliver()
    portal.deliver(message_id="m2")
    tasks.fetch(0)
    tasks.fetch(0)
    assert Case.objects.filter(parent=None).count() == 1
    assert [one.state for one in Arrival.objects.order_by("message_id")] == [ArrivalState.FILED, ArrivalState.REPEAT]


def test_what_was_kept_and_not_confirmed_comes_again_and_changes_nothing(portal):
    portal.fails["confirm"] = Reason.TIMED_OUT
    settled(portal)
    portal.fails.clear()
    tasks.fetch(0)
    assert Arrival.objects.count() == Case.objects.filter(parent=None).count() == 1
    assert portal.confirmed == ["m1"]


def test_somebody_new_is_entered_from_the_register_not_from_the_message(office):
    name = "Lê Văn Mới"
    with feeding(Register(Facts(personal_id=STRANGER, full_name=name, sex="male"))) as portal:
        settled(portal, personal_id=STRANGER, full_name="Le Van Moi")
    assert parties.party(Case.objects.get(parent=None).applicant_id).full_name == name


REFUSED = [
    ({"full_name": "Người Khác"}, "another_name", "không khớp"),
    ({"personal_id": STRANGER}, "unknown_person", "không có số định danh"),
    ({"answers": {**ANSWERS, "born_on": "x"}}, "invalid_form", "Ngày sinh"),
    ({"attachments": ()}, "invalid_form", "Thiếu"),
    ({"is_identified": False}, "level_too_low", "mức 2"),
]


@pytest.mark.parametrize(("changes", "reason", "said"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_cannot_be_filed_is_refused_with_a_reason_and_the_portal_is_told(portal, changes, reason, said):
    found = settled(portal, **changes)
    assert (found.state, found.reason) == (ArrivalState.REFUSED, reason)
    assert said in found.why
    assert found.raw, "kept until its time is over"
    assert not Case.objects.exists()
    sent()
    (told,) = portal.told
    assert (told.number, told.status, told.note, told.our_code) == (1, Status.NOT_RECEIVED, found.why, "")
    assert actions_of("cases.refuse_arrival")[-1]["reason"] == reason


def test_a_file_of_another_type_than_its_name_says_is_refused(portal):
    lie = attachment(PNG)
    portal.files[lie.file_id] = PNG
    found = settled(portal, attachments=(lie,))
    assert (found.state, found.reason) == (ArrivalState.REFUSED, "wrong_file")


HELD = [
    ({"procedure": "9.999999"}, "unknown_procedure"),
    ({"agency": "000.99.99.H27"}, "unknown_agency"),
    ({"agency": "000.01.02.H27"}, "not_a_receiver"),
]


@pytest.mark.parametrize(("changes", "reason"), HELD, ids=[row[1] for row in HELD])
def test_what_may_be_our_own_mistake_is_held_for_an_operator(portal, operator, changes, reason):
    found = settled(portal, **changes)
    assert (found.state, found.reason) == (ArrivalState.HELD, reason)
    assert not ArrivalReport.objects.exists(), "the portal hears nothing before somebody has looked"
    figures = cases.arrival_figures(operator)
    assert [(one.portal_code, one.why) for one in figures.to_look_at] == [(BIRTH.code, found.why)]
    cases.retry_arrival(operator, arrival_id=found.pk)
    tasks.fetch(0)
    found.refresh_from_db()
    assert found.state == ArrivalState.HELD
    cases.refuse_arrival(operator, arrival_id=found.pk, reason="Nộp nhầm nơi")
    found.refresh_from_db()
    assert (found.state, found.why) == (ArrivalState.REFUSED, "Nộp nhầm nơi")
    sent()
    assert portal.told[-1].note == "Nộp nhầm nơi"


@pytest.mark.parametrize("raw", ["", "{", "[]", '{"code": 1}', "a\x00b"])
def test_a_message_that_is_no_dossier_is_kept_and_seen(portal, operator, raw):
    found = settled(portal, dossier=raw)
    assert (found.state, found.reason, found.raw) == (ArrivalState.HELD, "unreadable", raw.replace("\x00", "\ufffd"))
    assert portal.confirmed == ["m1"], "it is safe here"
    cases.refuse_arrival(operator, arrival_id=found.pk, reason="Không đọc được")
    assert not ArrivalReport.objects.exists(), "there is no code to tell of"


def test_a_silent_register_refuses_nobody(office):
    register = Register(MOTHER, is_silent=True)
    with feeding(register) as portal:
        found = settled(portal)
        assert (found.state, found.reason, found.tries) == (ArrivalState.WAITING, "register_silent", 1)
        register.is_silent = False
        assert tasks.fetch(0) == 0, "not yet"
        with clock.at(MORNING + timedelta(minutes=2)):
            tasks.fetch(0)
    found.refresh_from_db()
    assert found.state == ArrivalState.FILED


def test_a_portal_that_does_not_hand_out_a_file_is_asked_again_later_and_later(portal):
    portal.fails["attachment"] = Reason.BUSY
    found, pauses = settled(portal), []
    for _ in range(8):
        found.refresh_from_db()
        pauses.append(found.next_try_at)
        with clock.at(found.next_try_at):
            tasks.fetch(0)
    apart = [later - earlier for earlier, later in pairwise(pauses)]
    assert apart == sorted(apart)
    assert apart[-1] == timedelta(hours=1)
    assert "busy" in found.why


def test_the_portal_away_stops_nothing_that_is_here(portal):
    portal.deliver()
    portal.fails["attachment"] = Reason.BUSY
    tasks.fetch(0)
    portal.fails = {"waiting": Reason.UNREACHABLE}
    with clock.at(MORNING + timedelta(minutes=5)):
        tasks.fetch(0)
    assert arrival().state == ArrivalState.FILED


def test_without_a_portal_nothing_is_fetched(office):
    with nobody():
        assert tasks.fetch(0) == 0
        assert not cases.is_fed()


def walked(office, portal) -> Case:
    """Filed, taken in, decided, handed over."""
    settled(portal)
    case = Case.objects.get(parent=None)
    office.do(handling.receive, case)
    office.do(handling.assign, case, step="ho_tich")
    office.do(handling.assign, case, office.registrar, step="lanh_dao")
    office.do(handling.decide, case, office.chair, result_number="12/2025")
    office.do(handling.hand_over, case, to="Mẹ, tại quầy")
    return case


def test_every_change_of_status_is_told_once_and_in_order(office, portal):
    case = walked(office, portal)
    sent()
    own = [one for one in portal.told if one.status]
    assert [one.status for one in own] == [1, 2, 4, 9, 10]
    assert [one.number for one in portal.told] == list(range(1, len(portal.told) + 1))
    assert {one.our_code for one in own} == {case.code}
    decided = own[3]
    assert (decided.by_name, decided.by_post, decided.result_number) == ("Đặng Quốc Bảo", "Phó Chủ tịch", "12/2025")
    assert own[4].handed_over_at == case.last_at
    before = len(portal.told)
    sent()
    assert len(portal.told) == before


def test_a_report_that_fails_holds_back_those_after_it(office, portal):
    portal.fails["report"] = Reason.BUSY
    walked(office, portal)
    sent()
    assert portal.told == []
    portal.fails.clear()
    OutboxMessage.objects.update(next_attempt_at=clock.now())
    last = OutboxMessage.objects.filter(topic=reporting.TOPIC).order_by("pk").last()
    outbox.deliver(last.message_id)
    assert [one.number for one in portal.told] == list(range(1, len(portal.told) + 1)), "one worker sends all, in order"
    assert not ArrivalReport.objects.filter(sent_at=None).exists()
    assert not Arrival.objects.exclude(sending_until=None).exists()


def test_two_workers_never_report_on_one_dossier_at_once(office, portal):
    found = settled(portal)
    Arrival.objects.filter(pk=found.pk).update(sending_until=clock.now() + timedelta(seconds=30))
    with pytest.raises(reporting.LaneBusy):
        reporting.send_reports({"arrival": str(found.pk)}, "x")
    with clock.at(MORNING + timedelta(minutes=2)):  # the other one died
        reporting.send_reports({"arrival": str(found.pk)}, "x")
    assert len(portal.told) == 1


def test_reports_given_up_are_seen_and_can_be_sent_again(office, portal, operator):
    portal.fails["report"] = Reason.REQUEST_REFUSED
    found = settled(portal)
    (message,) = OutboxMessage.objects.filter(topic=reporting.TOPIC)
    for _ in range(outbox.MAX_ATTEMPTS):
        OutboxMessage.objects.update(next_attempt_at=clock.now())
        outbox.deliver(message.message_id)
    message.refresh_from_db()
    assert message.state == OutboxState.DEAD
    (late,) = cases.arrival_figures(operator).late
    assert (late.portal_code, late.count, late.is_dead, late.message_id) == (BIRTH.code, 1, True, message.message_id)
    assert late.case_code == Case.objects.get(filing=found.filing, parent=None).code
    portal.fails.clear()
    outbox.retry(message.message_id, operator)
    outbox.deliver(message.message_id)
    assert len(portal.told) == 1


def test_what_was_filed_together_is_told_within_the_main_dossier(office, portal):
    case = walked(office, portal)
    child = case.children.get(procedure_code="thuong_tru")
    office.do(handling.receive, child, office.police)
    sent()
    told = portal.told[-1]
    assert (told.status, told.our_code) == (None, case.code)
    assert child.code in told.note
    assert "Được tiếp nhận" in told.note


def test_sent_again_with_more_while_more_was_asked_it_is_the_answer(office, portal):
    settled(portal)
    case = Case.objects.get(parent=None)
    office.do(handling.receive, case)
    office.do(handling.assign, case, step="ho_tich")
    office.do(handling.ask_supplement, case, office.registrar, request="Chụp lại giấy chứng sinh")
    clearer = papers.pdf("clearer")
    again = attachment(clearer)
    portal.files[again.file_id] = clearer
    found = settled(portal, message_id="m2", attachments=(attachment(), again))
    case.refresh_from_db()
    assert (found.state, Status(case.status)) == (ArrivalState.ANSWERED, Status.PROCESSING)
    assert Paper.objects.get(case=case, supplement__isnull=False).sha256 == again.sha256
    assert CaseEvent.objects.get(case=case, number=case.revision).by_name == PORTAL.name


@pytest.mark.parametrize("is_asked", [False, True])
def test_sent_again_otherwise_it_is_held(office, portal, is_asked):
    settled(portal)
    case = Case.objects.get(parent=None)
    changes = {"answers": {**ANSWERS, "sex": "nam"}}
    if is_asked:
        office.do(handling.ask_supplement, case, request="x")
        changes = {"personal_id": STRANGER}
    found = settled(portal, message_id="m2", **changes)
    assert (found.state, found.reason) == (ArrivalState.HELD, "changed")
    assert Case.objects.filter(parent=None).count() == 1


def test_refused_and_sent_again_its_reports_count_on(portal):
    settled(portal, full_name="Người Khác")
    settled(portal, message_id="m2")
    sent()
    assert [(one.number, one.status) for one in portal.told] == [(1, 3), (2, 1)]


def test_only_cases_of_the_portal_are_spoken_for_by_it(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, request="x")
    with pytest.raises(NotFound):
        office.do(applicant.answer_supplement, case, PORTAL, answer="x")


def test_operators_alone_handle_what_is_held(office, portal, operator):
    found = settled(portal, procedure="9.999999")
    for act, facts in ((cases.retry_arrival, {}), (cases.refuse_arrival, {"reason": "x"})):
        with pytest.raises(NotPermitted):
            act(office.clerk, arrival_id=found.pk, **facts)
    with pytest.raises(NotPermitted):
        cases.arrival_figures(office.clerk)
    with pytest.raises(Invalid):
        cases.refuse_arrival(operator, arrival_id=found.pk, reason=" ")
    cases.refuse_arrival(operator, arrival_id=found.pk, reason="x")
    with pytest.raises(Conflict):
        cases.retry_arrival(operator, arrival_id=found.pk)


def test_what_was_refused_is_forgotten_in_time_its_reason_is_not(office, portal):
    found = settled(portal, full_name="Người Khác")
    assert found.applicant_id == office.mother.party_id
    with clock.at(MORNING + timedelta(days=arrival_holdings.REFUSED_DAYS + 1)):
        privacy.run_retention(SYSTEM, only=["cases.arrivals"])
    found.refresh_from_db()
    assert (found.raw, bool(found.why)) == ("", True)


def test_a_defect_loses_no_message(office, portal, monkeypatch):
    portal.files.clear()
    found = settled(portal)
    assert (found.state, found.reason) == (ArrivalState.WAITING, "defect")
    assert found.raw
