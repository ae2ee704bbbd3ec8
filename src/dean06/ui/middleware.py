"""A number for every request, and one place where refusals become answers."""

import re
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from dean06.kernel.base.errors import DomainError
from dean06.kernel.base.ids import new_id
from dean06.ui import errors, problems

REQUEST_ID_HEADER = "X-Request-ID"
ACCEPTED_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

Next = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)


class RequestIdMiddleware:
    """Sets ``request.request_id``, binds it to every log line of the request and returns it to the caller."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take the id of a proxy in front when it is well formed (it ends up in logs), else make one."""
        given = request.headers.get(REQUEST_ID_HEADER, "")
        request_id = given if ACCEPTED_REQUEST_ID.fullmatch(given) else str(new_id())
        request.request_id = request_id  # type: ignore[attr-defined] # our addition to Django's request
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response[REQUEST_ID_HEADER] = request_id
        return response


class DomainErrorMiddleware:
    """Turns refusals of the domain into pages or problem documents, and bodies over the limit into 413."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse an announced body over the limit before anything reads it."""
        if _announced_bytes(request) > settings.REQUEST_MAX_BYTES:
            return errors.too_large(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a DomainError; any other exception is a defect and goes on to the 500 page and the log."""
        if not isinstance(exception, DomainError):
            return None
        log.info("refused", code=exception.code, status=problems.status_of(exception))
        response = errors.of_domain_error(request, exception)
        patch_cache_control(response, private=True, no_store=True)  # made past the view's own declaration
        return response


def _announced_bytes(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0
