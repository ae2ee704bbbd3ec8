"""Requests: a deadline, the unit that looked answers, nobody else reads, two answers are one too many."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.kernel.audit_trail import bodies_of
from tests.kernel.privacy.conftest import DAY, UNIT, look

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.models import EmailAddress
from dean06.kernel.privacy import api
from dean06.kernel.privacy.models import DataRequest, DeletionProof, RequestEvent
from dean06.kernel.privacy.services.requests import ASK_LIMIT
from dean06.kernel.privacy.types import Outcome, RequestKind, RequestState


@pytest.fixture(autouse=True)
def _while_the_district_was():
    with clock.at(DAY):
        yield


def question(hoa, clerk, text="Vì sao xem dữ liệu của tôi?"):
    return api.ask(hoa, kind=RequestKind.QUESTION, text=text, look_id=look(clerk, hoa.party_id))


def answer(actor, request, **changes):
    facts = {"outcome": Outcome.DONE, "answer": "Bà nộp hồ sơ tại quầy ngày hôm đó.", "expected_revision": 0}
    api.answer_request(actor, request_id=request, **(facts | changes))


def test_asked_answered_read(hoa, clerk, work):
    request = question(hoa, clerk)
    work()
    assert any("Đã nhận yêu cầu" in letter.subject for letter in messaging.inbox(hoa))
    (task,) = messaging.inbox(clerk)
    assert task.link == f"/yeu-cau-du-lieu/{request}/"
    (line,) = api.handler_queue(clerk)
    assert (line.unit_code, line.due_on, line.is_overdue) == (UNIT, date(2025, 3, 17), False)  # 15/3 is a Saturday
    info = api.read_request(clerk, request_id=request)
    assert info.look is not None
    assert (info.look.purpose, info.text) == ("Giải quyết hồ sơ", "Vì sao xem dữ liệu của tôi?")
    answer(clerk, request)
    work()
    own = api.own_request(hoa, request_id=request)
    assert (own.line.state, own.line.outcome, own.answer) == (
        RequestState.ANSWERED,
        Outcome.DONE,
        "Bà nộp hồ sơ tại quầy ngày hôm đó.",
    )
    assert [step.kind for step in own.steps] == ["opened", "answered"]
    assert any("Đã trả lời" in letter.subject for letter in messaging.inbox(hoa))
    assert api.handler_queue(clerk) == []
    assert api.open_count(clerk, is_open=False) == 1


def test_the_law_of_the_day_sets_the_deadline(hoa, clerk):
    with clock.at(date(2026, 11, 24)):
        asked = {
            RequestKind.ACCESS: (date(2026, 12, 4), ""),
            RequestKind.RESTRICT: (date(2026, 12, 9), "parties.person"),
            RequestKind.DELETE: (date(2026, 12, 14), "messaging.email"),
        }
        for kind, (due, holding) in asked.items():
            request = api.ask(hoa, kind=kind, text="Xin làm giúp", holding=holding)
            info = api.own_request(hoa, request_id=request)
            assert info.line.due_on == due
            assert not info.due_is_verified


def test_the_answer_is_somebody_elses_business(hoa, minh, clerk, coordinator, operator):
    request = question(hoa, clerk)
    with pytest.raises(NotFound):
        api.own_request(minh, request_id=request)
    with pytest.raises(NotFound):
        api.withdraw_request(minh, request_id=request)
    stranger = clerk.__class__(**(clerk.__dict__ | {"unit_code": "phong-noi-vu"}))
    for actor in (stranger, coordinator, operator):
        with pytest.raises(NotFound):
            api.read_request(actor, request_id=request)
        with pytest.raises(NotFound):
            answer(actor, request)
        assert api.handler_queue(actor) == []
    with pytest.raises(NotPermitted):
        api.handler_queue(hoa)


def test_what_is_late_the_standing_body_sees_too(hoa, clerk, coordinator):
    request = question(hoa, clerk)
    with clock.at(DAY + timedelta(days=30)):
        (line,) = api.handler_queue(coordinator)
        assert line.is_overdue
        answer(coordinator, request)


def test_the_rest_goes_to_the_standing_body_and_operators(hoa, clerk, coordinator, operator):
    request = api.ask(hoa, kind=RequestKind.ACCESS, text="Xin bản dữ liệu giấy")
    assert api.handler_queue(clerk) == []
    for actor in (coordinator, operator):
        assert [line.id for line in api.handler_queue(actor)] == [request]


def test_two_people_answering_at_once(hoa, clerk):
    request = question(hoa, clerk)
    read = api.read_request(clerk, request_id=request).revision
    answer(clerk, request, expected_revision=read)
    with pytest.raises(Conflict):
        answer(clerk, request, expected_revision=read, answer="Khác")
    assert len(bodies_of("privacy.answer_request")) == 1


def test_taken_back_in_time_or_not_at_all(hoa, clerk):
    request = question(hoa, clerk)
    api.withdraw_request(hoa, request_id=request)
    with pytest.raises(Conflict):
        answer(clerk, request)
    with pytest.raises(Conflict):
        api.withdraw_request(hoa, request_id=request)


def test_one_question_a_look(hoa, clerk):
    entry = look(clerk, hoa.party_id)
    api.ask(hoa, kind=RequestKind.QUESTION, text="Vì sao?", look_id=entry)
    with pytest.raises(Conflict):
        api.ask(hoa, kind=RequestKind.QUESTION, text="Vì sao?", look_id=entry)
    api.ask(hoa, kind=RequestKind.OBJECT, text="Tôi phản đối", look_id=entry)


def test_a_look_at_somebody_else_cannot_be_asked_about(hoa, minh, clerk):
    entry = look(clerk, minh.party_id)
    with pytest.raises(NotFound):
        api.ask(hoa, kind=RequestKind.QUESTION, text="Vì sao?", look_id=entry)


def test_nobody_answers_his_own(clerk):
    request = api.ask(clerk, kind=RequestKind.QUESTION, text="Vì sao?", look_id=look(clerk, clerk.party_id))
    with pytest.raises(NotPermitted):
        answer(clerk, request)


@pytest.mark.parametrize(
    "broken",
    [
        {"text": "  "},
        {"text": "x" * 2001},
        {"kind": RequestKind.QUESTION},
        {"kind": RequestKind.CORRECT},
        {"kind": RequestKind.RESTRICT, "holding": "nothing"},
    ],
)
def test_a_broken_request_is_refused(hoa, broken):
    with pytest.raises(Invalid):
        api.ask(hoa, **({"kind": RequestKind.ACCESS, "text": "Xin"} | broken))


def test_answers_need_words_and_an_outcome(hoa, clerk):
    request = question(hoa, clerk)
    for broken in ({"answer": " "}, {"outcome": Outcome.NONE}):
        with pytest.raises(Invalid):
            answer(clerk, request, **broken)


def test_asking_is_limited(hoa):
    for number in range(ASK_LIMIT.count):
        api.ask(hoa, kind=RequestKind.ACCESS, text=f"Lần {number}")
    with pytest.raises(TooMany):
        api.ask(hoa, kind=RequestKind.ACCESS, text="Nữa")


def test_a_legal_hold_is_named_before_anything_is_filed(hoa):
    with pytest.raises(Conflict, match="26/2023/QH15"):
        api.ask(hoa, kind=RequestKind.DELETE, text="Xoá", holding="parties.person")
    assert not DataRequest.objects.exists()


def test_a_granted_deletion_is_done_and_proven(hoa, coordinator):
    address = EmailAddress.objects.create(party_id=hoa.party_id, email="hoa@vidu.vn", nonce="n")
    request = api.ask(hoa, kind=RequestKind.DELETE, text="Xoá thư điện tử", holding="messaging.email")
    answer(coordinator, request, answer="Đã xoá.")
    assert not EmailAddress.objects.exists()
    proof = api.find_deletion("messaging.email", address.pk)
    assert proof is not None
    assert proof.count == 1
    assert api.find_deletion("messaging.email", request) is None
    assert DeletionProof.objects.get().run_id == request


def test_the_database_keeps_states_whole_and_history_as_it_was(hoa, clerk):
    request = question(hoa, clerk)
    rows = DataRequest.objects.filter(pk=request)
    for broken in ({"state": "answered"}, {"outcome": "done"}, {"state": "lost"}, {"text": ""}, {"look": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestEvent.objects.update(text="khác")


def test_reading_a_request_is_a_look_its_owner_sees(hoa, clerk):
    request = question(hoa, clerk)
    api.read_request(clerk, request_id=request)
    page = api.looks_page(hoa, api.LookChoice(), limit=10, offset=0)
    assert "privacy.read_request" in {one.action for one in page}


def test_a_copy_of_everything_holds_the_persons_own(hoa, clerk):
    question(hoa, clerk, text="Câu hỏi riêng")
    copy = api.copy_own_data(hoa)
    assert copy["data"]["parties.person"]["rows"][0]["full_name"] == "Trần Thị Hoa"
    assert copy["data"]["privacy.requests"]["rows"][0]["text"] == "Câu hỏi riêng"
    assert len(bodies_of("privacy.copy_own_data")) == 1
