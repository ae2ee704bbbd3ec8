"""Forms of pilot 2."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms

from dean06.kernel.base import clock
from dean06.kernel.base.ids import new_id
from dean06.kernel.documents import api as documents
from dean06.pilots.p02_certified_documents.declared import Ground
from dean06.pilots.p02_certified_documents.reading_scans import LARGEST_SCAN
from dean06.pilots.p02_certified_documents.rules import KIND, LONGEST_NAME, LONGEST_REASON, MOST_PAPERS
from dean06.pilots.p02_certified_documents.services.receiving import Organisation
from dean06.pilots.p02_certified_documents.types import Original, PageView, SlotView
from dean06.ui.forms import DayField, UploadField

ACCEPT = (".pdf", ".jpg", ".jpeg", ".png")
LONGEST_TEXT = 200


def _text(label: str, longest: int, *, required: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(required),
        help_text=help_text,
        error_messages={"required": required},
    )


def _words(label: str, help_text: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required},
    )


class ReceiveForm(forms.Form):
    """Who came, for whom, with what. The number is not asked when a card was read; ``key`` names this page."""

    person = forms.RegexField(
        r"[0-9]{12}",
        label="Số định danh cá nhân của người yêu cầu",
        help_text="12 chữ số trên thẻ căn cước. Việc tìm người được ghi lại và người đó thấy.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "maxlength": 12}),
        error_messages={"required": "Hãy nhập số định danh.", "invalid": "Số định danh gồm đúng 12 chữ số."},
    )
    name = _text("Tên giấy tờ", LONGEST_NAME, required="Hãy ghi tên giấy tờ như trên bản chính.")
    kind = forms.ChoiceField(
        label="Thay được loại giấy tờ nào khi làm thủ tục",
        required=False,
        help_text="Chọn đúng loại thì bản chứng thực nộp được thẳng từ ví ở thủ tục cần loại đó.",
    )
    number = _text("Số giấy tờ", 100)
    issuer = _text("Nơi cấp", LONGEST_TEXT, required="Hãy ghi cơ quan cấp.")
    issued_on = DayField(label="Ngày cấp", required=False)
    organisation_number = _text("Mã số của tổ chức", 20, help_text="Chỉ điền khi giấy tờ là của tổ chức.")
    organisation_name = _text("Tên tổ chức", LONGEST_TEXT)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, has_card: bool) -> None:
        super().__init__(data, initial={"key": new_id().hex})
        self.fields["kind"].choices = [("", "Không loại nào dưới đây"), *_kinds()]  # type: ignore[attr-defined] # stubs
        if has_card:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        """An organisation is named wholly or not at all."""
        said = super().clean() or self.cleaned_data
        if said.get("organisation_number") and not said.get("organisation_name"):
            self.add_error("organisation_name", "Hãy ghi tên tổ chức.")
        if said.get("organisation_name") and not said.get("organisation_number"):
            self.add_error("organisation_number", "Hãy ghi mã số của tổ chức.")
        return said

    def original(self) -> Original:
        """What a valid form says was brought."""
        said = self.cleaned_data
        return Original(**{name: said[name] for name in ("name", "kind", "number", "issuer", "issued_on")})

    def organisation(self) -> Organisation | None:
        """For whom, when not for herself."""
        said = self.cleaned_data
        number = said["organisation_number"].strip()
        return Organisation(registration_number=number, name=said["organisation_name"]) if number else None


class ScanForm(forms.Form):
    """A file of the scanner or the camera, for the end or for one page."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    replaces = forms.ChoiceField(label="Đặt vào đâu", required=False)
    file = UploadField(label="Bản quét hoặc ảnh chụp", max_bytes=LARGEST_SCAN, accept=ACCEPT)

    def __init__(self, data: Any = None, files: Any = None, *, pages: Iterable[PageView], revision: int) -> None:
        super().__init__(data, files, initial={"revision": revision}, auto_id="quet_%s")
        choices = [("", "Thêm vào cuối"), *((str(one.id), f"Thay trang {one.position}") for one in pages)]
        self.fields["replaces"].choices = choices  # type: ignore[attr-defined] # stubs: no ChoiceField
        if len(choices) == 1:
            self.fields["replaces"].widget = forms.HiddenInput()


