"""Forms of questions to the population register: what one purpose allows, and nothing else."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from dean06.kernel.base.errors import DomainError, Invalid, NotPermitted
from dean06.kernel.parties.types import UnitInfo
from dean06.kernel.ports.population import Claim, Field
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import LONGEST_ACT, PurposeInfo, Verb
from dean06.ui.formats import size
from dean06.ui.forms import DayField, UploadField
from dean06.ui.words import capital

LONGEST_NAME = 100
MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 10 * MEGABYTE
ENDINGS = (".csv", ".xlsx")
LONGEST_BASIS = 200
LONGEST_SOURCE = 500
VERBS = {
    Verb.VERIFY: "Đối chiếu lời khai",
    Verb.LOOKUP: "Xem thông tin một người",
    Verb.HOUSEHOLD: "Xem hộ gia đình",
    Verb.BATCH: "Đối chiếu danh sách",
    Verb.CHANGES: "Nhận thay đổi (hệ thống tự làm)",
}
SEX_CHOICES = [("", "Không đối chiếu"), ("male", "Nam"), ("female", "Nữ")]
BEYOND = {"purpose": "purpose_not_yours", "fields_wanted": "field_not_allowed"}
COMPARED = frozenset({"full_name", "birth", "sex", "old_number"})
_YEAR = re.compile(r"(1[89]|20)[0-9]{2}")


class QuestionForm(forms.Form):
    """About whom, and because of which case: every question needs both."""

    personal_id = forms.RegexField(
        label="Số định danh cá nhân",
        regex=r"^\s*[0-9]{12}\s*$",
        help_text="12 chữ số trên thẻ căn cước.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20}),
        error_messages={
            "required": "Hãy nhập số định danh cá nhân.",
            "invalid": "Số định danh gồm đúng 12 chữ số. Hãy kiểm tra lại.",
        },
    )
    act = forms.RegexField(
        label="Mã hồ sơ hoặc số việc",
        regex=r"^[\x20-\x7e]+$",
        strip=True,
        max_length=LONGEST_ACT,
        help_text="Ví dụ: 000.00.15.H56-261128-0007. Người có dữ liệu thấy mã này.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Hãy nhập mã hồ sơ hoặc số việc làm phát sinh lần tra cứu này.",
            "invalid": "Chỉ dùng chữ không dấu, số và dấu câu.",
            "max_length": f"Viết ngắn lại, nhiều nhất {LONGEST_ACT} ký tự.",
        },
    )

    def clean_personal_id(self) -> str:
        """The digits alone."""
        return str(self.cleaned_data["personal_id"]).strip()


class CompareForm(QuestionForm):
    """What the person says of themselves; the register answers right or wrong only."""

    full_name = forms.CharField(
        label="Họ và tên",
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": f"Viết ngắn lại, nhiều nhất {LONGEST_NAME} ký tự."},
    )
    birth = forms.CharField(
        label="Ngày sinh",
        required=False,
        help_text="Ví dụ: 15/12/1990, hoặc 1990 khi chỉ biết năm.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "maxlength": 10}),
    )
    sex = forms.ChoiceField(label="Giới tính", required=False, choices=SEX_CHOICES)
    old_number = forms.RegexField(
        label="Số chứng minh nhân dân cũ",
        required=False,
        regex=r"^\s*[0-9]{9}\s*$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20}),
        error_messages={"invalid": "Số chứng minh nhân dân cũ gồm đúng 9 chữ số."},
    )

    def __init__(self, purpose: PurposeInfo, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COMPARED - purpose.comparable:
            del self.fields[name]

    def clean_birth(self) -> str:
        """``yyyy-mm-dd`` or ``yyyy``, empty when not given."""
        return birth_of(self.cleaned_data["birth"])

    def claim(self) -> Claim:
        """What is to be compared."""
        said = self.cleaned_data
        return Claim(**{name: said.get(name, "").strip() for name in COMPARED})


class FactsForm(QuestionForm):
    """Which facts the case needs, out of those the purpose allows."""

    fields_wanted = forms.MultipleChoiceField(
        label="Thông tin cần xem",
        help_text="Chỉ chọn thông tin việc này cần.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Hãy chọn ít nhất một thông tin.",
            "invalid_choice": "Mục đích này không được xem thông tin đã chọn. Hãy chọn lại.",
        },
    )

    def __init__(self, purpose: PurposeInfo, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.fields["fields_wanted"]
        wanted.choices = field_choices(purpose.fields)  # type: ignore[attr-defined] # the stubs do not know it here


def field_choices(fields: Iterable[Field]) -> list[tuple[str, str]]:
    """Facts with their words, in the register's order."""
    allowed = frozenset(fields)
    labels = registry.FIELD_LABELS
    return [(one.value, capital(labels[one])) for one in Field if one in allowed]


