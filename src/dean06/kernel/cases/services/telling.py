"""What an applicant is told of her case, in her inbox, in the transaction of the act."""

from datetime import datetime

from dean06.kernel.base.actor import SYSTEM, Entrance
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.statuses import Status
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import Channel

TEMPLATES = {
    Status.RECEIVED: "case.received",
    Status.NOT_RECEIVED: "case.not_received",
    Status.SUPPLEMENT_ASKED: "case.supplement_asked",
    Status.PAYMENT_ASKED: "case.payment_asked",
    Status.STOPPED: "case.stopped",
    Status.DECIDED: "case.decided",
    Status.HANDED_OVER: "case.handed_over",
}
WRITTEN_DOWN = "case.written_down"
PROMISED = "case.promised"
# Where the applicant reads her case (portal/filing_urls.py; a test holds the two together).
CASE_PATH = "/ho-so/{}/"
NO_DAY = "Pháp luật không quy định ngày trả kết quả"


def tell_status(case: Case, note: str) -> None:
    """Say where the case has come to; nothing for what passes only between desks."""
    template = TEMPLATES.get(Status(case.status))
    if template:
        _send(case, template, note, **(_promise(case) if case.status == Status.RECEIVED else {}))


def tell_promise(case: Case, reason: str) -> None:
    """Say the apology and the new day."""
    _send(case, PROMISED, reason, due=_due(case))


def tell_written_down(case: Case, what: str, said: str) -> None:
    """Say what an officer wrote down in the applicant's name, so that nobody does so behind her back."""
    _send(case, WRITTEN_DOWN, f"{what}: {said}")


def _send(case: Case, template: str, note: str, **more: object) -> None:
    fields = {
        "code": case.code,
        "procedure": case.procedure_name,
        "unit": case.unit_name,
        "note": note,
        "link": CASE_PATH.format(case.pk),
    }
    messaging.send(
        SYSTEM,
        reference=f"cases.{case.revision}:{case.pk}",
        template=template,
        fields=fields | more,
        to_party_ids=[case.applicant_id],
        first=Channel.VNEID if case.filing.entrance == Entrance.VNEID else None,
    )


def _promise(case: Case) -> dict[str, object]:
    """When the result is due; where only a stand-in of ours is known, what the day hangs on."""
    procedure = procedure_of(case.version)
    if procedure.is_provisional:
        return {"hangs_on": procedure.deadline_note}
    due = _due(case)
    return {"due": due} if due else {"hangs_on": NO_DAY}


def _due(case: Case) -> datetime | None:
    return case.promised_at or case.due_at
