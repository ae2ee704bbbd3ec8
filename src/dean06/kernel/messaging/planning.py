"""Which way a message goes to each person: the class allows, the person wishes, the address is there."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from dean06.kernel.base import clock, jobs
from dean06.kernel.messaging.channels import offered
from dean06.kernel.messaging.models import Delivery, EmailAddress, Message, PhoneNumber, Wishes
from dean06.kernel.messaging.policy import ClassPolicy, policies, quiet_until
from dean06.kernel.messaging.types import Channel, MessageClass
from dean06.kernel.parties.models import Party

PUMP = "dean06.messaging.pump"
# Beyond so many in a day a person is told by the inbox alone; what is urgent always goes out.
MOST_A_DAY = 10
COUNTED = (Channel.SMS, Channel.VNEID)


@dataclass(frozen=True, kw_only=True)
class Readers:
    """Whom a message is for. ``people`` were written to themselves; ``sharing`` read it in the inbox of their unit."""

    message: Message
    people: Collection[UUID]
    sharing: Collection[UUID] = ()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of persons who are to be told; ``today`` counts on while deliveries are planned."""

    reach: dict[Channel, set[UUID]]
    wishes: dict[UUID, Wishes]
    today: Counter[tuple[UUID, str]]


def plan(letters: Iterable[Readers]) -> int:
    """Queue the first delivery (or all, for a class that goes out at once) to each person; returns how many.

    Readers of a unit's inbox are told by e-mail alone, for their own phone is no matter of the office.
    """
    letters = list(letters)
    standing = _standing({one for letter in letters for one in (*letter.people, *letter.sharing)})
    rows = []
    for letter in letters:
        policy = policies()[MessageClass(letter.message.message_class)]
        for party_id in sorted({*letter.people, *letter.sharing}):
            shared = party_id not in letter.people
            chain = _chain(letter.message, policy, party_id, standing, only_email=shared)
            for channel in chain if policy.together else chain[:1]:
                rows.append(_row(letter.message, policy, party_id, channel, is_shared=shared))
                standing.today[party_id, channel.value] += 1
    return _queue(rows)


def plan_next(deliveries: Iterable[Delivery]) -> int:
    """For deliveries that failed: queue the next channel of their class that was not tried; returns how many."""
    failed = [row for row in deliveries if not row.is_shared and not _policy(row).together]
    if not failed:
        return 0
    people = {row.party_id for row in failed}
    standing = _standing(people)
    same = Delivery.objects.filter(message__in={row.message_id for row in failed}, party__in=people)
    tried = set(same.values_list("message_id", "party_id", "channel"))
    rows = []
    for row in failed:
        chain = _chain(row.message, _policy(row), row.party_id, standing, only_email=False)
        left = [one for one in chain if (row.message_id, row.party_id, one.value) not in tried]
        rows += [_row(row.message, _policy(row), row.party_id, one) for one in left[:1]]
    return _queue(rows)


def _policy(delivery: Delivery) -> ClassPolicy:
    return policies()[MessageClass(delivery.message.message_class)]


def wake(channels: Iterable[str]) -> None:
    """Ask the worker to send what is due on these channels; joins the caller's transaction."""
    for channel in sorted(set(channels)):
        jobs.defer_once(PUMP, f"messaging:{channel}", channel=channel)


def _queue(rows: list[Delivery]) -> int:
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    now = clock.now()
    wake(row.channel for row in rows if row.due_at <= now)
    return len(rows)


def _row(
    message: Message, policy: ClassPolicy, party_id: UUID, channel: Channel, *, is_shared: bool = False
) -> Delivery:
    now = clock.now()
    held = quiet_until(channel, now) if policy.quiet_hours else None
    return Delivery(
        message=message,
        party_id=party_id,
        channel=channel.value,
        is_shared=is_shared,
        is_urgent=not policy.quiet_hours,
        due_at=held or now,
        created_at=now,
    )


def _chain(
    message: Message, policy: ClassPolicy, party_id: UUID, standing: Standing, *, only_email: bool
) -> list[Channel]:
    """The channels that reach the person and that she did not decline, in the order of the class.

    The channel a message is meant for comes first; what the class does not use at all, it does not add.
    """
    wishes = standing.wishes.get(party_id)
    if wishes and policy.optional and policy.kind.value in wishes.classes_off:
        return []
    return [
        channel
        for channel in sorted(policy.channels, key=lambda one: one.value != message.first_channel)
        if party_id in standing.reach[channel]
        and (message.sms or channel is not Channel.SMS)
        and not (only_email and channel is not Channel.EMAIL)
        and not (wishes and channel.value in wishes.channels_off)
        and (not policy.quiet_hours or channel not in COUNTED or standing.today[party_id, channel.value] < MOST_A_DAY)
    ]


def _standing(people: set[UUID]) -> Standing:
    midnight = datetime.combine(clock.today(), time.min, clock.VN_TZ)
    counted = Delivery.objects.filter(party_id__in=people, channel__in=COUNTED, created_at__gte=midnight)
    return Standing(
        reach=_reach(people, set(offered())),
        wishes={row.party_id: row for row in Wishes.objects.filter(party_id__in=people)},
        today=Counter(counted.values_list("party_id", "channel")),
    )


def _reach(people: set[UUID], channels: set[Channel]) -> dict[Channel, set[UUID]]:
    """Whom each channel has an address of."""
    return {
        Channel.EMAIL: _confirmed(EmailAddress, people) if Channel.EMAIL in channels else set(),
        Channel.SMS: _confirmed(PhoneNumber, people) if Channel.SMS in channels else set(),
        Channel.VNEID: _numbered(people) if Channel.VNEID in channels else set(),
    }


def _confirmed(model: type[EmailAddress] | type[PhoneNumber], people: set[UUID]) -> set[UUID]:
    rows = model.objects.filter(party_id__in=people, confirmed_at__isnull=False)
    return set(rows.values_list("party_id", flat=True))


def _numbered(people: set[UUID]) -> set[UUID]:
    """Who has a personal number; whether an account stands behind it, VNeID says when asked."""
    return set(Party.objects.filter(pk__in=people).exclude(personal_id=None).values_list("pk", flat=True))
