"""A person's own orders: what is owed, how to pay it, what was paid, the receipt."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import NotFound
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import OrderView
from dean06.portal import payment_words, receipt_pdf
from dean06.portal.paging import page_of
from dean06.ui.access import actor_of
from dean06.ui.pages import is_partial, page, render_page

PAGE_SIZE = 20
SHOWN = "buoc"


@page(Role.CITIZEN, title="Thanh toán", methods=("GET",))
def own_payments(request: HttpRequest) -> HttpResponse:
    """Everything owed and paid, newest first."""
    actor = actor_of(request)

    def some(limit: int, offset: int) -> Sequence[tuple[OrderView, str]]:
        return [(one, payment_words.TAGS[one.state]) for one in payments.own_orders(actor, limit=limit, offset=offset)]

    shown = page_of(request, payments.count_own(actor), some, PAGE_SIZE)
    return render_page(request, "portal/payments.html", {"page_obj": shown})


@page(Role.CITIZEN, title="Khoản thanh toán", methods=("GET",))
def own_payment(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order. While it may be paid the page asks every few seconds whether there is more than the steps it shows.

    When there is not, nothing is swapped: what somebody is copying stays as it is.
    """
    order = payments.own_order(actor_of(request), order_id=order_id)
    if is_partial(request) and request.GET.get(SHOWN) == str(len(order.steps)):
        return HttpResponse(status=204)
    return render_page(request, "portal/payment.html", payment_words.facts(order), partial="state")


@page(Role.CITIZEN, title="Biên lai", methods=("GET",))
def own_receipt(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The receipt of a paid order."""
    return as_download(payments.own_order(actor_of(request), order_id=order_id))


def as_download(order: OrderView) -> HttpResponse:
    """The receipt as a file. NotFound while there is none."""
    if order.receipt is None:
        raise NotFound("Khoản này chưa có biên lai.", code="no_receipt")
    response = HttpResponse(receipt_pdf.pdf(order.receipt, code=order.code), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bien-lai-{order.code}.pdf"'
    return response
