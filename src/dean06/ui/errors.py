"""Error pages in Vietnamese. Each says what happened, what to do now, and the code to quote when asking for help."""

import sys
from collections.abc import Iterable

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dean06.kernel.base.errors import DomainError
from dean06.ui import problems
from dean06.ui.access import Access, actor_of
from dean06.ui.words import ROLE_NAMES, role_list

DATABASE_RETRY_SECONDS = 30


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when the reason is that more was sent than is taken."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    detail = "Trình duyệt gửi lên một yêu cầu hệ thống không đọc được. Hãy quay lại trang trước và thử lại."
    return _answer(request, 400, detail, code="bad_request")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 without a named role. What Django says about it is for the log, not for people."""
    del exception
    return _answer(request, 403, "Vai bà/ông đang dùng không mở được trang này.", code="not_permitted")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. The exception lists our routes, which are nobody's business."""
    del exception
    detail = "Địa chỉ này không có, hoặc đã đổi. Hãy kiểm tra lại đường dẫn hoặc tìm từ trang đầu."
    return _answer(request, 404, detail, code="not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away. Touches neither session nor database, as either may be what broke."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        detail = "Kho dữ liệu tạm thời không trả lời. Thông tin đã lưu không mất. Hãy thử lại sau ít phút."
        response = _bare(request, 503, detail, code="unavailable")
        return problems.with_retry(response, DATABASE_RETRY_SECONDS)
    detail = "Lỗi ở phía hệ thống, không phải do bà/ông. Hãy thử lại; nếu vẫn lỗi, báo người vận hành kèm mã dưới đây."
    return _bare(request, 500, detail, code="server_error")


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    detail = "Tệp hoặc dữ liệu gửi lên lớn hơn mức hệ thống nhận. Hãy giảm dung lượng rồi gửi lại."
    return _answer(request, 413, detail, code="too_large")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 after a form waited too long or cookies are off; nothing was saved. The reason is Django's, in English."""
    del reason
    detail = "Trang đã mở quá lâu hoặc trình duyệt tắt cookie nên chưa lưu gì. Hãy tải lại trang rồi gửi lại."
    return _answer(request, 403, detail, code="csrf_failed")


def method_not_allowed(request: HttpRequest, methods: Iterable[str]) -> HttpResponse:
    """405, for a person who opened the address of a button."""
    if problems.wants_problem(request):
        return problems.method_not_allowed(request, methods)
    response = _page(request, 405, "Địa chỉ này chỉ dùng cho nút bấm trong trang. Hãy quay lại trang trước.")
    response["Allow"] = ", ".join(sorted(methods))
    return response


def wrong_hat(request: HttpRequest, access: Access, *, way_back: str) -> HttpResponse:
    """403 that names the hats which open the page and offers to change."""
    if problems.wants_problem(request):
        return problems.not_permitted(request)
    context = {
        "needed": role_list(access.roles),
        "worn": ROLE_NAMES[actor_of(request).role],
        "way_back": way_back,
        "code": "not_permitted",
    }
    return render(request, "errors/wrong_hat.html", context, status=403)


def carries_answers(request: HttpRequest) -> bool:
    """Whether a form with something in it was sent, which a redirect would throw away."""
    return request.method == "POST" and bool(_sent(request))


def sign_in_again(request: HttpRequest, sign_in_url: str) -> HttpResponse:
    """401 that keeps what was sent: sign in beside it, come back, send again. Files cannot be kept by a page.

    To a part asked for by htmx it answers without a body; the page says so at its foot and stays as it is.
    """
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401)
    context = {"sign_in_url": sign_in_url, "sent": _sent(request), "has_files": bool(request.FILES)}
    return render(request, "errors/sign_in_again.html", context, status=401)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, without Django's own token."""
    pairs = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in pairs if name != "csrfmiddlewaretoken" and value]


def of_domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page or problem document of a refusal; its message already says what to do."""
    retry_after = getattr(error, "retry_after", 0)
    response = _answer(request, problems.status_of(error), error.message, code=error.code, field=error.field)
    return problems.with_retry(response, retry_after)


def _answer(request: HttpRequest, status: int, detail: str, *, code: str, field: str = "") -> HttpResponse:
    if problems.wants_problem(request):
        return problems.problem(request, status, detail, code=code, field=field)
    return _page(request, status, detail)


def _page(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    context = {"title": problems.TITLES[status], "detail": detail, "status": status}
    return render(request, "errors/page.html", context, status=status)


def _bare(request: HttpRequest, status: int, detail: str, *, code: str) -> HttpResponse:
    """A page rendered without the request: no context processor runs, so nothing asks the session or the database."""
    if problems.wants_problem(request):
        return problems.problem(request, status, detail, code=code)
    context = {
        "title": problems.TITLES[status],
        "detail": detail,
        "request_id": getattr(request, "request_id", ""),
    }
    return HttpResponse(render_to_string("errors/bare.html", context), status=status)
