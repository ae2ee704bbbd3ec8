"""Operators: the bank's days against the books, money nobody knows the reason of, refunds that are not done."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import Reconciled
from dean06.kernel.ports.bank import StatementUnreadable
from dean06.portal.payment_forms import StatementForm
from dean06.portal.payment_words import LINE_TAGS, REFUND_TAGS
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page


@page(Role.OPERATOR, title="Đối chiếu ngân hàng", methods=("GET",))
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an operator, and how the days stand."""
    actor = actor_of(request)
    context = {
        "lines": [(one, LINE_TAGS[one.kind]) for one in payments.differences(actor)],
        "settled": payments.differences(actor, is_open=False),
        "suspense": payments.suspense(actor),
        "refunds": [(one, REFUND_TAGS[one.state]) for one in payments.open_refunds(actor)],
        "days": payments.reconciled_days(actor),
        "due": payments.days_due(),
    }
    return render_page(request, "portal/reconciliation.html", context)


@page(Role.OPERATOR, title="Nhập sao kê")
def upload(request: HttpRequest) -> HttpResponse:
    """A statement file; wrong lines are named by their numbers and nothing is booked then."""
    form, problems = StatementForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        try:
            found = payments.upload_statement(actor_of(request), data=form.cleaned_data["file"].read())
            messages.success(request, _said(found))
            return redirect("portal:reconciliation")
        except StatementUnreadable as error:
            problems = error.problems
            form.add_error("file", "Tệp có chỗ chưa đúng nên chưa ghi gì. Xem từng dòng ở dưới.")
        except Invalid as error:
            add_error(form, error)
    context = {"form": form, "problems": problems}
    return render_page(request, "portal/upload_statement.html", context, status=422 if form.errors else 200)


@page(Role.OPERATOR, title="Xử lý chênh lệch", methods=("POST",))
def resolve(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Say how a difference was settled."""
    note = request.POST.get("note", "")
    return _done(request, "Đã ghi cách xử lý.", lambda me: payments.resolve_line(me, line_id=line_id, note=note))


@page(Role.OPERATOR, title="Gán khoản tiền", methods=("POST",))
def assign(request: HttpRequest, credit_id: UUID) -> HttpResponse:
    """Say which order a credit in suspense pays."""
    code = request.POST.get("code", "")
    words = "Đã gán. Quy tắc trả thiếu, thừa, muộn được áp dụng như thường."
    return _done(request, words, lambda me: payments.assign_credit(me, credit_id=credit_id, order_code=code))


@page(Role.OPERATOR, title="Trả lại khoản tiền", methods=("POST",))
def give_back(request: HttpRequest, credit_id: UUID) -> HttpResponse:
    """Send a credit in suspense back."""
    return _done(request, "Đang trả lại.", lambda me: payments.return_credit(me, credit_id=credit_id))


@page(Role.OPERATOR, title="Gửi lại lệnh hoàn tiền", methods=("POST",))
def retry(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    """Ask the bank again for a refund it refused."""
    return _done(request, "Đã gửi lại lệnh.", lambda me: payments.retry_refund(me, refund_id=refund_id))


def _done(request: HttpRequest, words: str, act: Callable[[Actor], object]) -> HttpResponse:
    try:
        act(actor_of(request))
        messages.success(request, words)
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    return redirect("portal:reconciliation")


def _said(found: Reconciled) -> str:
    return (
        f"Sao kê ngày {found.day:%d/%m/%Y}: {found.matched} khớp, {found.booked} ghi sổ từ sao kê, "
        f"{found.amount_differs} lệch số tiền, {found.missing_there} sao kê không có."
    )
