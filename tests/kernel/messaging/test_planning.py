"""Which way a message goes: class, wishes, addresses, quiet hours, a day's measure."""

from datetime import UTC, date, datetime, time

import pytest
from tests.kernel.messaging.conftest import UNIT
from tests.templates import saying

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.declarations import DeclarationError
from dean06.kernel.messaging import api, planning, policy
from dean06.kernel.messaging.models import Delivery, EmailAddress
from dean06.kernel.messaging.types import Channel, MessageClass

MORNING = datetime(2025, 12, 3, 2, 0, tzinfo=UTC)  # 09:00 in Việt Nam
NIGHT = datetime(2025, 12, 3, 16, 30, tzinfo=UTC)  # 23:30


@pytest.fixture(autouse=True)
def _in_the_morning():
    with clock.at(MORNING):
        yield


@pytest.fixture
def mailed(settings):
    """Gives an actor a confirmed address."""
    settings.EMAIL_URL = "smtp://mail.test"

    def give(actor):
        EmailAddress.objects.create(party_id=actor.party_id, email="a@vidu.vn", nonce="x", confirmed_at=clock.now())

    return give


def send(actor, kind="procedure", reference="p:1", **more):
    to = more or {"to_party_ids": [actor.party_id]}
    return api.send(SYSTEM, reference=reference, **saying(kind=kind), **to)


def went() -> list[str]:
    return sorted(Delivery.objects.values_list("channel", flat=True))


def test_the_first_channel_of_the_class_that_reaches_the_person(hoa, phoned, inbox, mailed, work):
    phoned(hoa)
    send(hoa)
    work()
    assert went() == ["vneid"]
    mailed(hoa)
    send(hoa, reference="p:2")
    work()
    assert went() == ["email", "vneid"]


def test_what_is_urgent_goes_every_way_at_once(hoa, phoned, inbox, mailed, work):
    phoned(hoa)
    mailed(hoa)
    send(hoa, "alert")
    work()
    assert went() == ["email", "sms", "vneid"]


def test_a_class_without_text_messages_costs_none(hoa, phoned, work):
    phoned(hoa)
    send(hoa, "notice")
    work()
    assert went() == []


def test_a_channel_that_was_declined_is_left_out(hoa, phoned, inbox, work):
    phoned(hoa)
    api.set_wishes(hoa, channels=[Channel.SMS], classes=list(MessageClass))
    send(hoa)
    work()
    assert went() == ["sms"]


def test_a_class_can_be_declined_but_not_what_must_be_done(hoa, inbox, work):
    api.set_wishes(hoa, channels=list(Channel), classes=[])
    for kind in MessageClass:
        send(hoa, kind, reference=kind)
    work()
    kinds = set(Delivery.objects.values_list("message__message_class", flat=True))
    assert kinds == {"alert", "task"}
    assert len(api.inbox(hoa)) == len(MessageClass)


def test_wishes_are_told_as_they_are_kept(hoa, inbox):
    assert [(one.channel, one.is_on) for one in api.wishes(hoa).channels] == [(Channel.VNEID, True)]
    api.set_wishes(hoa, channels=[], classes=[MessageClass.NOTICE])
    state = api.wishes(hoa)
    assert [one.is_on for one in state.channels] == [False]
    assert {one.kind.value: one.is_on for one in state.classes} == {
        "procedure": False,
        "reminder": False,
        "notice": True,
    }


def test_an_office_inbox_rings_no_private_phone(clerk, inbox, phoned, mailed, work):
    phoned(clerk)
    with clock.at(datetime(2023, 12, 4, 2, 0, tzinfo=UTC)):  # the office exists no more in 2025
        send(clerk, "alert", to_unit_code=UNIT, to_role=Role.CLERK)
        work()
        assert went() == []
        mailed(clerk)
        send(clerk, "alert", reference="p:2", to_unit_code=UNIT, to_role=Role.CLERK)
        work()
    assert went() == ["email"]


def test_at_night_only_what_is_urgent_rings(hoa, inbox, work):
    with clock.at(NIGHT):
        send(hoa)
        send(hoa, "alert", reference="p:2")
        work()
        assert len(inbox.shown) == 1
        held = Delivery.objects.get(message__reference="p:1")
        assert clock.local(held.due_at).strftime("%H:%M %d/%m/%Y") == "07:00 04/12/2025"
    with clock.at(held.due_at):
        work()
    assert len(inbox.shown) == 2


def test_e_mail_does_not_ring_and_is_not_held(hoa, mailed, work):
    mailed(hoa)
    with clock.at(NIGHT):
        send(hoa)
        work()
    assert Delivery.objects.get().state == "sent"


def test_there_is_a_measure_to_a_day(hoa, inbox, work):
    for number in range(planning.MOST_A_DAY + 2):
        send(hoa, reference=f"d:{number}")
    work()
    assert len(inbox.shown) == planning.MOST_A_DAY
    send(hoa, "alert", reference="d:alert")
    work()
    assert len(inbox.shown) == planning.MOST_A_DAY + 1
    with clock.at(date(2025, 12, 4)):
        send(hoa, reference="d:next")
        work()
    assert len(inbox.shown) == planning.MOST_A_DAY + 2
    assert api.count(hoa) == planning.MOST_A_DAY + 4


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("21:59", None),
        ("22:00", "07:00 04"),
        ("23:59", "07:00 04"),
        ("00:00", "07:00 03"),
        ("06:59", "07:00 03"),
        ("07:00", None),
    ],
)
def test_quiet_hours_go_over_midnight(at, end):
    moment = datetime.combine(date(2025, 12, 3), time.fromisoformat(at), clock.VN_TZ)
    until = policy.quiet_until(Channel.SMS, moment)
    assert (until and f"{clock.local(until):%H:%M %d}") == end
    assert policy.quiet_until(Channel.EMAIL, moment) is None


def test_before_the_decree_there_were_no_quiet_hours():
    assert policy.quiet_until(Channel.SMS, datetime(2020, 9, 30, 16, 30, tzinfo=UTC)) is None


def test_the_law_is_named_and_not_yet_verified():
    assert all("91/2020" in one.source and not one.verified for one in policy.quiet_hours())


def test_mistakes_in_the_tables_are_told_with_their_line():
    text = (policy.DATA / policy.CLASSES).read_text(encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"classes.toml:6: .*fax"):
        policy.read_policies("classes.toml", text.replace('["vneid", "sms", "email"]', '["fax"]'))
    with pytest.raises(DeclarationError, match="Thiếu loại tin: alert"):
        policy.read_policies(
            "classes.toml", text.split("[[class]]", 2)[0] + "[[class]]" + text.split("[[class]]", 2)[2]
        )
    quiet = (policy.DATA / policy.QUIET).read_text(encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"quiet.toml:5: .*giờ:phút:giây"):
        policy.read_quiet_hours("quiet.toml", quiet.replace("22:00:00", '"22"'))
