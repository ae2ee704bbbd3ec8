"""Status 6: a fee is asked for while a case is worked on, and the work goes on once it is paid. The clock runs on."""

from uuid import UUID

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.money import Dong, format_dong
from dean06.kernel.cases.acting import ALLOWED
from dean06.kernel.cases.procedures.types import Act
from dean06.kernel.cases.services.access import check_status
from dean06.kernel.cases.services.handling import begin
from dean06.kernel.cases.services.moving import move, record, words
from dean06.kernel.cases.services.refusing import acting
from dean06.kernel.cases.statuses import Status


def ask_payment(actor: Actor, *, case_id: UUID, expected_revision: int, amount: Dong, what: str) -> None:
    """Ask the applicant for a fee in whole đồng; she is told. Invalid for no amount or no words for what it is."""
    if amount < 1:
        raise Invalid("Ghi số tiền lớn hơn 0.", field="amount")
    with acting(actor):
        case, _, _ = begin(actor, case_id, expected_revision, Act.ASK_PAYMENT)
        check_status(case, Act.ASK_PAYMENT.label, *ALLOWED[Act.ASK_PAYMENT])
        said = f"{format_dong(amount)}: {words(what, 'what', 'thu khoản gì')}"
        move(
            actor, case, act=Act.ASK_PAYMENT.value, label=Act.ASK_PAYMENT.label, status=Status.PAYMENT_ASKED, note=said
        )
        record(actor, f"cases.{Act.ASK_PAYMENT.value}", case, details={"amount": int(amount)})


def confirm_payment(actor: Actor, *, case_id: UUID, expected_revision: int, receipt: str) -> None:
    """Write down that the fee was paid, by the receipt's number; the work goes on."""
    with acting(actor):
        case, _, _ = begin(actor, case_id, expected_revision, Act.CONFIRM_PAYMENT)
        check_status(case, Act.CONFIRM_PAYMENT.label, *ALLOWED[Act.CONFIRM_PAYMENT])
        said = words(receipt, "receipt", "số biên lai")
        act = Act.CONFIRM_PAYMENT
        move(actor, case, act=act.value, label=act.label, status=Status.PROCESSING, note=said)
        record(actor, f"cases.{act.value}", case)
