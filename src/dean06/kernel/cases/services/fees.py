"""Status 6: a fee is asked for while a case is worked on, and the work goes on once it is paid. The clock runs on."""

import re
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.money import Dong, format_dong
from dean06.kernel.cases.acting import ALLOWED
from dean06.kernel.cases.models import Case, CaseEvent
from dean06.kernel.cases.procedures.types import Act
from dean06.kernel.cases.services.access import check_status
from dean06.kernel.cases.services.handling import begin
from dean06.kernel.cases.services.moving import fees_of, move, record, words
from dean06.kernel.cases.services.refusing import acting
from dean06.kernel.cases.statuses import Status
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import LONGEST_PURPOSE, OrderPaid

# A case and the revision its fee was asked for at.
FEE_OF = re.compile(r"case:(?P<case>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<revision>[0-9]{1,9})")
CONFIRM = f"cases.{Act.CONFIRM_PAYMENT.value}"


def ask_payment(actor: Actor, *, case_id: UUID, expected_revision: int, amount: Dong, what: str) -> None:
    """Ask the applicant for a fee in whole đồng; she is told, and may pay it at once by VietQR or at the counter.

    Invalid for no amount or no words for what it is.
    """
    if amount < 1:
        raise Invalid("Ghi số tiền lớn hơn 0.", field="amount")
    with acting(actor):
        case, _, _ = begin(actor, case_id, expected_revision, Act.ASK_PAYMENT)
        check_status(case, Act.ASK_PAYMENT.label, *ALLOWED[Act.ASK_PAYMENT])
        for_what = words(what, "what", "thu khoản gì")
        said = f"{format_dong(amount)}: {for_what}"
        move(
            actor, case, act=Act.ASK_PAYMENT.value, label=Act.ASK_PAYMENT.label, status=Status.PAYMENT_ASKED, note=said
        )
        subject = f"{fees_of(case)}/{case.revision}"
        payments.open_order(
            SYSTEM,
            key=subject,
            payer_id=case.applicant_id,
            unit_code=case.unit_code,
            amount=amount,
            purpose=f"{for_what} ({case.code})"[:LONGEST_PURPOSE],
            subject=subject,
        )
        record(actor, f"cases.{Act.ASK_PAYMENT.value}", case, details={"amount": int(amount)})


def confirm_payment(actor: Actor, *, case_id: UUID, expected_revision: int, receipt: str) -> None:
    """Write down that the fee was paid elsewhere, by the receipt's number; our own order is called off."""
    with acting(actor):
        case, _, _ = begin(actor, case_id, expected_revision, Act.CONFIRM_PAYMENT)
        check_status(case, Act.CONFIRM_PAYMENT.label, *ALLOWED[Act.CONFIRM_PAYMENT])
        said = words(receipt, "receipt", "số biên lai")
        act = Act.CONFIRM_PAYMENT
        move(actor, case, act=act.value, label=act.label, status=Status.PROCESSING, note=said)
        record(actor, CONFIRM, case)


def note_paid(paid: OrderPaid) -> bool:
    """The fee of a case came in: the work goes on. False for other orders, and for a case that no longer waits.

    Called after the payment has committed; what a crash made us miss is found by ``hear_missed``.
    """
    found = FEE_OF.fullmatch(paid.subject)
    if found is None:
        return False
    with transaction.atomic():
        rows = Case.objects.select_for_update(of=("self",)).select_related("version")
        case = rows.filter(pk=UUID(found["case"])).first()
        if case is None or case.status != Status.PAYMENT_ASKED or _asked_last(case) != int(found["revision"]):
            return False
        act = Act.CONFIRM_PAYMENT
        note = f"Đã nộp {format_dong(paid.amount)}, mã thanh toán {paid.code}"
        move(SYSTEM, case, act=act.value, label=act.label, status=Status.PROCESSING, note=note)
        record(SYSTEM, CONFIRM, case, details={"order": paid.code})
    return True


def hear_missed() -> int:
    """Let cases that wait go on whose fee was paid without their hearing of it (a crash in between); how many did."""
    asked = CaseEvent.objects.filter(case__status=Status.PAYMENT_ASKED, act=Act.ASK_PAYMENT.value)
    last = asked.values_list("case_id").annotate(Max("number")).order_by()
    return sum(note_paid(paid) for paid in payments.paid_among([f"case:{pk}/{number}" for pk, number in last]))


def _asked_last(case: Case) -> int:
    asked = CaseEvent.objects.filter(case=case, act=Act.ASK_PAYMENT.value)
    return asked.order_by("-number").values_list("number", flat=True).first() or 0
