"""Forms of the portal."""

from typing import Any, cast

from django import forms

from dean06.kernel.messaging.types import WishesState

LONGEST_PASSWORD = 200
CODE_LENGTH = 6


class BreakGlassForm(forms.Form):
    """Password and one-time code of the emergency account."""

    password = forms.CharField(
        label="Mật khẩu trong phong bì",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Hãy nhập mật khẩu.", "max_length": "Mật khẩu dài quá."},
    )
    code = forms.RegexField(
        label="Mã 6 số trên điện thoại",
        regex=rf"^\d{{{CODE_LENGTH}}}$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Hãy nhập mã 6 số.", "invalid": "Mã gồm đúng 6 chữ số."},
    )


class EmailForm(forms.Form):
    """The address a person wants to be told at."""

    email = forms.EmailField(
        label="Địa chỉ thư điện tử",
        max_length=254,
        help_text="Chúng tôi chỉ báo có thông báo mới; nội dung vẫn đọc ở đây.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Hãy nhập địa chỉ.", "invalid": "Địa chỉ chưa đúng, ví dụ: ten@vidu.vn"},
    )


class CodeForm(forms.Form):
    """The code that came by e-mail."""

    code = forms.RegexField(
        label="Mã xác nhận trong thư",
        regex=rf"^\s*\d{{{CODE_LENGTH}}}\s*$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Hãy nhập mã trong thư.", "invalid": "Mã gồm đúng 6 chữ số."},
    )


class PhoneForm(forms.Form):
    """The mobile number a person wants text messages at."""

    phone = forms.CharField(
        label="Số điện thoại di động",
        max_length=30,
        help_text="Chúng tôi gửi một mã đến số này. Tin nhắn chỉ báo có thông báo mới.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": "Hãy nhập số điện thoại.", "max_length": "Số điện thoại dài quá."},
    )


class PhoneCodeForm(forms.Form):
    """The code that came by text message."""

    code = forms.RegexField(
        label="Mã xác nhận trong tin nhắn",
        regex=rf"^\s*\d{{{CODE_LENGTH}}}\s*$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Hãy nhập mã trong tin nhắn.", "invalid": "Mã gồm đúng 6 chữ số."},
    )


class WishesForm(forms.Form):
    """Which channels and which classes of message a person wants."""

    channels = forms.MultipleChoiceField(
        label="Báo thêm qua",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kênh chưa có địa chỉ thì chưa gửi được.",
        error_messages={"invalid_choice": "Hãy chọn trong danh sách."},
    )
    classes = forms.MultipleChoiceField(
        label="Báo thêm những loại tin",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Hãy chọn trong danh sách."},
    )

    def __init__(self, data: Any = None, *, state: WishesState) -> None:
        chosen = {
            "channels": [one.channel.value for one in state.channels if one.is_on],
            "classes": [one.kind.value for one in state.classes if one.is_on],
        }
        super().__init__(data, initial=chosen)
        choices = {
            "channels": [(one.channel.value, one.channel.label) for one in state.channels],
            "classes": [(one.kind.value, one.kind.label) for one in state.classes],
        }
        for name, offered in choices.items():
            cast("forms.MultipleChoiceField", self.fields[name]).choices = offered
