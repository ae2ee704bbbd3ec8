"""Routes for the tests of the shell: the names it links to, without the houses behind them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from dean06.kernel.base.actor import Role
from dean06.ui.pages import page


@page(Role.PUBLIC)
def anything(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


PORTAL = [
    path("", anything, name="home"),
    path("dang-nhap/", anything, name="sign_in"),
    path("dang-xuat/", anything, name="sign_out"),
    path("vai-tro/", anything, name="hats"),
    path("lam-viec/", anything, name="workspace"),
    path("hop-thu/", anything, name="inbox"),
]

urlpatterns = [path("", include("dean06.ui.urls")), path("", include((PORTAL, "portal")))]
