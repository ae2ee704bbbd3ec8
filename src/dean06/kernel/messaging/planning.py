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
class Standing:
    """What is known of the persons a message is for."""

    reach: dict[Channel, set[UUID]]
    wishes: dict[UUID, Wishes]
    today: Counter[tuple[UUID, str]]


def plan(message: Message, *, people: Collection[UUID], sharing: Collection[UUID]) -> int:
    """Queue the first delivery (or all, for a class that goes out at once) to each person; returns how many.

    ``people`` were written to themselves; ``sharing`` read it in the inbox of their unit: they are told by e-mail
    alone, for their own phone is no matter of the office.
    """
    policy = policies()[MessageClass(message.message_class)]
    standing = _standing({*people, *sharing}, message)
    rows = []
    for party_id in sorted({*people, *sharing}):
        shared = party_id not in people
        chain = _chain(policy, party_id, standing, only_email=shared)
        chosen = chain if policy.together else chain[:1]
        rows += [_row(message, policy, party_id, one, is_shared=shared) for one in chosen]
    return _queue(rows)


def plan_next(deliveries: Iterable[Delivery]) -> int:
    """For deliveries that failed: queue the next channel of their class that was not tried; returns how many."""
    rows = []
    for failed in deliveries:
        message = failed.message
        policy = policies()[MessageClass(message.message_class)]
        if policy.together or failed.is_shared:
            continue
        standing = _standing({failed.party_id}, message)
        chain = _chain(policy, failed.party_id, standing, only_email=False)
        tried = set(
            Delivery.objects.filter(message=message, party_id=failed.party_id).values_list("channel", flat=True)
        )
        rows += [_row(message, policy, failed.party_id, one) for one in chain if one.value not in tried][:1]
    return _queue(rows)


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


def _chain(policy: ClassPolicy, party_id: UUID, standing: Standing, *, only_email: bool) -> list[Channel]:
    """The channels that reach the person and that she did not decline, in the order of the class."""
    wishes = standing.wishes.get(party_id)
    if wishes and policy.optional and policy.kind.value in wishes.classes_off:
        return []
    return [
        channel
        for channel in policy.channels
        if party_id in standing.reach[channel]
        and not (only_email and channel is not Channel.EMAIL)
        and not (wishes and channel.value in wishes.channels_off)
        and (not policy.quiet_hours or standing.today[party_id, channel.value] < MOST_A_DAY)
    ]


def _standing(people: set[UUID], message: Message) -> Standing:
    midnight = datetime.combine(clock.today(), time.min, clock.VN_TZ)
    counted = Delivery.objects.filter(party_id__in=people, channel__in=COUNTED, created_at__gte=midnight)
    return Standing(
        reach=_reach(people, message, set(offered())),
        wishes={row.party_id: row for row in Wishes.objects.filter(party_id__in=people)},
        today=Counter(counted.values_list("party_id", "channel")),
    )


def _reach(people: set[UUID], message: Message, channels: set[Channel]) -> dict[Channel, set[UUID]]:
    """Whom each channel has an address of."""
    return {
        Channel.EMAIL: _confirmed(EmailAddress, people) if Channel.EMAIL in channels else set(),
        Channel.SMS: _confirmed(PhoneNumber, people) if Channel.SMS in channels and message.sms else set(),
        Channel.VNEID: _numbered(people) if Channel.VNEID in channels else set(),
    }


def _confirmed(model: type[EmailAddress] | type[PhoneNumber], people: set[UUID]) -> set[UUID]:
    rows = model.objects.filter(party_id__in=people, confirmed_at__isnull=False)
    return set(rows.values_list("party_id", flat=True))


def _numbered(people: set[UUID]) -> set[UUID]:
    """Who has a personal number; whether an account stands behind it, VNeID says when asked."""
    return set(Party.objects.filter(pk__in=people).exclude(personal_id=None).values_list("pk", flat=True))
