"""What applicants do with their own cases after filing: answer a request for more, withdraw.

Who cannot do it online has it written down at the counter that receives the case: who said it and how; she is told.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.text import fold, nfc
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Case, Supplement
from dean06.kernel.cases.models.case import LONGEST_NAME
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.forms import check_answers
from dean06.kernel.cases.services.access import OFFICERS, check_status, counters_case, own_case, portals_case
from dean06.kernel.cases.services.moving import move, record, words
from dean06.kernel.cases.services.papers import check_papers, keep_papers
from dean06.kernel.cases.services.refusing import acting
from dean06.kernel.cases.services.telling import tell_written_down
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import Channel, IncomingPaper, InvalidForm, Spoken

ANSWERING = "Bổ sung hồ sơ"
WITHDRAWING = "Xin rút hồ sơ"
MAY_WITHDRAW = (
    Status.SUBMITTED,
    Status.RECEIVED,
    Status.PROCESSING,
    Status.SUPPLEMENT_ASKED,
    Status.PAYMENT_ASKED,
)


def answer_supplement(
    actor: Actor,
    *,
    case_id: UUID,
    expected_revision: int,
    answer: str,
    changes: Mapping[str, Any] | None = None,
    papers: Iterable[IncomingPaper] = (),
    spoken: Spoken | None = None,
) -> None:
    """Answer a request with words, mended answers or further papers; the clock runs on.

    ``changes`` are answers by field, judged with the rest of the form. A case not yet received goes back to status 1.
    ``spoken``: who told an officer of the counter what he writes down, and how; Invalid without, and she is told.
    """
    with acting(actor):
        case, channel = _theirs(actor, case_id, expected_revision)
        check_status(case, ANSWERING, Status.SUPPLEMENT_ASKED)
        said = words(answer, "answer", "nội dung bổ sung")
        why = _spoken(actor, channel, spoken)
        given = list(papers)
        procedure = procedure_of(case.version)
        checked = check_answers(procedure, {**case.answers, **(changes or {})}, today=clock.today())
        there = set(case.papers.values_list("code", flat=True))
        wrong = check_papers(
            procedure, checked.answers, given, channel, holder_id=case.applicant_id, there_already=there
        )
        if checked.errors or wrong:
            raise InvalidForm({**checked.errors, **wrong})
        status = Status.PROCESSING if case.received_at else Status.SUBMITTED
        move(actor, case, act="answer_supplement", label=ANSWERING, status=status, note=f"{said}{why}")
        case.answers = checked.answers
        case.save(update_fields=["answers"])
        request = Supplement.objects.get(case=case, answered_at__isnull=True, lapsed_at__isnull=True)
        request.answered_at, request.answer = case.last_at, said
        request.save(update_fields=["answered_at", "answer"])
        keep_papers(case, procedure, given, case.last_at, request)
        record(
            actor,
            actions.ANSWER,
            case,
            fields=[actions.FORM, actions.PAPERS],
            details={"changed": sorted(changes or {}), "spoken": spoken.how.value if why and spoken else ""},
        )
        if why:
            tell_written_down(case, ANSWERING, f"{said}{why}")


def withdraw(actor: Actor, *, case_id: UUID, expected_revision: int, reason: str, spoken: Spoken | None = None) -> None:
    """Ask to have a case back (status 7); an officer then stops it (8). The clock ends here.

    ``spoken``: who told an officer of the counter what he writes down, and how; Invalid without, and she is told.
    """
    with acting(actor):
        case, channel = _theirs(actor, case_id, expected_revision)
        check_status(case, WITHDRAWING, *MAY_WITHDRAW)
        said = words(reason, "reason", "lý do rút")
        why = _spoken(actor, channel, spoken)
        move(actor, case, act="withdraw", label=WITHDRAWING, status=Status.WITHDRAWAL_ASKED, note=f"{said}{why}")
        Supplement.objects.filter(case=case, answered_at__isnull=True, lapsed_at__isnull=True).update(
            lapsed_at=case.last_at
        )
        record(actor, actions.WITHDRAW, case, details={"spoken": spoken.how.value if why and spoken else ""})
        if why:
            tell_written_down(case, WITHDRAWING, f"{said}{why}")


def _theirs(actor: Actor, case_id: UUID, expected_revision: int) -> tuple[Case, Channel]:
    """The case, and by which way its applicant speaks."""
    if actor.role in OFFICERS:
        return counters_case(actor, case_id, expected_revision), Channel.COUNTER
    if actor.role is Role.SYSTEM:
        return portals_case(case_id, expected_revision), Channel.PORTAL
    return own_case(actor, case_id, expected_revision), Channel.ONLINE


def _spoken(actor: Actor, channel: Channel, spoken: Spoken | None) -> str:
    """What is added to her words when somebody else writes them down: who said them, never the officer himself."""
    if channel is not Channel.COUNTER:
        return ""
    if spoken is None:
        raise Invalid("Hãy ghi ai nói và nói bằng cách nào.", code="not_spoken", field="spoken_by")
    by = nfc(spoken.by.strip())
    if not by or len(by) > LONGEST_NAME or fold(by) == fold(actor.name):
        raise Invalid("Ghi tên người nói, không ghi tên cán bộ.", code="not_spoken", field="spoken_by")
    why = f" {words(spoken.why, 'why', 'vì sao ghi thay')}" if spoken.why.strip() else ""
    return f"\n\nCán bộ ghi thay theo lời {by} ({spoken.how.label}).{why}"
