"""Forms of sharing: what a holder lets others see, and who looks."""

from typing import Any, cast

from django import forms

from dean06.kernel.base import clock
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Audience, DocumentInfo
from dean06.kernel.parties import api as parties

SPANS = ((5, "5 phút"), (15, "15 phút"), (60, "1 giờ"), (24 * 60, "1 ngày"), (documents.LONGEST_MINUTES, "7 ngày"))
TIMES = ((1, "1 lần"), (2, "2 lần"), (5, "5 lần"), (20, "20 lần"))
LONGEST_PURPOSE, LONGEST_WHO = 300, 200


class ShareForm(forms.Form):
    """Which facts, to whom, what for, how long, how often."""

    facts = forms.MultipleChoiceField(
        label="Cho xem những mục nào",
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ chọn mục người xem thật sự cần. Tên nơi cấp và loại giấy tờ luôn hiện.",
        error_messages={"required": "Hãy chọn ít nhất một mục.", "invalid_choice": "Hãy chọn trong danh sách."},
    )
    audience = forms.ChoiceField(
        label="Cho ai xem",
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn cho ai xem.", "invalid_choice": "Hãy chọn trong danh sách."},
    )
    unit_code = forms.ChoiceField(
        label="Cơ quan nào",
        required=False,
        help_text="Chỉ chọn khi cho cơ quan xem.",
        error_messages={"invalid_choice": "Hãy chọn trong danh sách."},
    )
    recipient = forms.CharField(
        label="Tên nơi hoặc người xem",
        required=False,
        max_length=LONGEST_WHO,
        help_text="Ví dụ: Công ty TNHH Ví Dụ, phòng nhân sự. Cơ quan đã chọn ở trên thì để trống.",
        error_messages={"max_length": "Tên dài quá."},
    )
    purpose = forms.CharField(
        label="Để làm gì",
        max_length=LONGEST_PURPOSE,
        help_text="Người xem đọc câu này. Ví dụ: nộp hồ sơ xin việc.",
        error_messages={"required": "Hãy ghi để làm gì.", "max_length": "Câu này dài quá."},
    )
    minutes = forms.TypedChoiceField(label="Xem được trong", choices=SPANS, coerce=int, initial=15)
    times = forms.TypedChoiceField(label="Xem được mấy lần", choices=TIMES, coerce=int, initial=1)

    def __init__(self, data: Any = None, *, info: DocumentInfo) -> None:
        super().__init__(data)
        said = {one.name for one in info.kind.facts if one.label in info.facts}
        own = {one.name for one in documents.showable(info.kind)} - {one.name for one in info.kind.facts}
        facts = [(one.name, one.label) for one in documents.showable(info.kind) if one.name in said | own]
        audiences = info.kind.audiences
        units = [(one.code, one.name) for one in parties.units(clock.today())] if Audience.STATE in audiences else []
        self._choices("facts", facts)
        self._choices("audience", [(one.value, one.label) for one in audiences])
        self._choices("unit_code", [("", "Chưa chọn"), *units])
        if tuple(audiences) == (Audience.STATE,):
            del self.fields["recipient"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices


class LookForm(forms.Form):
    """Who looks, in his own words."""

    name = forms.CharField(
        label="Họ và tên của bà/ông",
        max_length=LONGEST_WHO,
        help_text="Chủ giấy tờ sẽ thấy tên này.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Hãy ghi họ và tên.", "max_length": "Tên dài quá."},
    )
    organisation = forms.CharField(
        label="Nơi làm việc",
        required=False,
        max_length=LONGEST_WHO,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"max_length": "Tên dài quá."},
    )
