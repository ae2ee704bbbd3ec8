"""``{% load ui %}``: the components. Each tag prepares values; its template under components/ holds the markup."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dean06.kernel.base import clock
from dean06.ui import formats, parts
from dean06.ui.icons import ICONS
from dean06.ui.menu import Entry, sections
from dean06.ui.spark import HEIGHT, WIDTH, spark
from dean06.ui.templatetags import form_parts
from dean06.ui.words import Tone, capital, status_word

register = template.Library()
register.filter("vn_date", formats.day)
register.filter("vn_datetime", formats.moment)
register.filter("vn_weekday", formats.weekday)
register.filter("vn_number", formats.number)
register.filter("file_size", formats.size)
register.filter("capital", capital)
register.inclusion_tag("components/field.html", name="field")(form_parts.field_context)
register.inclusion_tag("components/fields.html", name="fields")(form_parts.fields_context)
register.inclusion_tag("components/error_summary.html", name="error_summary")(form_parts.error_summary_context)
register.simple_tag(form_parts.widget, name="widget")

KEPT_MENUS = 256
PAGE_PARAMETER = "trang"
DAY_PARAMETER = "ngay"


@register.filter
def dong(amount: int | None) -> str:
    """12.500 đ; None is an empty text. Money is whole đồng."""
    return "" if amount is None else f"{formats.number(int(amount))} đ"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon; an unknown name is a KeyError, as a missing picture must not go unseen."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


@register.inclusion_tag("components/status_tag.html")
def status_tag(code: str | Enum, text: str = "") -> dict[str, Any]:
    """A state as colour and word; see words.STATUSES. ``text`` replaces the word."""
    return {"word": status_word(str(code.value) if isinstance(code, Enum) else code, text)}


@register.inclusion_tag("components/spark.html")
def sparkline(values: Sequence[int | float], label: str, unit: str = "", tone: Tone = "neutral") -> dict[str, Any]:
    """A small trend with a text alternative."""
    return {"spark": spark(values, label=label, unit=unit), "tone": tone, "width": WIDTH, "height": HEIGHT}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[parts.Event]) -> dict[str, Any]:
    """Events in the order given."""
    return {"events": [(event, when(event.at)) for event in events]}


@register.inclusion_tag("components/file_list.html")
def file_list(files: Iterable[parts.File]) -> dict[str, Any]:
    """Files a person may fetch, with their size."""
    return {"files": files}


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """What to show when there is nothing yet, and what to do about it."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("components/table.html")
def table(value: parts.Table) -> dict[str, Any]:
    """A table of values; on a phone each row becomes a card."""
    rows = [[_cell(column, cell) for column, cell in zip(value.columns, row, strict=True)] for row in value.rows]
    return {"table": value, "rows": rows}


@register.simple_tag(takes_context=True)
def menu_entries(context: Context, *, folds: bool = False) -> SafeString:
    """The bar's menu, drawn once for all who see the same. ``folds``: a group unfolds, otherwise it is a heading."""
    return _menu(context["menu"], context["shell"], works_here=bool(context["works_here"]), folds=folds)


@lru_cache(maxsize=KEPT_MENUS)
def _menu(entries: tuple[Entry, ...], shell: str, *, works_here: bool, folds: bool) -> SafeString:
    context = {"sections": sections(entries), "shell": shell, "works_here": works_here, "folds": folds}
    return render_to_string("components/menu_entries.html", context)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The query string of this page with some parameters changed; None removes one."""
    parameters = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            parameters.pop(key, None)
        else:
            parameters[key] = str(value)
    text = parameters.urlencode()
    return f"?{text}" if text else "?"


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the other pages of a list; nothing when there is one page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(n, query(context, **{PAGE_PARAMETER: n}) if isinstance(n, int) else "") for n in numbers]
    back = query(context, **{PAGE_PARAMETER: page.previous_page_number()}) if page.has_previous() else ""
    onward = query(context, **{PAGE_PARAMETER: page.next_page_number()}) if page.has_next() else ""
    return {"page": page, "links": links, "back": back, "onward": onward}


@register.inclusion_tag("components/day_picker.html", takes_context=True)
def day_picker(context: Context, day: date, label: str = "Xem tại ngày", name: str = DAY_PARAMETER) -> dict[str, Any]:
    """Choose the day a page is drawn for: a form, the day before and after (not past today), the way to today."""
    others = [(key, value) for key, values in context["request"].GET.lists() if key != name for value in values]
    steps = {
        "before": query(context, **{name: (day - timedelta(days=1)).isoformat()}),
        "after": query(context, **{name: (day + timedelta(days=1)).isoformat()}) if day < clock.today() else "",
        "now": query(context, **{name: None}),
    }
    return {"day": day, "label": label, "name": name, "others": others, "is_today": day == clock.today(), **steps}


def when(value: date | datetime) -> tuple[str, str]:
    """An instant or a day as (machine form, words)."""
    words = formats.moment(value) if isinstance(value, datetime) else formats.day(value)
    return value.isoformat(), words


def _cell(column: parts.Column, cell: parts.Cell) -> dict[str, Any]:
    shown: dict[str, Any] = {"column": column, "text": cell}
    if isinstance(cell, parts.Link):
        shown |= {"text": cell.text, "url": cell.url}
    elif isinstance(cell, parts.Status):
        shown |= {"word": status_word(cell.code, cell.word)}
    elif isinstance(cell, datetime):
        shown |= {"text": formats.moment(cell)}
    elif isinstance(cell, date):
        shown |= {"text": formats.day(cell)}
    elif isinstance(cell, int):
        shown |= {"text": formats.number(cell)}
    elif cell is None:
        shown |= {"text": "–"}
    return shown