class CompareForm(forms.Form):
    """Which pages agree with the original, one by one."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    compared = forms.MultipleChoiceField(
        label="Đã đối chiếu với bản chính, đúng từng trang",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Đối chiếu từng trang với bản chính rồi đánh dấu."},
    )
    owned = forms.BooleanField(label="Trang bị báo chưa đạt vẫn đọc được đủ nội dung", required=False)

    def __init__(self, data: Any = None, *, pages: Iterable[PageView], revision: int) -> None:
        super().__init__(data, initial={"revision": revision})
        shown = list(pages)
        choices = [(str(one.position), f"Trang {one.position}") for one in shown]
        self.fields["compared"].choices = choices  # type: ignore[attr-defined] # stubs: no ChoiceField
        if not any(one.findings for one in shown):
            del self.fields["owned"]


class RefuseForm(forms.Form):
    """On which ground and in which words."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    ground = forms.ChoiceField(
        label="Căn cứ", widget=forms.RadioSelect, error_messages={"required": "Hãy chọn căn cứ từ chối."}
    )
    reason = _words("Giải thích cho người yêu cầu", "Người yêu cầu đọc lời này.", "Hãy ghi lý do từ chối.")

    def __init__(self, data: Any = None, *, grounds: Iterable[Ground], revision: int) -> None:
        super().__init__(data, initial={"revision": revision})
        choices = [(one.code, f"{one.label} ({one.source})") for one in grounds]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined] # stubs: no ChoiceField


class WithdrawForm(forms.Form):
    """Why the copy holds no more."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = _words("Lý do thu hồi", "Người giữ bản chứng thực đọc lý do này.", "Hãy ghi lý do thu hồi.")


class RegisterForm(forms.Form):
    """What of the book is shown; this year's when nothing is said."""

    q = _text("Tìm", 100, help_text="Tên người, tên giấy tờ (không cần dấu) hoặc số chứng thực")
    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)

    def span(self) -> tuple[date, date]:
        """The days asked for, in order."""
        said = self.cleaned_data if self.is_valid() else {}
        today = clock.today()
        since, until = said.get("tu") or today.replace(month=1, day=1), said.get("den") or today
        return min(since, until), max(since, until)

    def text(self) -> str:
        """The words asked for."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class BookingForm(forms.Form):
    """When, how many papers, for whom."""

    slot = forms.ChoiceField(label="Ngày và giờ", error_messages={"required": "Hãy chọn giờ hẹn."})
    papers = forms.IntegerField(
        label="Số giấy tờ",
        min_value=1,
        max_value=MOST_PAPERS,
        initial=1,
        error_messages={
            "required": "Hãy ghi số giấy tờ.",
            "min_value": "Ít nhất 1 giấy tờ.",
            "max_value": f"Nhiều nhất {MOST_PAPERS} giấy tờ một lần hẹn.",
        },
    )
    note = _text("Giấy tờ sẽ mang", LONGEST_TEXT, help_text="Ví dụ: sổ đỏ. Nhớ mang bản chính.")
    organisation = _text("Tên tổ chức", LONGEST_TEXT, help_text="Chỉ điền khi đi thay cho tổ chức.")
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, offered: Mapping[date, Iterable[SlotView]], label: Any) -> None:
        super().__init__(data, initial={"key": new_id().hex})
        groups = [(label(day), [_slot(one) for one in slots]) for day, slots in offered.items() if slots]
        self.fields["slot"].choices = [("", "Chọn"), *groups]  # type: ignore[attr-defined] # stubs: no ChoiceField

    def begins_at(self) -> datetime:
        """The slot chosen."""
        return datetime.fromisoformat(self.cleaned_data["slot"])


def _slot(one: SlotView) -> tuple[str, str]:
    return one.begins_at.isoformat(), f"{one.begins_at:%H:%M}, còn {one.left} giấy tờ"


def _kinds() -> list[tuple[str, str]]:
    """Types of documents an original may be one of."""
    today = clock.today()
    found = [kind for code in documents.kinds().by_code if (kind := documents.kinds().on(code, today))]
    return sorted(((one.code, one.name) for one in found if one.code != KIND), key=lambda pair: pair[1])
