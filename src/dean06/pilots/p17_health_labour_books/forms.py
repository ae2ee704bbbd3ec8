"""Shape and words of what people send to the health book's pages."""

from collections.abc import Sequence
from typing import Any

from django import forms

from dean06.kernel.base.ids import new_id
from dean06.pilots.p17_health_labour_books.choices import EntryKind, Review
from dean06.pilots.p17_health_labour_books.models import LONGEST_PURPOSE, LONGEST_REASON
from dean06.pilots.p17_health_labour_books.rules.terms import Terms
from dean06.pilots.p17_health_labour_books.services.looking import LONGEST_WORDS, REASONS

ID_DIGITS = 12
AGAIN = "Tải lại trang rồi làm lại."
CHOOSE = {"required": "Chọn một mục.", "invalid_choice": "Chọn một mục trong danh sách."}
NUMBER = {
    "required": "Nhập số định danh của người bệnh.",
    "invalid": "Số định danh có 12 chữ số.",
    "max_length": "Số định danh có 12 chữ số.",
}


class KeyedForm(forms.Form):
    """Carries the id of what it makes, so that a second click makes nothing new."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": AGAIN, "invalid": AGAIN})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_id


class ShareForm(KeyedForm):
    """With whom, what, what for, how long."""

    unit_code = forms.ChoiceField(label="Chia sẻ với", widget=forms.RadioSelect, error_messages=CHOOSE)
    kinds = forms.MultipleChoiceField(
        label="Phần nào của sổ",
        choices=EntryKind.choices,
        initial=EntryKind.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một phần của sổ.", "invalid_choice": "Chọn trong danh sách."},
    )
    purpose = forms.CharField(
        label="Để làm gì",
        initial="Khám bệnh, chữa bệnh",
        max_length=LONGEST_PURPOSE,
        error_messages={"required": "Ghi để làm gì.", "max_length": f"Nhiều nhất {LONGEST_PURPOSE} ký tự."},
    )
    days = forms.TypedChoiceField(
        label="Trong bao lâu",
        help_text="Hết thời hạn thì nơi đó không mở được nữa. Rút lại trước lúc nào cũng được.",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    def __init__(self, places: Sequence[tuple[str, str]], terms: Terms, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, days = self.fields["unit_code"], self.fields["days"]
        if isinstance(place, forms.ChoiceField) and isinstance(days, forms.ChoiceField):  # for the type checker
            place.choices = list(places)
            days.choices = [(number, f"{number} ngày") for number in terms.share_days]
        days.initial = terms.usual_days


class PatientForm(forms.Form):
    """Whose book."""

    personal_id = forms.RegexField(
        label="Số định danh của người bệnh",
        regex=rf"^\d{{{ID_DIGITS}}}$",
        max_length=ID_DIGITS,
        error_messages=NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class GlassForm(KeyedForm, PatientForm):
    """Why a book is opened that nobody shared."""

    reason = forms.ChoiceField(
        label="Vì sao không hỏi được người bệnh",
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn lý do.", "invalid_choice": "Chọn lý do trong danh sách."},
    )
    words = forms.CharField(
        label="Tình huống",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Ghi tình huống bằng lời.",
            "max_length": f"Nhiều nhất {LONGEST_WORDS} ký tự.",
        },
    )
    field_order = ("personal_id", "reason", "words", "key")


class VerdictForm(forms.Form):
    """What a reviewer finds."""

    verdict = forms.ChoiceField(
        label="Kết luận",
        choices=[(one.value, one.label) for one in (Review.JUSTIFIED, Review.UNJUSTIFIED)],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn kết luận.", "invalid_choice": "Chọn một trong hai."},
    )
    note = forms.CharField(
        label="Lý do",
        help_text="Người có sổ đọc được.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do.", "max_length": f"Nhiều nhất {LONGEST_REASON} ký tự."},
    )
