"""Bringing a dispatch in."""

from django import forms

from dean06.programme.forms.fields import day
from dean06.programme.services.directives import MAX_DISPATCH_BYTES, MEGABYTE
from dean06.ui.forms import UploadField


class ImportForm(forms.Form):
    """The file and the day it was received."""

    file = UploadField(
        max_bytes=MAX_DISPATCH_BYTES,
        accept=(".docx", ".pdf", ".txt"),
        label="Tệp công văn",
        help_text=(
            "Tệp .docx, .pdf có lớp chữ hoặc .txt, dung lượng không quá "
            f"{MAX_DISPATCH_BYTES // MEGABYTE} MB. Bản quét (ảnh) chưa đọc được."
        ),
        error_messages={
            "required": "Hãy chọn tệp công văn.",
            "empty": "Tệp này trống. Hãy chọn lại tệp công văn.",
            "invalid": "Chưa nhận được tệp. Hãy chọn lại.",
        },
    )
    received_on = day(
        "Ngày nhận văn bản",
        required="Hãy nhập ngày nhận văn bản.",
        help_text="Nhiệm vụ được tính từ ngày này.",
    )
