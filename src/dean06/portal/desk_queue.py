"""The officer's queue as its page draws it: what is chosen by the address, the figures that lead there, the lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from dean06.kernel.base import calendar, clock
from dean06.kernel.cases.types import CaseLine, Channel, Holder, QueueChoice, QueueCounts, Status
from dean06.portal.desk_time import time_left
from dean06.ui.forms import DayField
from dean06.ui.words import Tone, Word

HOLDERS = {"toi": Holder.ME, "chua-ai": Holder.NOBODY}
OVERDUE, TODAY = "qua-han", "hom-nay"
DUE = {OVERDUE: "Đã quá hạn", TODAY: "Đến hạn hôm nay"}
# Statuses a case can have while it lies on a desk.
OPEN = tuple(one for one in Status if one not in (Status.NOT_RECEIVED, Status.STOPPED, Status.HANDED_OVER))
ANY = [("", "Tất cả")]
LONGEST_CODE = 40
# Drawn once for as long as nothing in them changes; no name of any applicant is among them.
KEPT_ROWS, KEPT_FILTERS = 4096, 128


class QueueForm(forms.Form):
    """What narrows the queue. Everything may be left out; nonsense in the address is told at its field."""

    trang_thai = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[*ANY, *((str(one.value), one.label) for one in OPEN)]
    )
    thu_tuc = forms.ChoiceField(label="Thủ tục", required=False)
    kenh = forms.ChoiceField(
        label="Kênh nộp", required=False, choices=[*ANY, *((one.value, one.label) for one in Channel)]
    )
    giu = forms.ChoiceField(
        label="Người giữ", required=False, choices=[*ANY, ("toi", "Tôi giữ"), ("chua-ai", "Chưa ai giữ")]
    )
    han = forms.ChoiceField(label="Hạn", required=False, choices=[*ANY, *DUE.items()])
    den_ngay = DayField(label="Hạn đến hết ngày", required=False)
    ma = forms.CharField(label="Mã hồ sơ", required=False, max_length=LONGEST_CODE)

    def __init__(self, procedures: Iterable[tuple[str, str]], data: Mapping[str, Any]) -> None:
        super().__init__(data)
        choices = [*ANY, *procedures]
        self.fields["thu_tuc"].choices = choices  # type: ignore[attr-defined] # the stubs do not know ChoiceField here
        for field in self.fields.values():
            # An optional filter needs no word that it is optional.
            field.widget.attrs["autocomplete"] = "off"

    def choice(self, now: datetime) -> QueueChoice:
        """The choice of a valid form; of a broken one everything."""
        if not self.is_valid():
            return QueueChoice()
        said = self.cleaned_data
        end = _midnight_after(now) if said["han"] == TODAY else None
        if said["den_ngay"]:
            last = _midnight_after(datetime.combine(said["den_ngay"], time(), clock.VN_TZ))
            end = min(end, last) if end else last
        return QueueChoice(
            statuses=(Status(int(said["trang_thai"])),) if said["trang_thai"] else (),
            procedure=said["thu_tuc"],
            channel=Channel(said["kenh"]) if said["kenh"] else None,
            held_by=HOLDERS.get(said["giu"], Holder.ANYBODY),
            due_before=end,
            is_overdue=said["han"] == OVERDUE if said["han"] else None,
            code=said["ma"],
        )

    def query(self) -> str:
        """The choice as a query string, without what is left out and without anything that is no filter."""
        kept = {name: self.data.get(name, "").strip() for name in self.fields}
        return urlencode({name: value for name, value in kept.items() if value})


@dataclass(frozen=True)
class Figure:
    """A number over the queue and the query that opens the cases behind it."""

    label: str
    count: int
    query: str
    tone: Tone


@dataclass(frozen=True)
class Row:
    """A line with its time in words, and the applicant's name when it was asked for; drawn in two, the name between."""

    line: CaseLine
    left: Word
    name: str
    can_tick: bool

    @property
    def can_be_received(self) -> bool:
        """Whether a box stands before it."""
        return self.line.status is Status.SUBMITTED

    @property
    def head(self) -> SafeString:
        """The row up to the name. The box says the code and the revision the officer saw."""
        return _drawn("head", self.line, self.left, can_tick=self.can_tick)

    @property
    def tail(self) -> SafeString:
        """The row after the name."""
        return _drawn("tail", self.line, self.left, can_tick=self.can_tick)


@lru_cache(maxsize=KEPT_ROWS)
def _drawn(part: str, line: CaseLine, left: Word, *, can_tick: bool) -> SafeString:
    return render_to_string(f"portal/desk_rows.html#{part}", {"line": line, "left": left, "can_tick": can_tick})


def asked(counts: QueueCounts, said: Mapping[str, Any]) -> tuple[QueueForm, SafeString]:
    """The form of an address, judged, and its fields drawn: the same for all who choose the same."""
    kept = ((name, str(said[name])) for name in QueueForm.base_fields if said.get(name))
    return _asked(counts.procedures, tuple(kept))


@lru_cache(maxsize=KEPT_FILTERS)
def _asked(procedures: tuple[tuple[str, str], ...], said: tuple[tuple[str, str], ...]) -> tuple[QueueForm, SafeString]:
    form = QueueForm(procedures, dict(said))
    return form, render_to_string("portal/desk_queue.html#filters", {"form": form})


def figures(counts: QueueCounts) -> tuple[Figure, ...]:
    """The numbers of the queue's head; each leads to exactly those cases."""
    return (
        Figure("Tất cả", counts.total, "", "neutral"),
        Figure("Tôi giữ", counts.mine, "giu=toi", "info"),
        Figure("Chưa ai giữ", counts.unassigned, "giu=chua-ai", "neutral"),
        Figure("Chờ tiếp nhận", counts.to_receive, f"trang_thai={Status.SUBMITTED.value}", "info"),
        Figure("Đến hạn hôm nay", counts.due_today, f"han={TODAY}", "warning"),
        Figure("Quá hạn", counts.overdue, f"han={OVERDUE}", "danger"),
        Figure("Tạm dừng", counts.paused, f"trang_thai={Status.SUPPLEMENT_ASKED.value}", "neutral"),
    )


def rows(lines: Iterable[CaseLine], names: Mapping[UUID, str], *, can_tick: bool = False) -> list[Row]:
    """Lines as drawn."""
    now, working = clock.now(), calendar.default_calendar()
    return [
        Row(line=line, left=time_left(line, now, working), name=names.get(line.id, ""), can_tick=can_tick)
        for line in lines
    ]


def _midnight_after(moment: datetime) -> datetime:
    return datetime.combine(clock.local(moment).date() + timedelta(days=1), time(), clock.VN_TZ)
