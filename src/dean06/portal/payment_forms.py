"""Forms about money."""

from django import forms

from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.money import parse_dong
from dean06.kernel.payments.types import Method
from dean06.ui.forms import UploadField

MEGABYTE = 1024 * 1024
MAX_STATEMENT_BYTES = 10 * MEGABYTE
ENDINGS = (".xml", ".csv")
LONGEST_CODE = 40
LONGEST_NOTE = 500
AT_COUNTER = [(method.value, method.label) for method in (Method.CASH, Method.POS)]


class FindForm(forms.Form):
    """The code a payer shows or reads aloud."""

    code = forms.CharField(
        label="Mã thanh toán",
        max_length=LONGEST_CODE,
        help_text="Bắt đầu bằng DT, có cả chữ và số. Viết hoa, viết thường, có dấu cách đều được.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Hãy nhập mã thanh toán."},
    )


class TakeForm(forms.Form):
    """What was counted at the counter."""

    method = forms.ChoiceField(
        label="Hình thức",
        choices=AT_COUNTER,
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn hình thức.", "invalid_choice": "Hãy chọn lại hình thức."},
    )
    amount = forms.CharField(
        label="Số tiền đã nhận (đồng)",
        max_length=20,
        help_text="Đếm xong rồi gõ; phải bằng số tiền phải nộp.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Hãy nhập số tiền đã nhận."},
    )

    def clean_amount(self) -> int:
        """Whole đồng."""
        try:
            return int(parse_dong(self.cleaned_data["amount"]))
        except Invalid as error:
            raise forms.ValidationError(error.message) from error


class RefundForm(forms.Form):
    """Why money goes back."""

    note = forms.CharField(
        label="Lý do hoàn tiền",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Hãy ghi lý do hoàn tiền."},
    )


class StatementForm(forms.Form):
    """A statement the operator fetched from the bank by hand."""

    file = UploadField(label="Tệp sao kê (camt.053 hoặc CSV)", max_bytes=MAX_STATEMENT_BYTES, accept=ENDINGS)
