"""Fields several forms share."""

from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dean06.programme.services.files import KINDS, MAX_FILE_BYTES, MAX_FILES, MEGABYTE, IncomingFile
from dean06.ui.forms import DayInput

TEXT_LENGTH = 4000
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]


class Files(forms.FileField):
    """Several files in one input; cleans to a list of IncomingFile."""

    class Widget(forms.ClearableFileInput):
        """Django's file input, told that several are allowed."""

        allow_multiple_selected = True

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=Files.Widget(),
            help_text=f"Tối đa {MAX_FILES} tệp, mỗi tệp không quá {MAX_FILE_BYTES // MEGABYTE} MB: {KINDS}.",
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file by Django's own checks, except emptiness, which the service names better."""
        del initial
        given: Sequence[UploadedFile[bytes]] = [file for file in (data or []) if file]
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return [_incoming(file) for file in given]


def _incoming(file: "UploadedFile[bytes]") -> IncomingFile:
    if file.file is None:  # a closed upload; Django gives none of those to a form
        raise forms.ValidationError("Chưa nhận được tệp. Hãy chọn lại.")
    return IncomingFile(file.name or "tep", cast("BinaryIO", file.file), file.size or 0)


def text(label: str, *, required: str = "", help_text: str = "", rows: int = 4) -> forms.CharField:
    """A paragraph of plain text; ``required`` is the error shown when it is missing."""
    return forms.CharField(
        label=label,
        max_length=TEXT_LENGTH,
        required=bool(required),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": required,
            "max_length": f"Nội dung dài quá {TEXT_LENGTH} ký tự. Hãy rút gọn hoặc đính kèm tệp.",
        },
    )


def day(label: str, *, required: str = "", help_text: str = "") -> forms.DateField:
    """A calendar day, typed or picked."""
    return forms.DateField(
        label=label,
        required=bool(required),
        help_text=help_text,
        input_formats=DATE_FORMATS,
        widget=DayInput(),
        error_messages={"required": required, "invalid": "Ngày chưa đúng. Hãy nhập như 29/12/2023."},
    )
