"""Figures of a unit in words: the days and the unit asked for, tables whose numbers lead to the cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.cases.types import CaseOutcome, GroupScore, Scoreboard, Statistics
from dean06.kernel.parties import api as parties
from dean06.ui.forms import DayField
from dean06.ui.parts import Cell, Column, Link, Table

OUTCOMES = {
    CaseOutcome.FILED: "Nộp",
    CaseOutcome.RECEIVED: "Đã tiếp nhận",
    CaseOutcome.ON_TIME: "Xong đúng hạn",
    CaseOutcome.LATE: "Xong quá hạn",
    CaseOutcome.OPEN: "Đang giải quyết",
    CaseOutcome.OVERDUE: "Đang quá hạn",
    CaseOutcome.CLOSED: "Không nhận, dừng",
}
GROUPS = {
    "openness": "Công khai, minh bạch",
    "progress": "Tiến độ, kết quả",
    "online": "Dịch vụ trực tuyến",
    "payment": "Thanh toán trực tuyến",
    "digitisation": "Số hoá hồ sơ",
    "satisfaction": "Mức độ hài lòng",
}
LONGEST_SPAN = timedelta(days=366)


class SpanForm(forms.Form):
    """Which unit, from which day to which; this month when nothing is said."""

    don_vi = forms.ChoiceField(label="Đơn vị")
    tu = DayField(label="Từ ngày")
    den = DayField(label="Đến ngày")

    def __init__(self, units: Iterable[tuple[str, str]], data: Mapping[str, Any]) -> None:
        offered, today = list(units), clock.today()
        given = {"don_vi": offered[0][0] if offered else "", "tu": f"{today.replace(day=1):%d/%m/%Y}"}
        given |= {"den": f"{today:%d/%m/%Y}"} | {
            name: str(data[name]) for name in ("don_vi", "tu", "den") if name in data
        }
        super().__init__(given)
        self.fields["don_vi"].choices = offered  # type: ignore[attr-defined] # the stubs do not know ChoiceField here

    def clean(self) -> dict[str, Any]:
        """The days in order, and not a whole history at once."""
        said = self.cleaned_data
        if "tu" in said and "den" in said and not timedelta() <= said["den"] - said["tu"] <= LONGEST_SPAN:
            self.add_error("den", "Chọn ngày cuối sau ngày đầu, trong vòng một năm.")
        return said

    @property
    def query(self) -> str:
        """The choice as a query string."""
        return urlencode({name: self.data[name] for name in self.fields})


@dataclass(frozen=True)
class Group:
    """A group of the scoreboard with its indicators as a table."""

    title: str
    marks: str
    table: Table


def units_for(actor: Actor) -> list[tuple[str, str]]:
    """An officer's own unit; for those who see all, every local unit, their own first."""
    if actor.role is Role.CLERK:
        return [(actor.unit_code, actor.unit_name)]
    today = clock.today()
    found = [(one.code, one.name) for one in parties.units(today) if parties.is_local(one.code, today)]
    return sorted(found, key=lambda pair: pair[0] != actor.unit_code)


def statistics_table(figures: Statistics, query: str) -> Table:
    """A row for each procedure, every number a link to its cases."""
    base = f"{reverse('portal:desk_figure_cases')}?{query}"
    rows: list[list[Cell]] = []
    for one in figures.procedures:
        links = [
            Link(str(count), f"{base}&{urlencode({'loai': outcome.value, 'thu_tuc': one.code})}") if count else 0
            for outcome, count in one.counts.items()
        ]
        rows.append([one.name, *links])
    heads = [Column("Thủ tục"), *(Column(label, kind="num") for label in OUTCOMES.values())]
    return Table(
        caption="Hồ sơ nộp trong kỳ, theo thủ tục", columns=heads, rows=rows, empty="Trong kỳ không có hồ sơ nào."
    )


def status_table(figures: Statistics, query: str) -> Table:
    """A row for each national status."""
    base = f"{reverse('portal:desk_figure_cases')}?{query}"
    rows: list[list[Cell]] = [
        [status.label, Link(str(count), f"{base}&trang_thai={status.value}")] for status, count in figures.statuses
    ]
    return Table(
        caption="Hồ sơ nộp trong kỳ, theo tình trạng hiện nay",
        columns=[Column("Tình trạng"), Column("Số hồ sơ", kind="num")],
        rows=rows,
        empty="Trong kỳ không có hồ sơ nào.",
    )


def score_groups(board: Scoreboard, query: str) -> list[Group]:
    """The groups of QĐ 766, each number leading to what it counted."""
    return [
        Group(
            title=GROUPS[group.group.value],
            marks=_out_of(group.marks, group.most),
            table=_table(group, query),
        )
        for group in board.groups
    ]


def _table(group: GroupScore, query: str) -> Table:
    rows: list[list[Cell]] = []
    for one in group.indicators:
        address = f"{reverse('portal:desk_indicator', args=[one.weight.code])}?{query}"
        good, out_of = len(one.counted.good), len(one.counted.out_of)
        counted: Cell = Link(f"{good} / {out_of}", address) if out_of else "–"
        marks = "–" if one.marks is None else _out_of(one.marks, one.weight.marks)
        rows.append([one.weight.title, counted, one.outcome, marks])
    heads = [
        Column("Chỉ số"),
        Column("Đạt trên tổng", kind="num"),
        Column("Tỷ lệ", kind="num"),
        Column("Điểm", kind="num"),
    ]
    return Table(caption=GROUPS[group.group.value], columns=heads, rows=rows, hide_caption=True)


def span_of(form: SpanForm) -> tuple[date, date]:
    """The days of a valid form."""
    return form.cleaned_data["tu"], form.cleaned_data["den"]


def marks_words(marks: Decimal) -> str:
    """Marks without empty places: 20, 3,25."""
    return f"{marks.normalize():f}".replace(".", ",")


def _out_of(marks: Decimal, most: Decimal) -> str:
    return f"{marks_words(marks)} / {marks_words(most)}"
