"""The form of a root certificate."""

from django import forms

LARGEST = 64 * 1024


class RootForm(forms.Form):
    """A certificate to be believed."""

    certificate = forms.FileField(
        label="Tệp chứng thư gốc",
        help_text="Tệp .pem, .crt hoặc .cer lấy từ trang của nơi cấp chứng thư.",
        error_messages={"required": "Hãy chọn tệp chứng thư gốc.", "empty": "Tệp này trống. Hãy chọn tệp khác."},
    )

    def clean_certificate(self) -> object:
        """Certificates are small; anything else is another file."""
        file = self.cleaned_data["certificate"]
        if file.size > LARGEST:
            raise forms.ValidationError("Tệp quá lớn, không phải chứng thư. Hãy chọn tệp khác.")
        return file
