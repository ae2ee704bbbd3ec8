"""An order ends unpaid: its parts go back. Pieces of services, inside their transaction."""

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.payments.models import Credit, Order, Transfer
from dean06.kernel.payments.rules import State, Verdict
from dean06.kernel.payments.services import books
from dean06.kernel.payments.services.ledger import end_hold
from dean06.kernel.payments.services.moving import move
from dean06.kernel.payments.services.returning import start_refund
from dean06.kernel.payments.services.telling import tell
from dean06.kernel.payments.types import RefundReason


def lapse(order: Order) -> None:
    """The order's time is over. The caller holds the row."""
    move(SYSTEM, order, "expire", State.EXPIRED)
    give_back_parts(order)
    tell(order, "expired")


def give_back_parts(order: Order) -> None:
    """Every part that was held for the order starts on its way back."""
    for credit in held_credits(order):
        end_hold(credit.hold)
        start_refund(credit, order, credit.amount, RefundReason.LAPSED, source=books.payers(order.account_code))


def held_credits(order: Order) -> list[Credit]:
    """Parts paid for the order and not taken yet, oldest first.

    A hold the ledger let expire by itself (the worker slept past the order's end) is still money to be given back.
    """
    rows = Credit.objects.filter(order=order, verdict=Verdict.PARTIAL, hold__isnull=False, refunds__isnull=True)
    return list(rows.select_related("hold").order_by("known_at", "pk"))


def is_open(hold: Transfer) -> bool:
    """Whether a hold has neither ended nor run out."""
    ended = Transfer.objects.filter(hold=hold).exists()
    return not ended and hold.expires_at is not None and hold.expires_at > clock.now()
