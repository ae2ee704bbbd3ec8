"""Figures of a unit's cases and the scoreboard of QĐ 766; every number opens the cases behind it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base.errors import NotFound
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import CaseLine, CaseOutcome, Measured, Status
from dean06.portal import desk_figures, desk_queue, procedures
from dean06.portal.desk_figures import SpanForm
from dean06.ui.access import OFFICERS, actor_of
from dean06.ui.pages import page, render_page

AFTER = "sau"
MOST_SHOWN = 500


@page(*OFFICERS, title="Thống kê hồ sơ", shell="workspace", methods=("GET",))
def figures(request: HttpRequest) -> HttpResponse:
    """By procedure, by status, and the marks, for a unit and days."""
    actor, form = actor_of(request), _form(request)
    if not form.is_valid():
        return render_page(request, "portal/desk_figures.html", {"form": form}, status=422)
    (first, last), unit_code = desk_figures.span_of(form), form.cleaned_data["don_vi"]
    found = cases.statistics(actor, unit_code=unit_code, first=first, last=last)
    board = cases.scoreboard(actor, unit_code=unit_code, first=first, last=last)
    context = {
        "form": form,
        "tables": [desk_figures.statistics_table(found, form.query), desk_figures.status_table(found, form.query)],
        "board": board,
        "marks": [desk_figures.marks_words(number) for number in (board.marks, board.measurable)],
        "groups": desk_figures.score_groups(board, form.query),
    }
    return render_page(request, "portal/desk_figures.html", context)


@page(*OFFICERS, title="Hồ sơ của một con số", shell="workspace", methods=("GET",))
def figure_cases(request: HttpRequest) -> HttpResponse:
    """The cases behind a number of the statistics."""
    actor, form = actor_of(request), _asked(request)
    word, status = request.GET.get("loai", CaseOutcome.FILED.value), request.GET.get("trang_thai", "")
    if word not in set(CaseOutcome) or (status and status not in {str(one.value) for one in Status}):
        raise NotFound("Không có con số này.")
    outcome = CaseOutcome(word)
    found = cases.statistics_cases(
        actor,
        unit_code=form.cleaned_data["don_vi"],
        span=desk_figures.span_of(form),
        procedure=request.GET.get("thu_tuc", ""),
        outcome=outcome,
        status=Status(int(status)) if status else None,
        after=request.GET.get(AFTER, ""),
    )
    title = Status(int(status)).label if status else desk_figures.OUTCOMES[outcome]
    return _lines(request, form, title, [("", found.items)], after=found.after)


@page(*OFFICERS, title="Chỉ số Quyết định 766", shell="workspace", methods=("GET",))
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """What one indicator counted: those that fulfil it and those that do not."""
    actor, form = actor_of(request), _asked(request)
    first, last = desk_figures.span_of(form)
    board = cases.scoreboard(actor, unit_code=form.cleaned_data["don_vi"], first=first, last=last)
    measured = [one for group in board.groups for one in group.indicators]
    one = next((one for one in measured if one.weight.code == indicator), None)
    if one is None:
        raise NotFound("Không có chỉ số này.")
    bad = tuple(item for item in one.counted.out_of if item not in set(one.counted.good))
    parts = [("Chưa đạt", bad), ("Đạt", one.counted.good)]
    if not _counts_cases(one):
        named = [
            (title, [getattr(procedures.in_force(code, last), "name", code) for code in codes])
            for title, codes in parts
        ]
        context = {"form": form, "title": one.weight.title, "procedures": named, "query": form.query}
        return render_page(request, "portal/desk_figure_cases.html", context)
    shown = [
        (title, cases.case_lines(actor, case_ids=[UUID(key) for key in keys[:MOST_SHOWN]])) for title, keys in parts
    ]
    return _lines(request, form, one.weight.title, shown)


def _counts_cases(one: Measured) -> bool:
    """Cases are named by id, procedures by code."""
    try:
        UUID(next(iter(one.counted.out_of), ""))
    except ValueError:
        return False
    return True


def _lines(
    request: HttpRequest,
    form: SpanForm,
    title: str,
    parts: Iterable[tuple[str, Sequence[CaseLine]]],
    after: str = "",
) -> HttpResponse:
    shown = [(head, desk_queue.rows(lines, {})) for head, lines in parts]
    context = {"form": form, "title": title, "parts": shown, "after": after, "query": form.query}
    return render_page(request, "portal/desk_figure_cases.html", context)


def _form(request: HttpRequest) -> SpanForm:
    return SpanForm(desk_figures.units_for(actor_of(request)), request.GET)


def _asked(request: HttpRequest) -> SpanForm:
    form = _form(request)
    if not form.is_valid():
        raise NotFound("Kỳ hoặc đơn vị này không có. Hãy chọn lại ở trang thống kê.")
    return form
