"""Difficulties, extensions, inspections."""

from typing import Any

from django import forms

from dean06.programme.forms.fields import day, text


class ImpedimentForm(forms.Form):
    """A difficulty and who should answer it."""

    text = text("Khó khăn, vướng mắc", required="Hãy mô tả khó khăn, vướng mắc.")
    owner_unit_code = forms.ChoiceField(
        label="Đơn vị cần trả lời",
        help_text="Để nguyên “Cơ quan theo dõi” nếu chưa rõ đơn vị nào.",
        required=False,
        error_messages={"invalid_choice": "Hãy chọn lại đơn vị."},
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        owner = self.fields["owner_unit_code"]
        owner.choices = [("", "Cơ quan theo dõi"), *units]  # type: ignore[attr-defined] # a ChoiceField, typed as Field


class AnswerForm(forms.Form):
    """An answer to a difficulty."""

    text = text("Trả lời", required="Hãy ghi nội dung trả lời.")
    settles = forms.BooleanField(label="Đã giải quyết xong, đóng vướng mắc này", required=False)


class ExtensionForm(forms.Form):
    """A later day and why."""

    wanted_on = day("Đề nghị lùi hạn đến ngày", required="Hãy nhập ngày đề nghị.")
    reason = text("Lý do", required="Hãy ghi lý do đề nghị gia hạn.")


class InspectionForm(forms.Form):
    """What was seen on the spot."""

    unit_code = forms.ChoiceField(
        label="Đơn vị được kiểm tra",
        error_messages={"required": "Hãy chọn đơn vị.", "invalid_choice": "Hãy chọn lại đơn vị."},
    )
    inspected_on = day("Ngày kiểm tra", required="Hãy nhập ngày kiểm tra.")
    findings = text("Kết quả kiểm tra", required="Hãy ghi kết quả kiểm tra.")
    demands = text("Yêu cầu khắc phục")

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit_code"].choices = units  # type: ignore[attr-defined] # a ChoiceField, typed as Field
