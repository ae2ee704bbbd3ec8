"""Operators and leaders: which root certificates signed papers are believed by, decided by two of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import DomainError
from dean06.kernel.documents import api as documents
from dean06.portal.trust_forms import RootForm
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page


@page(Role.OPERATOR, Role.LEADER, title="Tin chứng thư gốc", shell="workspace")
def trust(request: HttpRequest) -> HttpResponse:
    """Every root, and for operators a form to propose one."""
    actor = actor_of(request)
    is_operator = actor.role is Role.OPERATOR
    form = RootForm(request.POST, request.FILES) if request.method == "POST" and is_operator else RootForm()
    if form.is_valid():
        try:
            documents.propose_anchor(actor, certificate=form.cleaned_data["certificate"].read())
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Đã ghi đề nghị. Một người khác cần đồng ý thì chứng thư mới được tin.")
            return redirect("portal:trust")
    context = {"form": form, "anchors": documents.anchors(actor), "is_operator": is_operator}
    return render_page(request, "portal/trust.html", context, status=422 if form.errors else 200)


@page(Role.OPERATOR, Role.LEADER, title="Đồng ý tin chứng thư gốc", methods=("POST",))
def approve(request: HttpRequest, anchor_id: UUID) -> HttpResponse:
    """The second person agrees, with the fingerprint in hand."""
    documents.approve_anchor(actor_of(request), anchor_id=anchor_id, sha256=request.POST.get("sha256", ""))
    messages.success(request, "Từ nay giấy tờ ký theo chứng thư gốc này được tin.")
    return redirect("portal:trust")


@page(Role.OPERATOR, title="Thôi tin chứng thư gốc", methods=("POST",))
def withdraw(request: HttpRequest, anchor_id: UUID) -> HttpResponse:
    """Believe a root no more."""
    documents.withdraw_anchor(actor_of(request), anchor_id=anchor_id, reason=request.POST.get("reason", ""))
    messages.success(request, "Từ nay giấy tờ ký theo chứng thư gốc này không được tin.")
    return redirect("portal:trust")
