"""Form fields that fit the shell: a day field that shows and takes days, and uploads with a word about their size."""

from typing import Any

from django import forms

from dean06.ui.formats import size

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
DAY_ERRORS = {"required": "Hãy chọn ngày.", "invalid": "Ngày chưa đúng. Ví dụ cách ghi: 15/12/2023."}


class DayInput(forms.DateInput):
    """A text box for 15/12/2023; a script adds the browser's calendar beside it.

    Not the browser's own date box: that one shows days in the order of the browser's language, and on a machine set
    to English 03/12 would read as the 12th of March.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        wired = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 10, "data-day": True}
        super().__init__(wired | (attrs or {}), format="%d/%m/%Y")


class DayField(forms.DateField):
    """A day, typed as 15/12/2023 or chosen in the calendar."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAY_FORMATS)
        kwargs["error_messages"] = DAY_ERRORS | kwargs.get("error_messages", {})
        super().__init__(**kwargs)


class UploadField(forms.FileField):
    """One file of at most ``max_bytes``; ``accept`` lists endings such as ``.pdf``. Services check the content."""

    def __init__(self, *, max_bytes: int, accept: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.max_bytes = max_bytes
        kind = f"Tệp {', '.join(accept)}" if accept else "Một tệp"
        kwargs.setdefault("help_text", f"{kind}, dung lượng không quá {size(max_bytes)}.")
        kwargs["error_messages"] = {
            "required": "Hãy chọn tệp.",
            "empty": "Tệp rỗng. Hãy chọn tệp khác.",
            "missing": "Chưa nhận được tệp. Hãy chọn lại.",
        } | kwargs.get("error_messages", {})
        super().__init__(**kwargs)
        if accept:
            self.widget.attrs["accept"] = ",".join(accept)

    def to_python(self, data: Any) -> Any:
        """The file, refused when larger than allowed."""
        file = super().to_python(data)
        if file and file.size > self.max_bytes:
            message = f"Tệp nặng {size(file.size)}, quá mức {size(self.max_bytes)}. Hãy giảm dung lượng rồi gửi lại."
            raise forms.ValidationError(message, code="too_large")
        return file
