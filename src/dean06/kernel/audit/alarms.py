"""The alarm that a witness contradicts the log: raised once, told to people, closed by a person and never by itself."""

from django.db import transaction

from dean06.kernel.audit import recorder
from dean06.kernel.audit.models import AuditAlarm
from dean06.kernel.audit.types import Alarm, AlarmKind
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, NotPermitted

FORK_TOPIC = "audit.fork"
RAISE, SETTLE = "audit.raise_alarm", "audit.settle_alarm"
OBJECT = "audit.witness"


def open_alarm() -> Alarm | None:
    """The contradiction nobody has answered for, whichever witness is appointed by now."""
    row = AuditAlarm.objects.order_by("-at", "-entry_id").first()
    if row is None or row.kind == AlarmKind.SETTLED:
        return None
    return Alarm(
        entry_id=row.entry_id,
        kind=AlarmKind(row.kind),
        witness=row.witness,
        size=row.size,
        witness_size=row.witness_size,
        at=row.at,
    )


def raise_alarm(kind: AlarmKind, *, witness: str, size: int, witness_size: int) -> None:
    """Write down, in the log itself, that the witness contradicts it, and have leaders and operators told."""
    with transaction.atomic(durable=True):
        details = {"kind": kind, "size": size, "witness_size": witness_size, "witness": witness}
        entry_id = recorder.record(SYSTEM, RAISE, object_type=OBJECT, object_id=witness, details=details)
        AuditAlarm.objects.create(
            entry_id=entry_id, kind=kind, witness=witness, size=size, witness_size=witness_size, at=clock.now()
        )
        outbox.enqueue(FORK_TOPIC, {"entry": str(entry_id)}, message_id=f"{FORK_TOPIC}:{entry_id}")


def settle(actor: Actor, *, reason: str) -> Alarm:
    """Close the open alarm because somebody found out why, ``reason``; the witness is asked again after that.

    For operators and the command line; NotPermitted, Conflict when there is no open alarm.
    """
    if actor.role not in (Role.OPERATOR, Role.SYSTEM):
        raise NotPermitted("Chỉ người vận hành được đóng báo động của nhật ký.", code="not_operator")
    with transaction.atomic():
        alarm = open_alarm()
        if alarm is None:
            raise Conflict("Không có báo động nào đang mở.", code="no_open_alarm")
        details = {"alarm": str(alarm.entry_id)}
        entry_id = recorder.record(
            actor, SETTLE, object_type=OBJECT, object_id=alarm.witness, purpose=reason, details=details
        )
        AuditAlarm.objects.create(
            entry_id=entry_id,
            kind=AlarmKind.SETTLED,
            witness=alarm.witness,
            size=alarm.size,
            witness_size=alarm.witness_size,
            at=clock.now(),
        )
    return alarm
