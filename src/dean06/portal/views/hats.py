"""Choosing the role to act in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dean06.kernel.base.actor import Role
from dean06.kernel.identity import api as identity
from dean06.ui.pages import SIGNED_IN, page, render_page, safe_next

HOME_OF = {Role.CITIZEN: "portal:home", Role.OPERATOR: "portal:operator"}


@page(*SIGNED_IN, title="Chọn vai", shell="portal")
def hats(request: HttpRequest) -> HttpResponse:
    """Cards of the hats this person may wear today; choosing one goes on to where the person was headed."""
    if request.method == "POST":
        hat = identity.choose_hat(request, request.POST.get("vai", ""))
        going = safe_next(request)
        return HttpResponseRedirect(going if going != "/" else reverse(HOME_OF.get(hat.role, "portal:workspace")))
    own, last = identity.my_hats(request)
    context = {"hats": sorted(own, key=lambda hat: hat.key != last), "last": last, "next": safe_next(request)}
    return render_page(request, "portal/hats.html", context)
