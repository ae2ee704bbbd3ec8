"""Forms of the counter: what is printed on a card (for the page's script alone), a new terminal, handing over."""

from collections.abc import Iterable

from django import forms

from dean06.kernel.devices.types import ReadPurposeInfo

NUMBER_DIGITS, CODE_DIGITS = 6, 8
BY_NUMBER, BY_ZONE = "can", "zone"
LONGEST_NAME = 80
OFF = {"autocomplete": "off"}


def _digits(label: str, help_text: str, digits: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric", "maxlength": digits + 1}),
    )


def _day(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text="Ví dụ: 15/12/1951",
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric", "maxlength": 10}),
    )


class CardForm(forms.Form):
    """What opens the card. Never sent here: the page's script gives it to the agent on the same machine."""

    way = forms.ChoiceField(
        label="Mở thẻ bằng",
        choices=[(BY_NUMBER, "6 số CAN in ở mặt trước"), (BY_ZONE, "Số thẻ, ngày sinh, ngày hết hạn")],
        initial=BY_NUMBER,
        widget=forms.RadioSelect,
    )
    can = _digits("6 số CAN", "Nằm ở mặt trước thẻ. Không có thì chọn cách mở thứ hai.", NUMBER_DIGITS)
    number = forms.CharField(
        label="Số thẻ",
        help_text="9 số cuối của số định danh",
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric", "maxlength": 12}),
    )
    birth = _day("Ngày sinh")
    expiry = _day("Ngày hết hạn in trên thẻ")


class OfficerCardForm(CardForm):
    """The same with the purpose first."""

    purpose = forms.ChoiceField(label="Đọc thẻ để làm gì", widget=forms.RadioSelect)
    field_order = ("purpose", "way", "can", "number", "birth", "expiry")

    def __init__(self, purposes: Iterable[ReadPurposeInfo]) -> None:
        super().__init__()
        choices = [(one.code, one.title) for one in purposes]
        self.fields["purpose"].choices = choices  # type: ignore[attr-defined] # the stubs do not know ChoiceField here
        self.initial["purpose"] = choices[0][0] if choices else ""


class PairingForm(forms.Form):
    """The code the agent shows. Goes to the agent alone, as above."""

    code = _digits("Mã ghép", "8 số đang hiện ở cửa sổ chương trình đọc thẻ, chỉ nhập một lần mỗi ngày.", CODE_DIGITS)


class HandOverForm(forms.Form):
    """What the officer vouches for."""

    face = forms.BooleanField(
        label="Tôi đã đối chiếu khuôn mặt người mang thẻ với ảnh in trên thẻ",
        help_text="Không đánh dấu thì người dân chỉ đăng nhập ở mức 1.",
        required=False,
    )


class TerminalForm(forms.Form):
    """A reader at a desk."""

    name = forms.CharField(
        label="Tên đầu đọc",
        max_length=LONGEST_NAME,
        help_text="Ví dụ: Quầy số 2",
        error_messages={"required": "Hãy đặt tên cho đầu đọc."},
    )
    unit_code = forms.ChoiceField(label="Đơn vị", error_messages={"required": "Hãy chọn đơn vị."})

    def __init__(self, data: object, units: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type] # a QueryDict or nothing
        choices = [("", "Chọn đơn vị"), *units]
        self.fields["unit_code"].choices = choices  # type: ignore[attr-defined] # as above
