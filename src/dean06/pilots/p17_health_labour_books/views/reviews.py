"""The health office judges broken glasses."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import DomainError
from dean06.pilots.p17_health_labour_books.forms import VerdictForm
from dean06.pilots.p17_health_labour_books.selectors import reviews
from dean06.pilots.p17_health_labour_books.services import reviewing
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page


@page(Role.CLERK, title="Xem xét mở khẩn cấp", shell="workspace", methods=("GET",))
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    return render_page(request, "p17_health_labour_books/queue.html", {"lines": reviews.queue(actor_of(request))})


@page(Role.CLERK, title="Xem xét một lượt mở khẩn cấp", shell="workspace")
def review(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """Why, whose; the verdict with its reason."""
    actor, form = actor_of(request), VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reviewing.judge(actor, look_id=glass_id, **form.cleaned_data)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Đã kết luận. Người có sổ được báo.")
            return redirect("p17_health_labour_books:reviews")
    context = {"view": reviewing.read_look(actor, look_id=glass_id), "form": form}
    return render_page(request, "p17_health_labour_books/review.html", context, status=422 if form.errors else 200)
