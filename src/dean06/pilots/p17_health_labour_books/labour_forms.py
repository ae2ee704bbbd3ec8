"""Shape and words of what people send to the labour book."""

from typing import Any

from django import forms

from dean06.pilots.p17_health_labour_books.access_labour import offices
from dean06.pilots.p17_health_labour_books.models.labour import LONGEST_PROOF_NUMBER, LONGEST_TITLE, LONGEST_WHY
from dean06.pilots.p17_health_labour_books.rules.occupations import occupations
from dean06.pilots.p17_health_labour_books.services.labour_asking import OWN_KINDS, Declared

CHOOSE = {"required": "Chọn một mục.", "invalid_choice": "Chọn một mục trong danh sách."}
DAY = {"required": "Ghi ngày.", "invalid": "Ghi ngày đúng dạng, ví dụ 15/03/2015."}
FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def _words(label: str, longest: int, **more: Any) -> forms.CharField:
    messages = {"required": f"Ghi {label.lower()}.", "max_length": f"Nhiều nhất {longest} ký tự."}
    return forms.CharField(label=label, max_length=longest, error_messages=messages, **more)


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=FORMATS, error_messages=DAY, **more)


def _occupations() -> list[tuple[str, str]]:
    return [("", "Không chọn"), *occupations().names.items()]


def _offices() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in offices()]


class DeclareForm(forms.Form):
    """A job or a training in one's own words."""

    kind = forms.ChoiceField(
        label="Khai gì", choices=[(one.value, one.label) for one in OWN_KINDS], error_messages=CHOOSE
    )
    employer = _words("Nơi làm việc hoặc nơi đào tạo", LONGEST_TITLE)
    title = _words("Công việc hoặc khoá học", LONGEST_TITLE)
    occupation = forms.ChoiceField(label="Nghề", required=False, error_messages=CHOOSE, choices=_occupations)
    since = _day("Từ ngày")
    until = _day("Đến ngày", required=False, help_text="Còn làm thì để trống.")

    def said(self) -> Declared:
        """What was typed."""
        return Declared(**self.cleaned_data)


class ProofForm(forms.Form):
    """Which occupation, and which office is asked. ``codes``: those the book can prove."""

    unit_code = forms.ChoiceField(label="Cơ quan lao động", error_messages=CHOOSE, choices=_offices)

    def __init__(self, codes: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.ChoiceField(label="Nghề cần xác nhận", choices=codes, error_messages=CHOOSE)
        self.fields = {"occupation": field, **self.fields}


class AgreeForm(forms.Form):
    """The number in the office's book."""

    number = _words("Số xác nhận", LONGEST_PROOF_NUMBER, help_text="Theo sổ của đơn vị, ví dụ 12/XNLV.")


class RefuseForm(forms.Form):
    """A reason the person reads."""

    reason = _words("Lý do từ chối", LONGEST_WHY, widget=forms.Textarea(attrs={"rows": 2}))
