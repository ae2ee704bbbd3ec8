"""What happens to a case that came from the national portal is told to it: each once at least, in order.

A report is written in the transaction of the act and leaves with the outbox. Reports on one dossier go through one
worker at a time, the lowest number first, so a later one never overtakes one that failed.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.wiring import resolve
from dean06.kernel.cases.arrival_types import ArrivalState
from dean06.kernel.cases.models import Arrival, ArrivalReport, Case
from dean06.kernel.cases.procedures.types import Channel
from dean06.kernel.cases.statuses import Status
from dean06.kernel.ports.national_portal import NationalPortal, Report

TOPIC = "cases.portal_report"
# Longer than the adapter may take for one report with its retries.
LEASE = timedelta(minutes=1)
WITHIN = "Thủ tục liên thông “{name}”, hồ sơ {code}: {status}."
TIMES = ("received_at", "due_at", "ended_at", "handed_over_at")


class LaneBusy(RuntimeError):
    """Another worker is reporting on this dossier; the outbox comes back."""


def report_move(actor: Actor, case: Case, note: str) -> None:
    """Tell of a new status of a case that came from the portal; of one filed together as something within the main."""
    if case.channel != Channel.PORTAL:
        return
    arrival = Arrival.objects.filter(filing_id=case.filing_id, state=ArrivalState.FILED).first()
    if arrival is None:  # being filed right now: the report on that is written with it
        return
    if case.parent_id is None:
        queue_report(arrival, case, status=Status(case.status), note=note, by=actor)
        return
    within = WITHIN.format(name=case.procedure_name, code=case.code, status=Status(case.status).label)
    main = Case.objects.get(filing_id=case.filing_id, parent__isnull=True)
    queue_report(arrival, main, status=None, note=f"{within} {note}".strip(), by=actor)


def queue_report(arrival: Arrival, case: Case | None, *, status: Status | None, note: str, by: Actor) -> None:
    """Write the next report on a dossier. Inside the transaction of what it tells of.

    Refused and sent again, a dossier is still one dossier: its reports hang on the first message and count on.
    """
    same = Arrival.objects.filter(portal_code=arrival.portal_code).order_by("came_at", "pk")
    lane = same.select_for_update(of=("self",))[0]
    last = lane.reports.order_by("-number").values_list("number", flat=True).first() or 0
    said = {"by_name": by.name, "by_post": by.post, "by_unit": by.unit_name}
    report = ArrivalReport.objects.create(
        arrival=lane,
        number=last + 1,
        status=status,
        at=clock.now(),
        content=_content(arrival, case, status, note) | said,
    )
    outbox.enqueue(TOPIC, {"arrival": str(lane.pk)}, message_id=message_id_of(lane.pk, report.number))


def message_id_of(arrival_id: UUID, number: int) -> str:
    """The outbox's name of a report."""
    return f"{TOPIC}:{arrival_id}:{number}"


@outbox.handles(TOPIC)
def send_reports(payload: dict[str, Any], message_id: str) -> None:
    """Tell the portal whatever it has not heard of a dossier, the oldest first. May be repeated: it knows the numbers.

    PortalFailed when it does not take one; the ones after it wait.
    """
    del message_id
    arrival_id, now = UUID(payload["arrival"]), clock.now()
    free = Q(sending_until__isnull=True) | Q(sending_until__lt=now)
    lane = Arrival.objects.filter(pk=arrival_id)
    if not lane.filter(free).update(sending_until=now + LEASE):
        raise LaneBusy(f"reports on {arrival_id} are being sent")
    try:
        while row := ArrivalReport.objects.filter(arrival_id=arrival_id, sent_at=None).order_by("number").first():
            lane.update(sending_until=clock.now() + LEASE)
            resolve(NationalPortal).report(_report(row))
            ArrivalReport.objects.filter(pk=row.pk).update(sent_at=max(clock.now(), row.at))
    finally:
        lane.update(sending_until=None)


def _content(arrival: Arrival, case: Case | None, status: Status | None, note: str) -> dict[str, Any]:
    """The case as it stands now: a report that leaves late still tells what was so then."""
    said = {"code": arrival.portal_code, "procedure": arrival.procedure, "note": note, "our_code": ""}
    if case is None:
        return said
    times = {"received_at": case.received_at, "due_at": case.promised_at or case.due_at, "ended_at": case.ended_at}
    times["handed_over_at"] = case.last_at if status is Status.HANDED_OVER else None
    texts = {name: at.isoformat() if at else "" for name, at in times.items()}
    return said | texts | {"our_code": case.code, "result_number": case.result_number}


def _report(row: ArrivalReport) -> Report:
    said: dict[str, Any] = dict(row.content)
    for name in TIMES:
        said[name] = datetime.fromisoformat(said[name]) if said.get(name) else None
    return Report(number=row.number, status=row.status, at=row.at, **said)
