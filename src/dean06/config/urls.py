"""Where every house is mounted. Machine endpoints first, then the portal, then what the manifests name."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from dean06.config import views
from dean06.kernel.manifest.registry import all_pilots

handler400 = "dean06.ui.errors.bad_request"
handler403 = "dean06.ui.errors.permission_denied"
handler404 = "dean06.ui.errors.page_not_found"
handler500 = "dean06.ui.errors.server_error"


def _pilot_urls() -> list[URLResolver]:
    return [
        path(f"p{pilot.number:02}/", include(f"dean06.pilots.{pilot.slug}.urls"))
        for pilot in all_pilots()
        if find_spec(f"dean06.pilots.{pilot.slug}.urls")
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.prometheus, name="metrics"),
    path("", include("dean06.ui.urls")),
    path("", include("dean06.programme.urls")),
    path("", include("dean06.portal.urls")),
    *_pilot_urls(),
]
