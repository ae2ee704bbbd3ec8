"""What every endpoint shares: who calls, how often he may, and refusals as FHIR has them (OperationOutcome)."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from dean06.kernel.base import ratelimit
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted, TooMany
from dean06.pilots.p17_health_labour_books.fhir.search import outcome
from dean06.pilots.p17_health_labour_books.fhir.types import Refused
from dean06.pilots.p17_health_labour_books.services.entering import AccessRefused, Caller, caller_of

FHIR_JSON: Final = "application/fhir+json"
CALL_LIMIT: Final = ratelimit.Limit(name="p17.fhir", count=600, seconds=60)
FORBIDDEN: Final = "Mã truy cập không có phạm vi cần cho việc này."
# R4's issue types and HTTP statuses of refusals.
ISSUES: Final[tuple[tuple[type[DomainError], str, int], ...]] = (
    (NotPermitted, "forbidden", 403),
    (NotFound, "not-found", 404),
    (Conflict, "conflict", 409),
    (Invalid, "processing", 422),
    (TooMany, "throttled", 429),
)
Endpoint = Callable[..., HttpResponse]


def base() -> str:
    """Address of the FHIR door, without a slash at its end."""
    return address("door").rstrip("/")


def address(name: str) -> str:
    """Address of one of our endpoints."""
    return settings.PUBLIC_URL + reverse(f"p17_health_labour_books_api:{name}")


def said(resource: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A resource as an answer nobody keeps."""
    headers = {"Cache-Control": "no-store"}
    return JsonResponse(resource, status=status, content_type=FHIR_JSON, headers=headers)


def fhir(scope: str) -> Callable[[Endpoint], Endpoint]:
    """Answer a facility's system that may do what ``scope`` names; every refusal is an OperationOutcome."""

    def decorate(view: Endpoint) -> Endpoint:
        @wraps(view)
        def answered(request: HttpRequest, **named: Any) -> HttpResponse:
            try:
                return view(request, _caller(request, scope), **named)
            except AccessRefused as refused:
                told = said(outcome(refused.error, refused.why, issue="login"), refused.status)
                told["WWW-Authenticate"] = f'Bearer error="{refused.error}"'
                return told
            except Refused as refused:
                issue = "not-supported" if refused.code == "not_supported" else "invalid"
                return said(outcome(refused.code, refused.words, issue=issue, path=refused.path), 400)
            except DomainError as error:
                return _refused(error)

        return answered

    return decorate


def _caller(request: HttpRequest, scope: str) -> Caller:
    caller = caller_of(request.headers.get("Authorization", ""))
    ratelimit.hit(CALL_LIMIT, caller.client_id)
    if scope not in caller.scopes:
        raise NotPermitted(FORBIDDEN, code="insufficient_scope")
    return caller


def _refused(error: DomainError) -> HttpResponse:
    issue, status = next(((one, number) for kind, one, number in ISSUES if isinstance(error, kind)), ("exception", 422))
    answer = said(outcome(error.code, error.message, issue=issue, path=error.field), status)
    if isinstance(error, TooMany):
        answer["Retry-After"] = str(error.retry_after)
    return answer
