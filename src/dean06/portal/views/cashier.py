"""The cashier: find an order by its code, take cash or a card, give money back. Each opening is a look at its payer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound
from dean06.kernel.base.money import Dong
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import Method, State
from dean06.portal import payment_words
from dean06.portal.payment_forms import FindForm, RefundForm, TakeForm
from dean06.portal.views.payments import as_download
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page


@page(Role.CLERK, title="Thu tiền")
def cashier(request: HttpRequest) -> HttpResponse:
    """A place for the code."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = payments.find_order(actor_of(request), code=form.cleaned_data["code"])
        except NotFound as error:
            form.add_error("code", error.message)
        else:
            return redirect("portal:cashier_order", found)
    return render_page(request, "portal/cashier.html", {"form": form}, status=422 if form.errors else 200)


@page(Role.CLERK, title="Thu tiền")
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order, with its payer; takes what was counted."""
    actor, form = actor_of(request), TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            number = payments.pay_at_counter(
                actor, order_id=order_id, method=Method(said["method"]), amount=Dong(said["amount"])
            )
            messages.success(request, f"Đã thu. Biên lai số {number}.")
            return redirect("portal:cashier_order", order_id)
        except DomainError as error:
            add_error(form, error)
    found = payments.read_order(actor, order_id=order_id)
    context = payment_words.facts(found.order) | {"payer": found.payer_name, "form": form, "refund_form": RefundForm()}
    context["may_refund"] = found.order.state is State.PAID
    return render_page(request, "portal/cashier_order.html", context, status=422 if form.errors else 200)


@page(Role.CLERK, title="Hoàn tiền", methods=("POST",))
def refund(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Give a paid order back."""
    try:
        payments.refund_order(actor_of(request), order_id=order_id, note=request.POST.get("note", ""))
        messages.success(request, "Đã ghi quyết định hoàn tiền. Phần chuyển khoản được gửi lệnh tới ngân hàng.")
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    return redirect("portal:cashier_order", order_id)


@page(Role.CLERK, title="Biên lai", methods=("GET",))
def receipt(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The receipt, to be printed for the payer."""
    return as_download(payments.read_order(actor_of(request), order_id=order_id).order)
