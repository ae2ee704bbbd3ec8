"""Around every request: count and time it, compress the answer."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from dean06.kernel.base import metrics

COMPRESSED = ("text/", "application/json", "application/problem+json")


class MetricsMiddleware:
    """Request count and latency by route name, never by address: addresses may hold personal data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Observe one request."""
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        metrics.observe_request(
            route=match.view_name if match else "unmatched",
            method=request.method or "",
            status=response.status_code,
            seconds=time.perf_counter() - started,
        )
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compresses text, never files that are compressed already.

    Why compressing pages that hold secrets is safe here (BREACH): session cookies are SameSite=Lax, so a foreign page
    cannot make a browser ask again and again as its victim; Django masks the form token anew in every answer and pads
    every compressed answer with a random length.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress when it pays."""
        kind = response.headers.get("Content-Type", "").split(";")[0]
        return super().process_response(request, response) if kind.startswith(COMPRESSED) else response
