"""The application the load benches serve: ours, and beside it a bare Django page with one query, in the same processes.

The bare page has no middleware and a template of one line; it is the least Django can answer with a row of a table.
"""

import os
from collections.abc import Callable, Iterable
from functools import cache

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.template import Template, engines
from django.test import override_settings
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings")
from dean06.config.wsgi import application as ours

BARE = "/bench-bare/"


@cache
def template() -> Template:
    """Read once, as templates of files are."""
    return engines["django"].from_string("<!doctype html><title>{{ name }}</title><p>{{ name }}</p>")


def page(request: HttpRequest) -> HttpResponse:
    """One row of a table, drawn."""
    from dean06.kernel.cases.models import ProcedureVersion

    del request
    name = ProcedureVersion.objects.order_by("code").values_list("name", flat=True).first()
    return HttpResponse(template().render({"name": name}))


urlpatterns = [path(BARE.strip("/") + "/", page)]


class Request(WSGIRequest):
    """A request to this module's own addresses."""

    urlconf = __name__


class Bare(WSGIHandler):
    """Django with nothing around the view."""

    request_class = Request


with override_settings(MIDDLEWARE=[]):
    bare = Bare()


def application(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Ours, or the bare page."""
    return (bare if environ["PATH_INFO"] == BARE else ours)(environ, start_response)
