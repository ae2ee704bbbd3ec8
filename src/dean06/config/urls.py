"""Where every house is mounted. Machine endpoints first, then the portal, then what the manifests name."""

from django.urls import URLPattern, URLResolver, include, path

from dean06.config import views
from dean06.kernel.manifest.registry import built_pilots

handler400 = "dean06.ui.errors.bad_request"
handler403 = "dean06.ui.errors.permission_denied"
handler404 = "dean06.ui.errors.page_not_found"
handler500 = "dean06.ui.errors.server_error"


def _pilot_urls() -> list[URLResolver]:
    """Pages and machine interfaces of the pilots that are built, as their manifests declare them."""
    built = built_pilots()
    pages = [path(pilot.mount, include(pilot.urls)) for pilot in built if pilot.urls]
    interfaces = [path(pilot.api_mount, include(pilot.api)) for pilot in built if pilot.api]
    return pages + interfaces


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.prometheus, name="metrics"),
    path("", include("dean06.ui.urls")),
    path("", include("dean06.programme.urls")),
    path("", include("dean06.portal.urls")),
    *_pilot_urls(),
]
