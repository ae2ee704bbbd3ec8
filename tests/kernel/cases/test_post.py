"""A file that came by post: its time runs from when the unit got it, and what was said of it is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.kernel.cases.office import AT_COUNTER, MORNING, UNIT, at

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.models import Case, PostalFiling
from dean06.kernel.cases.services import applicant, handling
from dean06.kernel.cases.types import Channel, Heard, PostArrival, Spoken

ARRIVED = at("03/12/2025 16:30")
POST = PostArrival(
    arrived_at=ARRIVED,
    sender_name="  Trần Thị Hoa ",
    sender_address="Thôn 1, xã Đức Thọ",
    parcel_number="EB123456789VN",
    return_address="Thôn 1, xã Đức Thọ",
)


def posted(office, key="1", post=POST, **changes) -> Case:
    facts = {"channel": Channel.POST, "papers": [AT_COUNTER], "applicant_id": office.mother.party_id, "post": post}
    return Case.objects.get(pk=office.file(key, actor=office.clerk, **facts | changes).case_id)


def test_its_time_runs_from_the_hour_the_unit_got_it(office):
    case = posted(office)
    assert (case.channel, case.submitted_at, case.received_at) == (Channel.POST, ARRIVED, None)
    office.do(handling.receive, case)
    assert case.received_at == ARRIVED
    assert case.due_at == at("04/12/2025 17:30"), "after 15:00 on the 3rd: due the next day, over already"
    view = cases.read_case(office.clerk, case_id=case.pk)
    assert (view.line.is_overdue, view.line.received_at) == (True, ARRIVED)
    assert view.post == replace(POST, sender_name="Trần Thị Hoa")
    assert {child.submitted_at for child in case.children.all()} == {ARRIVED}


def test_the_indicators_count_it_from_there_too(office):
    case = posted(office)
    office.do(handling.receive, case)
    day = clock.today()
    board = cases.scoreboard(office.chair, unit_code=UNIT, first=day.replace(day=1), last=day)
    on_time = next(one for group in board.groups for one in group.indicators if one.weight.code == "on_time")
    assert (on_time.counted.good, on_time.counted.out_of) == ((), (str(case.pk),))


def test_sent_back_for_more_before_it_was_taken_in_it_was_not_whole(office):
    case = posted(office)
    office.do(handling.ask_supplement, case, request="Bản chính giấy chứng sinh")
    told = Spoken(by="Trần Thị Hoa", how=Heard.BY_POST)
    with clock.at(MORNING + timedelta(days=3)):
        office.do(applicant.answer_supplement, case, answer="Gửi bù bản chính", papers=[AT_COUNTER], spoken=told)
        office.do(handling.receive, case)
    assert case.received_at is not None
    assert case.received_at > MORNING + timedelta(days=3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sender_name": " "}, "sender_name"),
        ({"sender_address": ""}, "sender_address"),
        ({"sender_address": "x" * 301}, "sender_address"),
        ({"parcel_number": "x" * 41}, "parcel_number"),
        ({"arrived_at": MORNING + timedelta(minutes=1)}, "arrived_at"),
        ({"arrived_at": MORNING - timedelta(days=31)}, "arrived_at"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_filed(office, changes, field):
    with pytest.raises(Invalid) as refused:
        posted(office, post=replace(POST, **changes))
    assert refused.value.field == field
    assert not Case.objects.exists()
    assert not PostalFiling.objects.exists()


@pytest.mark.parametrize(("channel", "post"), [(Channel.POST, None), (Channel.COUNTER, POST)])
def test_only_what_came_by_post_has_a_sender_and_it_has_one(office, channel, post):
    with pytest.raises(Invalid) as refused:
        posted(office, channel=channel, post=post)
    assert refused.value.code == "post_details"


def test_entered_twice_it_is_one_case_and_another_sender_is_another_filing(office):
    assert posted(office).pk == posted(office).pk
    assert PostalFiling.objects.count() == 1
    with pytest.raises(Conflict) as refused:
        posted(office, post=replace(POST, return_address=""))
    assert refused.value.code == "key_used"


def test_a_citizen_posts_nothing_online(office):
    with pytest.raises(NotPermitted):
        office.file(channel=Channel.POST, post=POST)
