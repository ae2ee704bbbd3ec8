"""Machine endpoints of the installation itself: alive, ready, metrics."""

import hmac
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse, JsonResponse

from dean06.config import env
from dean06.config.health import readiness
from dean06.kernel.base import metrics
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import NotPermitted
from dean06.ui.pages import machine

NOT_READY = 503


@machine(Role.PUBLIC)
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    del request
    return JsonResponse({"status": "alive"})


@machine(Role.PUBLIC)
def readyz(request: HttpRequest) -> HttpResponse:
    """Fit to take requests: database, migrations, state directory."""
    del request
    probes = readiness()
    ready = all(probe.ok for probe in probes)
    body = {"ready": ready, "probes": [{"name": p.name, "ok": p.ok, "message": p.message} for p in probes]}
    return JsonResponse(body, status=200 if ready else NOT_READY, json_dumps_params={"ensure_ascii": False})


@machine(Role.PUBLIC)
def prometheus(request: HttpRequest) -> HttpResponse:
    """Metrics, for a scraper on this machine or one that shows ``DEAN06_METRICS_TOKEN``."""
    if not (_is_loopback(request) or _shows_token(request)):
        raise NotPermitted("Chỉ số vận hành chỉ đọc được từ chính máy chủ hoặc bằng mã DEAN06_METRICS_TOKEN.")
    body, content_type = metrics.exposition()
    return HttpResponse(body, content_type=content_type)


def _is_loopback(request: HttpRequest) -> bool:
    # Behind a proxy every caller looks local; then only the token counts.
    if "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False  # behind a unix socket nobody has an address


def _shows_token(request: HttpRequest) -> bool:
    token = env.text("DEAN06_METRICS_TOKEN")
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(shown.encode(), token.encode())
