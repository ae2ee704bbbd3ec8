"""Judging new looks and telling their owners: once, and within the minute."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import MessageClass
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import actions, reference
from dean06.kernel.privacy.models import Consent, DataRequest, ScanCursor, UnexpectedLook
from dean06.kernel.privacy.rules.looks import LookFact, Reason, message, reasons
from dean06.kernel.privacy.scan import NewLook, new_looks

BATCH = 2000
LINES_SHOWN = 10
Dealings = Callable[[UUID, str], bool]

_dealings: list[Dealings] = []


def register_dealings(has_dealings: Dealings) -> None:
    """Add a source that knows whether a unit (code) has to do with a person: cases, loans, lessons. Asked by id."""
    if has_dealings not in _dealings:
        _dealings.append(has_dealings)


def notify_unexpected(actor: Actor) -> int:
    """Judge the looks that entered the log since last time; one message a person and batch. Returns messages sent.

    The cursor moves in the same transaction, so nothing is told twice or forgotten; a second run meanwhile finds the
    cursor taken and leaves.
    """
    ScanCursor.objects.bulk_create([ScanCursor(pk=1)], ignore_conflicts=True)
    with transaction.atomic():
        cursor = ScanCursor.objects.select_for_update(skip_locked=True).filter(pk=1).first()
        if cursor is None:
            return 0
        looks, upto = new_looks(cursor.next_index, BATCH)
        if upto == cursor.next_index:
            return 0
        told = _judge(looks)
        for party_id, found in told.items():
            _tell(actor, party_id, found)
        cursor.next_index = upto
        cursor.save(update_fields=["next_index"])
        if told:
            _record(actor, told, upto)
    return len(told)


def _judge(looks: Iterable[NewLook]) -> dict[UUID, list[tuple[NewLook, tuple[Reason, ...]]]]:
    told: dict[UUID, list[tuple[NewLook, tuple[Reason, ...]]]] = defaultdict(list)
    for look in looks:
        why = reasons(_fact(look), reference.thresholds_on(clock.local(look.at).date()))
        if why:
            told[look.party_id].append((look, why))
    return told


def _fact(look: NewLook) -> LookFact:
    """The cheap facts always; what takes a query only where a rule may need it."""
    limits = reference.thresholds_on(clock.local(look.at).date())
    is_judged = not (look.is_own_act or look.is_automatic or look.is_withheld or look.action.startswith(limits.ignored))
    return LookFact(
        at=look.at,
        action=look.action,
        is_own_act=look.is_own_act,
        is_automatic=look.is_automatic,
        is_withheld=look.is_withheld,
        is_in_hours=_in_hours(look),
        persons=look.persons,
        case_ref=look.case_ref,
        unit_looks=_unit_looks(look, limits.many_hours) if is_judged else 0,
        is_known_unit=_is_known(look) if is_judged else True,
    )


def _in_hours(look: NewLook) -> bool:
    office = calendar.default_calendar()
    return office.add_working_hours(look.at, 0) == clock.local(look.at)


def _unit_looks(look: NewLook, hours: int) -> int:
    """Looks of the unit at the person in the hours up to this one."""
    return _count(look, since=look.at - timedelta(hours=hours), until=look.at, including=True)


def _is_known(look: NewLook) -> bool:
    """The unit has looked before, is somebody's own, was consented to, was asked about, or a package knows of it."""
    unit, party = look.unit_code, look.party_id
    if not unit:
        return False
    return (
        any(post.unit_code == unit for post in parties.posts_of(party, clock.local(look.at).date()))
        or Consent.objects.filter(party_id=party, recipient_code=unit).exists()
        or DataRequest.objects.filter(party_id=party, unit_code=unit).exists()
        or any(has_dealings(party, unit) for has_dealings in _dealings)
        or _count(look, since=None, until=look.at, including=False) > 0
    )


_COUNT = """
SELECT count(*) FROM audit_auditsubject subject JOIN audit_auditentry entry ON entry.id = subject.entry_id
WHERE subject.party_id = %(party)s AND subject.entry_id <> ALL(%(without)s::uuid[]) AND subject.at <= %(until)s
AND (%(since)s::timestamptz IS NULL OR subject.at > %(since)s) AND entry.unit_code = %(unit)s
"""


def _count(look: NewLook, *, since: Any, until: Any, including: bool) -> int:
    with connection.cursor() as cursor:
        without = [] if including else [look.entry_id]
        cursor.execute(
            _COUNT,
            {"party": look.party_id, "unit": look.unit_code, "since": since, "until": until, "without": without},
        )
        return int(cursor.fetchone()[0])


def _tell(actor: Actor, party_id: UUID, found: list[tuple[NewLook, tuple[Reason, ...]]]) -> None:
    UnexpectedLook.objects.bulk_create(
        UnexpectedLook(party_id=party_id, entry_id=look.entry_id, at=look.at, reasons=[one.value for one in why])
        for look, why in found
    )
    lines = [(f"{clock.local(look.at):%H:%M ngày %d/%m/%Y}", look.who, why) for look, why in found]
    messaging.send(
        actor,
        reference=f"privacy.unexpected:{party_id}:{found[0][0].entry_id}",
        subject="Có lượt xem dữ liệu của bà/ông cần lưu ý",
        body=message(lines, LINES_SHOWN),
        to_party_ids=[party_id],
        link="/du-lieu-cua-toi/",
        message_class=MessageClass.ALERT,
    )


def _record(actor: Actor, told: dict[UUID, list[tuple[NewLook, tuple[Reason, ...]]]], upto: int) -> None:
    audit.record(
        actor,
        actions.NOTIFY,
        object_type="privacy.scan",
        object_id=upto,
        purpose=actions.NOTICE_PURPOSE,
        legal_basis=actions.LAW,
        subjects=list(told),
        details={"looks": sum(map(len, told.values()))},
    )
