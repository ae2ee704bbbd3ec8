"""What applicants do with their own cases after filing: answer a request for more, withdraw."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Case, Supplement
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.forms import check_answers
from dean06.kernel.cases.services.access import OFFICERS, check_status, officers_case, own_case
from dean06.kernel.cases.services.moving import move, record, words
from dean06.kernel.cases.services.papers import check_papers, keep_papers
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import Channel, IncomingPaper, InvalidForm

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
) -> None:
    """Answer a request with words, mended answers or further papers; the clock runs on. At the counter the officer whom
    the case lies with writes it down for her.

    ``changes`` are answers by field, judged with the rest of the form. A case not yet received goes back to status 1.
    """
    with transaction.atomic():
        case, channel = _theirs(actor, case_id, expected_revision)
        check_status(case, ANSWERING, Status.SUPPLEMENT_ASKED)
        said = words(answer, "answer", "nội dung bổ sung")
        given = list(papers)
        procedure = procedure_of(case.version)
        checked = check_answers(procedure, {**case.answers, **(changes or {})}, today=clock.today())
        there = set(case.papers.values_list("code", flat=True))
        wrong = check_papers(procedure, checked.answers, given, channel, there_already=there)
        if checked.errors or wrong:
            raise InvalidForm({**checked.errors, **wrong})
        status = Status.PROCESSING if case.received_at else Status.SUBMITTED
        move(actor, case, act="answer_supplement", label=ANSWERING, status=status, note=said)
        case.answers = checked.answers
        case.save(update_fields=["answers"])
        request = Supplement.objects.get(case=case, answered_at__isnull=True, lapsed_at__isnull=True)
        request.answered_at, request.answer = case.last_at, said
        request.save(update_fields=["answered_at", "answer"])
        keep_papers(case, procedure, given, case.last_at, request)
        record(actor, actions.ANSWER, case, fields=[actions.FORM, actions.PAPERS])


def withdraw(actor: Actor, *, case_id: UUID, expected_revision: int, reason: str) -> None:
    """Ask to have a case back (status 7); an officer then stops it (8). The clock ends here.

    At the counter the officer whom the case lies with writes it down for her.
    """
    with transaction.atomic():
        case, _ = _theirs(actor, case_id, expected_revision)
        check_status(case, WITHDRAWING, *MAY_WITHDRAW)
        said = words(reason, "reason", "lý do rút")
        move(actor, case, act="withdraw", label=WITHDRAWING, status=Status.WITHDRAWAL_ASKED, note=said)
        Supplement.objects.filter(case=case, answered_at__isnull=True, lapsed_at__isnull=True).update(
            lapsed_at=case.last_at
        )
        record(actor, actions.WITHDRAW, case)


def _theirs(actor: Actor, case_id: UUID, expected_revision: int) -> tuple[Case, Channel]:
    """The case, and by which way its applicant speaks."""
    if actor.role in OFFICERS:
        return officers_case(actor, case_id, expected_revision)[0], Channel.COUNTER
    return own_case(actor, case_id, expected_revision), Channel.ONLINE
