"""How far a second party confirms the log: what a page, a gauge and the command line say about it."""

from django.conf import settings

from dean06.kernel.audit import alarms, checkpoints, keys, note
from dean06.kernel.audit.models import AuditCosignature
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
    title = settings.WITNESS["name"] or key.name
    newest = AuditCosignature.objects.filter(witness=str(key)).order_by("-checkpoint_id").first()
    if newest is None:
        return WitnessState(title=title, key=str(key), checkpoint=last, alarm=alarm)
    try:
        confirmed = checkpoints.at(newest.checkpoint_id)
        note.cosignature(confirmed.note, [newest.line], key)
    except note.NoteError:
        problem = "Chữ ký đã lưu của bên làm chứng là giả. Chạy: dean06 audit verify"
        return WitnessState(title=title, key=str(key), checkpoint=last, alarm=alarm, problem=problem)
    return WitnessState(
        title=title,
        key=str(key),
        checkpoint=last,
        confirmed=confirmed,
        confirmed_at=newest.signed_at,
        alarm=alarm,
    )
