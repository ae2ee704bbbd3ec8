"""The looks of "Dữ liệu của tôi": the filter a person sets, and the rows as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest

from dean06.kernel.audit.types import Look
from dean06.kernel.base.actor import Actor
from dean06.kernel.privacy import api as privacy
from dean06.portal.paging import page_of
from dean06.ui.forms import DayField

PAGE_SIZE = 20
NEWEST_OWN = 5
GROUPS = {"nguoi-khac": "others", "chinh-minh": "own", "tu-dong": "automatic"}


class LookForm(forms.Form):
    """Who, when, only lists. Everything optional; a day that is none is told at its field and does not narrow."""

    don_vi = forms.ChoiceField(label="Ai xem", required=False)
    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)
    hang_loat = forms.BooleanField(label="Chỉ lượt xem hàng loạt", required=False)

    def __init__(self, data: Any, units: Sequence[tuple[str, str, int]]) -> None:
        super().__init__(data)
        choices = [("", "Tất cả"), *((code, f"{name} ({count})") for code, name, count in units)]
        self.fields["don_vi"].choices = choices  # type: ignore[attr-defined] # the stubs do not know ChoiceField here


@dataclass(frozen=True, kw_only=True)
class Row:
    """A look, why its owner was told of it at once, and the request about it."""

    look: Look
    reasons: tuple[str, ...] = field(default=())
    request_id: UUID | None = None


def context(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What the page needs about looks: the chosen group filtered and paged, counts, the newest of the person's own."""
    counts = privacy.look_counts(actor)
    group = request.GET.get("nhom", "")
    group = group if group in GROUPS else "nguoi-khac"
    form = LookForm(request.GET or None, counts.units)
    wanted = _choice(form, GROUPS[group])
    total = counts.by_group[wanted.group] if wanted.is_plain else privacy.look_total(actor, wanted)
    page = page_of(
        request,
        total,
        lambda limit, offset: rows(actor, privacy.looks_page(actor, wanted, limit=limit, offset=offset)),
        PAGE_SIZE,
    )
    own = privacy.LookChoice(group="own")
    return {
        "form": form,
        "group": group,
        "counts": counts,
        "is_filtered": not wanted.is_plain,
        "page_obj": page,
        "newest_own": rows(actor, privacy.looks_page(actor, own, limit=NEWEST_OWN, offset=0)),
    }


def rows(actor: Actor, looks: list[Look]) -> list[Row]:
    """Looks with what the person was told and asked about them."""
    ids = [look.entry_id for look in looks]
    told, asked = privacy.unexpected_reasons(actor, ids), privacy.questions_about(actor, ids)
    return [Row(look=look, reasons=told.get(look.entry_id, ()), request_id=asked.get(look.entry_id)) for look in looks]


def _choice(form: LookForm, group: str) -> privacy.LookChoice:
    form.is_valid()  # also when it is not: what is right in it still narrows
    said = getattr(form, "cleaned_data", {})
    return privacy.LookChoice(
        group=group,
        unit_code=said.get("don_vi") or "",
        since=said.get("tu"),
        until=said.get("den"),
        only_bulk=bool(said.get("hang_loat")),
    )
