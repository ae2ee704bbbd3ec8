"""Plans, progress and the answers to them."""

from typing import Any

from django import forms

from dean06.programme.choices import ProgressState, Verdict
from dean06.programme.forms.fields import Files, text


class PlanForm(forms.Form):
    """A unit's plan with its document."""

    symbol = forms.CharField(
        label="Số, ký hiệu văn bản",
        max_length=100,
        required=False,
        help_text="Ví dụ: 12/KH-VHTT. Có thể để trống.",
        error_messages={"max_length": "Số, ký hiệu dài quá 100 ký tự."},
    )
    summary = text("Nội dung chính", required="Hãy tóm tắt nội dung chính của kế hoạch.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Named at run time: as a class attribute it would hide the form's own ``files``.
        self.fields["files"] = Files(label="Tệp kế hoạch", error_messages={"required": "Hãy đính kèm tệp kế hoạch."})


class PaperPlanForm(PlanForm):
    """A plan that came on paper: the unit, and the scan."""

    unit_code = forms.ChoiceField(
        label="Đơn vị gửi kế hoạch",
        error_messages={"required": "Hãy chọn đơn vị gửi kế hoạch.", "invalid_choice": "Hãy chọn lại đơn vị."},
    )
    field_order = ("unit_code", "symbol", "summary", "files")

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit_code"]
        unit.choices = [("", "— chọn đơn vị —"), *units]  # type: ignore[attr-defined] # a ChoiceField, typed as Field


class ProgressForm(forms.Form):
    """A report on an assignment with its evidence."""

    state = forms.ChoiceField(
        label="Tình trạng",
        choices=ProgressState.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": "Hãy chọn tình trạng.", "invalid_choice": "Hãy chọn lại tình trạng."},
    )
    percent = forms.IntegerField(
        label="Tỷ lệ hoàn thành (%)",
        min_value=0,
        max_value=100,
        error_messages={
            "required": "Hãy nhập tỷ lệ hoàn thành.",
            "invalid": "Tỷ lệ là một số nguyên từ 0 đến 100.",
            "min_value": "Tỷ lệ không nhỏ hơn 0.",
            "max_value": "Tỷ lệ không lớn hơn 100.",
        },
    )
    summary = text("Kết quả đã làm", required="Hãy mô tả kết quả đã làm.")
    request_key = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["files"] = Files(label="Minh chứng", required=False)


class VerdictForm(forms.Form):
    """Confirm or return."""

    verdict = forms.ChoiceField(
        label="Ý kiến",
        choices=[(Verdict.CONFIRMED, "Xác nhận"), (Verdict.RETURNED, "Trả lại để bổ sung")],
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Hãy chọn xác nhận hoặc trả lại.",
            "invalid_choice": "Hãy chọn xác nhận hoặc trả lại.",
        },
    )
    note = text("Nhận xét", help_text="Bắt buộc khi trả lại.", rows=3)
