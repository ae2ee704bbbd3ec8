"""What the template tags draw."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from dean06.kernel.base import clock
from dean06.ui import formats, parts
from dean06.ui.forms import DayField, UploadField
from dean06.ui.samples import BAD_ANSWERS, SampleForm
from dean06.ui.spark import spark
from dean06.ui.words import STATUSES, role_list, status_word


def draw(markup: str, **context: Any) -> str:
    query = context.pop("query", "")
    request = RequestFactory().get(f"/x/{query}")
    return Template("{% load ui %}" + markup).render(Context({"request": request, **context}))


def test_dates_money_and_sizes_are_vietnamese() -> None:
    evening = datetime(2023, 12, 14, 20, 5, tzinfo=UTC)
    assert draw("{{ d|vn_date }} {{ t|vn_date }} {{ t|vn_datetime }}", d=date(2023, 12, 3), t=evening) == (
        "03/12/2023 15/12/2023 03:05 ngày 15/12/2023"
    )
    assert draw("{{ n|dong }}|{{ none|dong }}|{{ none|vn_date }}", n=12500, none=None) == "12.500 đ||"
    assert formats.number(1234567.25) == "1.234.567,2"
    assert [formats.size(n) for n in (812, 41_472, 1_260_000)] == ["812 byte", "40,5 KB", "1,2 MB"]
    assert formats.weekday(date(2023, 12, 3)) == "Chủ nhật, 03/12/2023"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2023-12-15", date(2023, 12, 15)), (" 15/12/2023 ", date(2023, 12, 15)), ("31/02/2023", None), ("", None)],
)
def test_a_day_is_read_in_both_spellings(text: str, day: date | None) -> None:
    assert formats.parse_day(text) == day


class State(StrEnum):
    LATE = "overdue"


def test_a_state_is_colour_and_word() -> None:
    assert draw("{% status_tag s %}", s=State.LATE).strip() == (
        '<span class="ds-tag state" data-color="danger">Quá hạn</span>'
    )
    assert "Chờ bổ sung" in draw('{% status_tag "returned" "chờ bổ sung" %}').replace("chờ", "Chờ")
    assert 'data-color="neutral"' in draw('{% status_tag "của tôi" "lạ" %}')
    with pytest.raises(ValueError, match="unknown status"):
        draw('{% status_tag "lạ" %}')


def test_the_national_wording_of_progress_is_kept() -> None:
    words = [status_word(code).text for code in ("not_started", "in_progress", "due_soon", "overdue", "done")]
    assert words == ["chưa thực hiện", "đang thực hiện", "sắp đến hạn", "quá hạn", "hoàn thành"]
    assert len({(word.text) for word in STATUSES.values()}) == len(STATUSES)


def test_a_trend_has_a_sentence_and_stays_in_its_box() -> None:
    drawn = draw('{% sparkline v label="Lượt khám" unit="lượt" tone="success" %}', v=[12, 0, 1412])
    assert 'aria-label="Lượt khám: từ 12 đến 1.412 lượt, cao nhất 1.412 lượt"' in drawn
    heights = [float(point.split(",")[1]) for point in spark([0, -3, 7.5, 9], label="x").points.split()]
    assert all(2 <= height <= 22 for height in heights)
    assert heights[0] == 22
    assert heights[-1] == 2


@pytest.mark.parametrize(("values", "text"), [([], "x: chưa có số liệu"), ([5], "x: 5")])
def test_a_trend_of_little_is_still_said(values: list[int], text: str) -> None:
    assert spark(values, label="x").text == text


def test_an_unknown_icon_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        draw('{% icon "khong-co" %}')


def test_a_question_is_wired_to_its_hint_and_error() -> None:
    drawn = draw("{% field form.title %}", form=SampleForm(BAD_ANSWERS, prefix="sai"))
    assert '<label class="ds-label" for="id_sai-title">' in drawn
    assert 'aria-describedby="id_sai-title_helptext id_sai-title_error"' in drawn
    assert 'id="id_sai-title_helptext"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_sai-title_error">Hãy ghi nội dung công việc.' in drawn


def test_choices_are_a_group_with_a_legend() -> None:
    drawn = draw("{% field form.pace %}", form=SampleForm(BAD_ANSWERS, prefix="sai"))
    assert "<legend" in drawn
    assert drawn.count('class="ds-input"') == 3
    assert 'aria-describedby="id_sai-pace_error"' in drawn
    assert 'for="id_sai-pace_2"' in drawn


def test_only_what_may_be_left_out_is_marked() -> None:
    drawn = draw("{% field form.note %}{% field form.title %}", form=SampleForm())
    assert drawn.count("(không bắt buộc)") == 1


def test_a_label_may_be_hidden_from_eyes_only() -> None:
    assert 'class="ds-label ds-sr-only"' in draw("{% field form.title hide_label=True %}", form=SampleForm())


def test_the_error_summary_leads_to_every_control() -> None:
    form = SampleForm(BAD_ANSWERS, prefix="sai")
    form.add_error(None, "Hai ngày ngược nhau.")
    drawn = draw("{% error_summary form %}{% fields form %}", form=form)
    assert "Cần sửa 6 chỗ" in drawn
    assert "Hai ngày ngược nhau." in drawn
    for target in ("title", "due", "pace_0", "evidence", "agreed"):
        assert f'href="#id_sai-{target}"' in drawn
        assert f'id="id_sai-{target}"' in drawn


def test_no_summary_without_errors() -> None:
    assert draw("{% error_summary form missing %}", form=SampleForm()).strip() == ""


def test_all_fields_are_drawn_and_hidden_ones_kept() -> None:
    class WithHidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput, initial=7)
        title = forms.CharField(label="Tên")

    drawn = draw("{% fields form %}", form=WithHidden())
    assert 'type="hidden" name="version" value="7"' in drawn
    assert "Tên" in drawn


class Filing(forms.Form):
    due = DayField()
    paper = UploadField(max_bytes=1024, accept=(".pdf",))


@pytest.mark.parametrize("text", ["2023-12-15", "15/12/2023"])
def test_a_day_field_takes_both_spellings_and_shows_ours(text: str) -> None:
    form = Filing({"due": text})
    assert "due" not in form.errors
    assert 'value="15/12/2023"' in str(Filing(initial={"due": date(2023, 12, 15)})["due"])


def test_a_file_too_large_is_refused_with_both_sizes() -> None:
    form = Filing({}, {"paper": SimpleUploadedFile("a.pdf", b"x" * 2048)})
    assert form.errors["paper"] == ["Tệp nặng 2 KB, quá mức 1 KB. Hãy giảm dung lượng rồi gửi lại."]
    assert 'accept=".pdf"' in str(form["paper"])


def test_a_table_says_values_as_people_read_them() -> None:
    table = parts.Table(
        caption="Kế hoạch",
        columns=[
            parts.Column("Đơn vị"),
            parts.Column("Hạn"),
            parts.Column("Số", kind="num"),
            parts.Column("Tình trạng"),
        ],
        rows=[[parts.Link("Phòng <Y>", "/u/1"), date(2023, 12, 3), 1200, parts.Status("done")], ["B", None, 0, None]],
    )
    drawn = draw("{% table t %}", t=table)
    assert '<a class="ds-link" href="/u/1">Phòng &lt;Y&gt;</a>' in drawn
    assert "03/12/2023" in drawn
    assert "1.200" in drawn
    assert "Hoàn thành" in drawn
    assert drawn.count("–") == 2
    assert '<th role="rowheader" scope="row">' in drawn


def test_an_empty_table_says_so_and_a_ragged_one_is_refused() -> None:
    assert "Chưa có dòng nào." in draw("{% table t %}", t=parts.Table(caption="A", columns=[parts.Column("B")]))
    with pytest.raises(ValueError, match="row 1"):
        parts.Table(caption="A", columns=[parts.Column("B")], rows=[["x", "y"]])


def test_pages_of_a_list_keep_the_other_parameters() -> None:
    page = Paginator(range(100), 5).get_page(3)
    drawn = draw("{% pager p %}", p=page, query="?don-vi=pyt&trang=3")
    assert 'href="?don-vi=pyt&amp;trang=4" rel="next"' in drawn
    assert 'href="?don-vi=pyt&amp;trang=2" rel="prev"' in drawn
    assert 'aria-current="page"' in drawn
    assert draw("{% pager p %}", p=Paginator(range(3), 5).get_page(1)).strip() == ""


def test_the_day_picker_steps_and_returns_to_today() -> None:
    drawn = draw("{% day_picker d %}", d=date(2023, 12, 15), query="?nhom=II")
    assert 'value="15/12/2023"' in drawn
    assert 'href="?nhom=II&amp;ngay=2023-12-16"' in drawn
    assert 'href="?nhom=II&amp;ngay=2023-12-14"' in drawn
    assert '<input type="hidden" name="nhom" value="II">' in drawn
    assert "Thứ Sáu, 15/12/2023" in drawn
    assert 'href="?nhom=II">Về hôm nay' in drawn
    with clock.at(date(2023, 12, 15)):
        today = draw("{% day_picker d %}", d=date(2023, 12, 15))
    assert "(hôm nay)" in today
    assert "Ngày sau" not in today


def test_a_query_is_changed_in_place() -> None:
    assert draw("{% query trang=2 ngay=None %}", query="?ngay=2023-12-15&a=b") == "?a=b&amp;trang=2"
    assert draw("{% query a=None %}", query="?a=b") == "?"


def test_a_timeline_carries_machine_and_spoken_times() -> None:
    event = parts.Event(
        at=datetime(2023, 12, 6, 8, 40, tzinfo=UTC), title="Trả lại", who="Công an huyện", tone="warning"
    )
    drawn = draw("{% timeline e %}", e=[event])
    assert '<time datetime="2023-12-06T08:40:00+00:00">15:40 ngày 06/12/2023</time>' in drawn
    assert "tone-warning" in drawn


def test_files_are_escaped_and_weighed() -> None:
    drawn = draw("{% file_list f %}", f=[parts.File(name="a<b>.pdf", url="/t/1", size=2048)])
    assert "a&lt;b&gt;.pdf" in drawn
    assert "2 KB" in drawn


def test_roles_are_listed_as_people_say_them() -> None:
    from dean06.kernel.base.actor import Role

    assert role_list([Role.OPERATOR, Role.LEADER]) == "lãnh đạo Ủy ban nhân dân hoặc người vận hành hệ thống"
