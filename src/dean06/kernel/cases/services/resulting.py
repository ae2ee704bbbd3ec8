"""The result of a case becomes a document in the applicant's wallet: after the decision, by the worker, once.

What fails is tried again and in the end stands on the operator's page, from where it is sent again once mended.
"""

from datetime import date
from typing import Any
from uuid import UUID

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict
from dean06.kernel.cases.models import Case, CaseEvent
from dean06.kernel.cases.outcomes import Outcome, finder_of
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.results import facts_of, rule_for
from dean06.kernel.cases.statuses import Status
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import DocumentLine

TOPIC = "cases.result_document"


def reference_of(case_id: UUID) -> str:
    """What the document of a case's result is issued under."""
    return f"cases.case:{case_id}"


def document_of(case_id: UUID) -> DocumentLine | None:
    """The document of a case's result, once it is in the wallet; nothing in it tells who holds it."""
    return documents.document_of(reference_of(case_id))


def queue_result(case: Case) -> None:
    """Have the document made, in the transaction of the decision; nothing when its result is none."""
    if finder_of(case.procedure_code) or rule_for(procedure_of(case.version), clock.today()):
        outbox.enqueue(TOPIC, {"case": str(case.pk)}, message_id=f"{TOPIC}:{case.pk}")


@outbox.handles(TOPIC)
def issue_result(payload: dict[str, Any], message_id: str) -> None:
    """Issue it by the nearest unit that may. Conflict when none may or can: the worker comes back."""
    del message_id
    case = Case.objects.select_related("version").get(pk=UUID(payload["case"]))
    decided_at = CaseEvent.objects.filter(case=case, status=Status.DECIDED).order_by("number")[0].at
    day = clock.local(decided_at).date()
    outcome = _outcome(case, day)
    kind = documents.kinds().on(outcome.document_type, day) if outcome else None
    unit_code = documents.issuer_of(kind, case.unit_code, clock.today()) if kind else ""
    if outcome is None or not unit_code:
        raise Conflict(f"Không đơn vị nào cấp được giấy tờ của hồ sơ {case.code}.", code="no_issuer")
    documents.issue_document(
        SYSTEM,
        reference=reference_of(case.pk),
        kind=outcome.document_type,
        holder_id=case.applicant_id,
        unit_code=unit_code,
        number=case.result_number,
        facts=outcome.facts,
        case_ref=case.code,
    )


def check_outcome(case: Case) -> None:
    """Refuses a decision on what nobody has found out yet, with the words of whoever should."""
    finder = finder_of(case.procedure_code)
    if finder is not None:
        finder(case.pk, clock.today())


def _outcome(case: Case, day: date) -> Outcome | None:
    """What somebody found out, else what the form itself says; None for a result that is no document."""
    finder = finder_of(case.procedure_code)
    if finder is not None:
        return finder(case.pk, day)
    procedure = procedure_of(case.version)
    rule = rule_for(procedure, day)
    if rule is None:
        return None
    return Outcome(document_type=rule.document_type, facts=facts_of(rule, procedure, case.answers))
