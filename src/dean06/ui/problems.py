"""Refusals for programs: RFC 9457 problem documents, and the one table of domain errors to status codes."""

from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted, TooMany, Unavailable
from dean06.ui.access import access_of

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:dean06:problem:"

STATUS_OF: tuple[tuple[type[DomainError], int], ...] = (
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)

TITLES: dict[int, str] = {
    400: "Yêu cầu không đọc được",
    401: "Chưa đăng nhập",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Cách gọi không dùng được ở địa chỉ này",
    409: "Dữ liệu đã thay đổi",
    413: "Dữ liệu gửi lên quá lớn",
    422: "Thông tin chưa đúng",
    429: "Quá nhiều yêu cầu",
    500: "Lỗi của hệ thống",
    503: "Tạm thời chưa phục vụ được",
}


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal; a bare DomainError is a broken rule (422)."""
    return next((int(status) for kind, status in STATUS_OF if isinstance(error, kind)), 422)


def wants_problem(request: HttpRequest) -> bool:
    """True when the caller is a program: the route is a machine interface, or JSON is preferred over a page."""
    access = access_of(request)
    if access is not None and access.machine:
        return True
    preferred = request.get_preferred_type(["text/html", CONTENT_TYPE, "application/json"])
    return preferred in {CONTENT_TYPE, "application/json"}


def problem(
    request: HttpRequest, status: int, detail: str, *, code: str, field: str = "", retry_after: int = 0
) -> HttpResponse:
    """A problem document: ``detail`` is Vietnamese and says what to do, ``code`` is stable and for programs."""
    body = {
        "type": f"{TYPE_PREFIX}{code}",
        "title": TITLES.get(status, TITLES[500]),
        "status": status,
        "detail": detail,
        "instance": request.path,
        "code": code,
        "request_id": getattr(request, "request_id", ""),
    }
    if field:
        body["field"] = field
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})
    return with_retry(response, retry_after)


def of_domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The problem document of a refusal."""
    retry_after = getattr(error, "retry_after", 0)
    return problem(
        request, status_of(error), error.message, code=error.code, field=error.field, retry_after=retry_after
    )


def not_signed_in(request: HttpRequest) -> HttpResponse:
    """401: nobody is known behind the call."""
    response = problem(request, 401, "Hãy đăng nhập rồi gọi lại.", code="not_signed_in")
    response["WWW-Authenticate"] = 'Session realm="dean06"'
    return response


def not_permitted(request: HttpRequest) -> HttpResponse:
    """403: somebody is known, but not with the role or level this needs."""
    return problem(request, 403, "Vai hoặc mức định danh đang dùng không được gọi địa chỉ này.", code="not_permitted")


def method_not_allowed(request: HttpRequest, methods: Iterable[str]) -> HttpResponse:
    """405, naming the methods that work."""
    response = problem(request, 405, f"Địa chỉ này chỉ nhận: {', '.join(sorted(methods))}.", code="method_not_allowed")
    response["Allow"] = ", ".join(sorted(methods))
    return response


def with_retry(response: HttpResponse, seconds: int) -> HttpResponse:
    """The response with a ``Retry-After`` header when the number of seconds is known."""
    if seconds > 0:
        response["Retry-After"] = str(seconds)
    return response