def birth_of(text: str) -> str:
    """A birth as people write it (15/12/1990, 1990-12-15, 1990) for the register; ValidationError when it is none."""
    text = text.strip()
    if not text or _YEAR.fullmatch(text):
        return text
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    raise forms.ValidationError("Ngày sinh chưa đúng. Ví dụ cách ghi: 15/12/1990, hoặc 1990.")


class ListForm(forms.Form):
    """A list to compare, for a purpose that allows lists."""

    purpose = forms.ChoiceField(
        label="Mục đích",
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn mục đích.", "invalid_choice": "Hãy chọn lại mục đích."},
    )
    act = QuestionForm.base_fields["act"]
    file = UploadField(
        label="Danh sách",
        max_bytes=MAX_FILE_BYTES,
        accept=ENDINGS,
        help_text=f"Excel (.xlsx) hoặc CSV UTF-8, không quá {size(MAX_FILE_BYTES)}. Cột theo tệp mẫu.",
    )
    request_key = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(self, purposes: Iterable[PurposeInfo], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.title) for one in purposes]
        self.fields["purpose"].choices = choices  # type: ignore[attr-defined] # the stubs do not know it here

    def clean_file(self) -> Any:
        """The file when its ending is one we read."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError("Chỉ nhận tệp Excel (.xlsx) hoặc CSV.")
        return file


def refusal_of(form: forms.Form) -> DomainError:
    """What an invalid form refused, for the log: what went beyond the officer's purposes has its own code."""
    for name, code in BEYOND.items():
        if form.has_error(name, "invalid_choice"):
            return NotPermitted("Mục đích không cho phép.", code=code, field=name)
    return Invalid("Ghi chưa đúng.", field=next(iter(form.errors), ""))


class PurposeForm(forms.Form):
    """A purpose as it is to hold from a day on."""

    verbs = forms.MultipleChoiceField(
        label="Được làm",
        choices=[(verb.value, words) for verb, words in VERBS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một việc."},
    )
    fields_allowed = forms.MultipleChoiceField(
        label="Thông tin được xem",
        required=False,
        help_text="Để trống khi chỉ đối chiếu đúng, sai.",
        choices=field_choices(Field),
        widget=forms.CheckboxSelectMultiple,
    )
    claims = forms.MultipleChoiceField(
        label="Chỉ được đối chiếu",
        required=False,
        help_text="Ngoài thông tin được xem. Hệ thống chỉ trả lời đúng, sai.",
        choices=[(name, capital(words)) for name, words in registry.CLAIM_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.MultipleChoiceField(
        label="Đơn vị được dùng",
        required=False,
        help_text="Để trống khi mọi đơn vị có vai này đều được dùng.",
        widget=forms.CheckboxSelectMultiple,
    )
    legal_basis = forms.CharField(
        label="Căn cứ pháp lý",
        max_length=LONGEST_BASIS,
        error_messages={
            "required": "Hãy ghi căn cứ pháp lý.",
            "max_length": f"Viết ngắn lại, nhiều nhất {LONGEST_BASIS} ký tự.",
        },
    )
    source = forms.CharField(
        label="Văn bản cho phép",
        max_length=LONGEST_SOURCE,
        help_text="Số, ngày của thỏa thuận hoặc văn bản cho phép khai thác dữ liệu.",
        error_messages={"required": "Hãy ghi văn bản cho phép.", "max_length": "Viết ngắn lại."},
    )
    verified = forms.BooleanField(label="Đã đối chiếu với văn bản gốc", required=False)
    valid_from = DayField(label="Áp dụng từ ngày")

    def __init__(self, units: Iterable[UnitInfo], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.name) for one in units]
        self.fields["units"].choices = choices  # type: ignore[attr-defined] # the stubs do not know it here
