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
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import actions, reference
from dean06.kernel.privacy.models import Consent, DataRequest, ScanCursor, UnexpectedLook
from dean06.kernel.privacy.rules.looks import LookFact, Reason, Thresholds, reasons, told_lines
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
        unit_looks=_unit_looks(look, limits) if is_judged else 0,
        is_known_unit=_is_known(look) if is_judged else True,
    )


def _in_hours(look: NewLook) -> bool:
    office = calendar.default_calendar()
    return office.add_working_hours(look.at, 0) == clock.local(look.at)


def _unit_looks(look: NewLook, limits: Thresholds) -> int:
    """The unit's acts at the person in the hours up to this look, as ``LookFact`` counts them."""
    ignored, since = list(limits.ignored), look.at - timedelta(hours=limits.many_hours)
    return _count(_ACTS.format(shown=_SHOWN), look, {"ignored": ignored, "since": since})


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
        or _count(_EARLIER.format(shown=_SHOWN), look, {"look": look.entry_id}) > 0
    )


# What the person may know of: a notice must not betray, by what it counts, a look the law still withholds from her.
_SHOWN = """
FROM audit_auditsubject subject JOIN audit_auditentry entry ON entry.id = subject.entry_id
WHERE subject.party_id = %(party)s AND subject.at <= %(until)s AND entry.unit_code = %(unit)s
AND (entry.release_on IS NULL OR entry.release_on <= %(today)s)
"""
_EARLIER = "SELECT count(*) {shown} AND entry.id <> %(look)s"
# Whoever handles a case opens it again and again: the same officer, act, object and case are one act.
_ACTS = """
SELECT count(DISTINCT CASE
    WHEN coalesce(body ->> 'case', '') = '' THEN to_jsonb(id)
    ELSE jsonb_build_array(body -> 'actor' -> 'user', action, object_id, body -> 'case')
END)
FROM (
    SELECT entry.id, entry.action, entry.object_id, entry.body::jsonb AS body {shown}
    AND subject.at > %(since)s AND NOT entry.action ^@ ANY(%(ignored)s::text[])
) AS look
"""


def _count(query: str, look: NewLook, facts: dict[str, Any]) -> int:
    shown: dict[str, Any] = {"party": look.party_id, "unit": look.unit_code, "until": look.at, "today": clock.today()}
    with connection.cursor() as cursor:
        cursor.execute(query, shown | facts)
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
        template="privacy.unexpected_looks",
        fields={"looks": told_lines(lines, LINES_SHOWN), "link": "/du-lieu-cua-toi/"},
        to_party_ids=[party_id],
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
