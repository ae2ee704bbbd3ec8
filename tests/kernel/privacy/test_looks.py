"""Looks: the three groups and their filters; which are unexpected; told once, in one message."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.audit_trail import bodies_of
from tests.kernel.privacy.conftest import UNIT, look

from dean06.kernel.audit.models import AuditLeaf
from dean06.kernel.audit.types import BULK_FROM
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.ids import new_id
from dean06.kernel.messaging import api as messaging
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import api, reference, scan, tasks
from dean06.kernel.privacy.models import ScanCursor, UnexpectedLook
from dean06.kernel.privacy.rules.looks import LookFact, Reason, reasons, told_lines
from dean06.kernel.privacy.services import looks as service

# A Wednesday; offices work.
WEDNESDAY = date(2025, 3, 12)
IN_HOURS = datetime(2025, 3, 12, 9, 30, tzinfo=clock.VN_TZ)
EVENING = datetime(2025, 3, 12, 20, 15, tzinfo=clock.VN_TZ)
LIMITS = reference.thresholds_on(WEDNESDAY)
CASE = {
    "at": IN_HOURS,
    "action": "parties.search_people",
    "is_own_act": False,
    "is_automatic": False,
    "is_withheld": False,
    "is_in_hours": True,
    "persons": 1,
    "case_ref": "H27-1",
    "unit_looks": 1,
    "is_known_unit": True,
}


def why(**changes):
    return reasons(LookFact(**(CASE | changes)), LIMITS)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"case_ref": ""}, ()),
        ({"is_known_unit": False}, ()),
        ({"case_ref": "", "is_known_unit": False}, (Reason.NO_CASE, Reason.STRANGER)),
        ({"is_in_hours": False}, (Reason.OUT_OF_HOURS,)),
        ({"persons": LIMITS.bulk_persons}, (Reason.BULK,)),
        ({"persons": LIMITS.bulk_persons - 1}, ()),
        ({"unit_looks": LIMITS.many_looks}, (Reason.MANY,)),
        ({"is_in_hours": False, "is_own_act": True}, ()),
        ({"is_in_hours": False, "is_withheld": True}, ()),
        ({"is_in_hours": False, "is_automatic": True}, ()),
        ({"is_in_hours": False, "action": "messaging.send"}, ()),
    ],
)
def test_when_a_look_is_unexpected(changes, expected):
    assert why(**changes) == expected


@given(
    st.fixed_dictionaries(
        {
            "is_own_act": st.booleans(),
            "is_withheld": st.booleans(),
            "is_in_hours": st.booleans(),
            "persons": st.integers(1, 100),
            "case_ref": st.sampled_from(["", "H27-1"]),
            "unit_looks": st.integers(1, 20),
            "is_known_unit": st.booleans(),
        }
    )
)
def test_own_and_withheld_looks_are_never_told_and_more_reasons_never_silence(facts):
    found = why(**facts)
    if facts["is_own_act"] or facts["is_withheld"]:
        assert found == ()
    worse = why(**(facts | {"is_in_hours": False}))
    assert set(found) <= set(worse)


def test_the_figures_are_proposals_and_say_so():
    rows = [*reference.thresholds(), *reference.deadlines(), *reference.keep_rules().values()]
    assert all(row.source and row.verified is False for row in rows)


def test_a_long_notice_is_cut_and_says_how_many_are_left():
    told = [("9:00", "Chuyên viên", (Reason.BULK,))] * 12
    text = told_lines(told, 10)
    assert text.count("- 9:00") == 10
    assert "… và 2 lượt khác." in text


@pytest.fixture
def _caught_up(db):
    with clock.at(IN_HOURS):
        while api.notify_unexpected(SYSTEM):
            pass


@pytest.mark.usefixtures("_caught_up")
def test_one_message_for_all_looks_of_a_batch_and_never_again(hoa, minh, clerk, work):
    with clock.at(EVENING):
        entries = {look(clerk, hoa.party_id), look(clerk, hoa.party_id, minh.party_id)}
        assert api.notify_unexpected(SYSTEM) == 2
        assert api.notify_unexpected(SYSTEM) == 0
    work()
    (letter,) = messaging.inbox(hoa)
    body = messaging.letter(hoa, inbox_id=letter.id).body
    assert body.count("20:15 ngày 12/03/2025: Chuyên viên Phòng Y tế, Phòng Y tế (ngoài giờ làm việc") == 2
    assert set(UnexpectedLook.objects.filter(party_id=hoa.party_id).values_list("entry_id", flat=True)) == entries
    assert "ngoài giờ làm việc" in api.unexpected_reasons(hoa, entries)[next(iter(entries))]
    (body,) = bodies_of("privacy.notify_unexpected")
    assert body["subjects"]["count"] == 2


@pytest.mark.usefixtures("_caught_up")
def test_a_look_at_somebody_who_never_came_to_us_holds_nobody_up(hoa, clerk):
    stranger = parties.subject_of("000199000999")
    with clock.at(EVENING):
        look(clerk, stranger)
        look(clerk, stranger, hoa.party_id)
        assert api.notify_unexpected(SYSTEM) == 1
        assert api.notify_unexpected(SYSTEM) == 0
    assert set(UnexpectedLook.objects.values_list("party_id", flat=True)) == {hoa.party_id}


@pytest.mark.usefixtures("_caught_up")
def test_lists_of_many_are_judged_a_part_at_a_time_and_all_in_the_end(hoa, minh, clerk, monkeypatch):
    monkeypatch.setattr(scan, "MOST_PERSONS", 2)
    with clock.at(EVENING):
        for _ in range(3):
            look(clerk, hoa.party_id, minh.party_id)
        runs = [api.notify_unexpected(SYSTEM) for _ in range(12)]
    assert max(runs) == 2
    assert UnexpectedLook.objects.count() == 6


@pytest.mark.usefixtures("_caught_up")
def test_one_minute_is_enough_for_a_long_list(hoa, minh, clerk, monkeypatch):
    monkeypatch.setattr(scan, "MOST_PERSONS", 2)
    with clock.at(EVENING):
        for _ in range(5):
            look(clerk, hoa.party_id, minh.party_id)
        tasks.notify(timestamp=0)
    assert UnexpectedLook.objects.count() == 10


@pytest.mark.usefixtures("_caught_up")
def test_the_message_about_a_look_is_no_look(hoa, clerk):
    with clock.at(EVENING):
        look(clerk, hoa.party_id)
        api.notify_unexpected(SYSTEM)
        look(hoa, hoa.party_id, action="portal.read_own_data")
        assert api.notify_unexpected(SYSTEM) == 0


@pytest.mark.usefixtures("_caught_up")
def test_a_strange_unit_without_a_case_is_told_and_a_known_one_is_not(hoa, minh, clerk):
    with clock.at(IN_HOURS):
        look(clerk, hoa.party_id)
        assert api.notify_unexpected(SYSTEM) == 1
    with clock.at(IN_HOURS + timedelta(minutes=5)):
        look(clerk, hoa.party_id)
        assert api.notify_unexpected(SYSTEM) == 0  # seen before: only one weak reason is left
        service.register_dealings(lambda party, unit: (party, unit) == (minh.party_id, UNIT))
        look(clerk, minh.party_id)
        assert api.notify_unexpected(SYSTEM) == 0
    service._dealings.clear()


@pytest.mark.usefixtures("_caught_up")
def test_many_looks_of_one_unit(hoa, clerk):
    look_times = [IN_HOURS + timedelta(minutes=n) for n in range(LIMITS.many_looks)]
    for at in look_times:
        with clock.at(at):
            look(clerk, hoa.party_id)
    with clock.at(look_times[-1]):
        api.notify_unexpected(SYSTEM)
    marked = UnexpectedLook.objects.order_by("at")
    assert [Reason.MANY.value in row.reasons for row in marked] == [False, True]


def marks(actor, *persons, times: int, at: datetime = IN_HOURS, **facts) -> list[bool]:
    """Looks a minute apart: of those that were marked at all, which for being many."""
    for minute in range(times):
        with clock.at(at + timedelta(minutes=minute)):
            look(actor, *persons, **facts)
    with clock.at(at + timedelta(minutes=times)):
        api.notify_unexpected(SYSTEM)
    return [Reason.MANY.value in row.reasons for row in UnexpectedLook.objects.order_by("at")]


FILE = {"action": "case_looks.read", "case_ref": "H27-1"}


@pytest.mark.usefixtures("_caught_up")
def test_the_handler_of_a_case_opens_it_often(hoa, clerk):
    assert marks(clerk, hoa.party_id, times=3 * LIMITS.many_looks, **FILE) == []


@pytest.mark.usefixtures("_caught_up")
def test_many_officers_or_many_cases_are_many_looks(hoa, minh, clerk):
    for minute in range(LIMITS.many_looks):
        with clock.at(IN_HOURS + timedelta(minutes=minute)):
            look(replace(clerk, user_id=new_id()), hoa.party_id, **FILE)
            look(clerk, minh.party_id, **(FILE | {"case_ref": f"H27-{minute}"}))
    with clock.at(IN_HOURS + timedelta(hours=1)):
        api.notify_unexpected(SYSTEM)
    many = UnexpectedLook.objects.filter(reasons__contains=[Reason.MANY.value])
    assert set(many.values_list("party_id", flat=True)) == {hoa.party_id, minh.party_id}
    assert many.count() == 2


@pytest.mark.usefixtures("_caught_up")
def test_work_on_a_case_is_no_look_and_is_not_counted_as_one(hoa, clerk):
    for minute, action in enumerate(("cases.receive", "cases.assign", "cases.decide", "cases.hand_over")):
        with clock.at(IN_HOURS + timedelta(minutes=minute)):
            look(clerk, hoa.party_id, action=action, case_ref="H27-1")
    assert marks(clerk, hoa.party_id, times=1, at=IN_HOURS + timedelta(hours=1), **FILE) == []


@pytest.mark.usefixtures("_caught_up")
@pytest.mark.parametrize("action", ["payments.pay_at_counter", "payments.refund_order", "payments.cancel_order"])
def test_taking_a_persons_money_is_no_look(hoa, clerk, action):
    for minute in range(2 * LIMITS.many_looks):
        with clock.at(IN_HOURS + timedelta(hours=12, minutes=minute)):
            look(clerk, hoa.party_id, action=action)
    with clock.at(IN_HOURS + timedelta(hours=14)):
        api.notify_unexpected(SYSTEM)
    assert not UnexpectedLook.objects.exists()


@pytest.mark.usefixtures("_caught_up")
def test_a_notice_does_not_betray_looks_the_law_withholds(hoa, clerk):
    for minute in range(LIMITS.many_looks):
        with clock.at(IN_HOURS + timedelta(minutes=minute)):
            look(clerk, hoa.party_id, release_on=WEDNESDAY + timedelta(days=30))
    marks(clerk, hoa.party_id, times=1, at=IN_HOURS + timedelta(hours=1))
    assert UnexpectedLook.objects.get().reasons == [Reason.NO_CASE.value, Reason.STRANGER.value], (
        "as if it were the first"
    )


@pytest.mark.usefixtures("_caught_up")
def test_a_crash_half_way_tells_nothing_twice(hoa, clerk, work):
    with clock.at(EVENING):
        look(clerk, hoa.party_id)
        before = ScanCursor.objects.get().next_index
        with transaction.atomic():
            api.notify_unexpected(SYSTEM)
            transaction.set_rollback(True)
        assert ScanCursor.objects.get().next_index == before
        assert api.notify_unexpected(SYSTEM) == 1
    work()
    assert len(messaging.inbox(hoa)) == 1
    assert ScanCursor.objects.get().next_index <= AuditLeaf.objects.count()


def test_three_groups_and_their_filters(hoa, minh, clerk):
    police = Actor(
        user_id=new_id(), party_id=new_id(), name="x", role=Role.CLERK, unit_code="cong-an-huyen",
        unit_name="Công an huyện", post="Cảnh sát khu vực",
    )  # fmt: skip
    with clock.at(IN_HOURS):
        look(clerk, hoa.party_id)
        look(police, hoa.party_id, *(new_id() for _ in range(BULK_FROM)))
        look(hoa, hoa.party_id, action="portal.read_own_data")
        look(SYSTEM, hoa.party_id, action="messaging.send")
        look(clerk, minh.party_id)
    with clock.at(IN_HOURS + timedelta(days=3)):
        look(police, hoa.party_id)
    counts = api.look_counts(hoa)
    assert counts.by_group["others"] == 3
    assert counts.by_group["own"] == 1
    assert counts.bulk == 1
    assert [(code, count) for code, _, count in counts.units] == [("cong-an-huyen", 2), (UNIT, 1)]

    def seen(**wanted):
        chosen = api.LookChoice(**wanted)
        page = api.looks_page(hoa, chosen, limit=50, offset=0)
        assert len(page) == api.look_total(hoa, chosen)
        return [one.unit_code for one in page]

    assert seen()[0] == "cong-an-huyen"
    assert sorted(seen()) == ["cong-an-huyen", "cong-an-huyen", UNIT]
    assert seen(unit_code=UNIT) == [UNIT]
    assert seen(only_bulk=True) == ["cong-an-huyen"]
    assert seen(since=WEDNESDAY + timedelta(days=1)) == ["cong-an-huyen"]
    assert len(seen(until=WEDNESDAY)) == 2
    assert seen(group="own") == [""]
    assert len(api.looks_page(hoa, api.LookChoice(), limit=1, offset=1)) == 1


def test_what_the_law_delays_is_neither_shown_nor_told_before_its_day(hoa, clerk):
    with clock.at(EVENING):
        entry = look(clerk, hoa.party_id, release_on=WEDNESDAY + timedelta(days=30))
        api.notify_unexpected(SYSTEM)
        assert not UnexpectedLook.objects.exists()
        assert api.look_counts(hoa).by_group["others"] == 0
        with pytest.raises(NotFound):
            api.look_at(hoa, entry_id=entry)
    with clock.at(WEDNESDAY + timedelta(days=30)):
        assert api.look_counts(hoa).by_group["others"] == 1
        assert api.look_at(hoa, entry_id=entry).was_withheld


def test_a_device_without_an_officer_is_somebody_else(hoa):
    before = api.look_counts(hoa).by_group
    look(SYSTEM, hoa.party_id, device="gate-3")
    assert api.look_counts(hoa).by_group == before | {"others": before["others"] + 1}


def test_a_look_at_somebody_else_is_not_found(hoa, minh, clerk):
    entry = look(clerk, hoa.party_id)
    assert api.look_at(hoa, entry_id=entry).purpose == "Giải quyết hồ sơ"
    with pytest.raises(NotFound):
        api.look_at(minh, entry_id=entry)
    with pytest.raises(NotFound):
        api.look_at(SYSTEM, entry_id=entry)
