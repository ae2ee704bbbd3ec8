"""Everything that is kept about the person, to read, print or take away."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.kernel.privacy import api as privacy
from dean06.portal import words
from dean06.ui.access import actor_of
from dean06.ui.pages import SIGNED_IN, page, render_page
from dean06.ui.parts import Column, Table


@page(*SIGNED_IN, title="Bản dữ liệu về mình", shell="portal")
def own_copy(request: HttpRequest) -> HttpResponse:
    """GET: a page to read and print; POST: the same as JSON. Either is one look of the person's own."""
    actor = actor_of(request)
    copy = privacy.copy_own_data(actor)
    if request.method == "POST":
        body = json.dumps(copy, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
        response = HttpResponse(body, content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="du-lieu-cua-toi-{clock.today():%Y-%m-%d}.json"'
        return response
    parts = [(kept, _table(kept)) for kept in copy["data"].values()]
    context = {"parts": parts, "at": copy["at"], "address": words.address(actor)}
    return render_page(request, "portal/own_copy.html", context)


def _table(kept: dict[str, Any]) -> Table:
    columns = kept["columns"]
    cells = [[_cell(row.get(key)) for key in columns] for row in kept["rows"]]
    return Table(
        caption=kept["label"],
        columns=[Column(label) for label in columns.values()],
        rows=cells,
        hide_caption=True,
        empty="Không giữ gì thuộc loại này.",
    )


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return ("Có" if value else "Không") if isinstance(value, bool) else value
