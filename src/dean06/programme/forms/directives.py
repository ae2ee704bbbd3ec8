"""Bringing a dispatch in."""

from django import forms

from dean06.programme.forms.fields import day


class ImportForm(forms.Form):
    """The file and the day it was received."""

    file = forms.FileField(
        label="Tệp công văn",
        help_text="Tệp .docx, .pdf có lớp chữ hoặc .txt. Bản quét (ảnh) chưa đọc được.",
        error_messages={
            "required": "Hãy chọn tệp công văn.",
            "empty": "Tệp này trống. Hãy chọn lại tệp công văn.",
            "invalid": "Chưa nhận được tệp. Hãy chọn lại.",
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt"}),
    )
    received_on = day(
        "Ngày nhận văn bản",
        required="Hãy nhập ngày nhận văn bản.",
        help_text="Nhiệm vụ được tính từ ngày này.",
    )
