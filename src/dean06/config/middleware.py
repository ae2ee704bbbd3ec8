"""Counts and times every request by route name, never by address: addresses may hold personal data."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import metrics


class MetricsMiddleware:
    """Request count and latency for Prometheus."""

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
