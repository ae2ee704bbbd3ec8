"""Forms of the portal."""

from django import forms

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
