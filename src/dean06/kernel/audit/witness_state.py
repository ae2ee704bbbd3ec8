"""How far a second party confirms the log: what a page, a gauge and the command line say about it."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from dean06.kernel.audit import alarms, checkpoints, keys, note
from dean06.kernel.audit.models import AuditCheckpoint, AuditCosignature
from dean06.kernel.audit.types import WitnessState


def witness_state() -> WitnessState:
    """The appointed witness and the newest checkpoint its signature holds under; others' lines do not count."""
    last, alarm = checkpoints.latest(), alarms.open_alarm()
    try:
        key = keys.witness()
    except keys.WitnessKeyUnusable as error:
        title = settings.WITNESS["name"] or settings.WITNESS["url"]
        return WitnessState(title=title, key="", checkpoint=last, alarm=alarm, problem=str(error))
    if key is None:
        return WitnessState(title="", key="", checkpoint=last, alarm=alarm)
    state = WitnessState(
        title=settings.WITNESS["name"] or key.name,
        key=str(key),
        checkpoint=last,
        waiting_since=_first_after(0),
        alarm=alarm,
    )
    newest = AuditCosignature.objects.filter(witness=str(key)).order_by("-checkpoint_id").first()
    if newest is None:
        return state
    confirmed = checkpoints.at(newest.checkpoint_id)
    try:
        note.cosignature(confirmed.note, [newest.line], key)
    except note.NoteError:
        return replace(state, problem="Chữ ký đã lưu của bên làm chứng là giả. Chạy: dean06 audit verify")
    since = _first_after(confirmed.size + 1)
    return replace(state, confirmed=confirmed, confirmed_at=newest.signed_at, waiting_since=since)


def _first_after(size: int) -> datetime | None:
    """When the first checkpoint of at least ``size`` entries was signed."""
    rows = AuditCheckpoint.objects.filter(size__gte=size).order_by("size")
    return rows.values_list("signed_at", flat=True).first()
