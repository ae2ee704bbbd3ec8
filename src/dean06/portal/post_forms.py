"""How a file came by post, as the officer who opened the parcel enters it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.cases.types import PostArrival
from dean06.ui.forms import DayField

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_PARCEL, LONGEST_PHONE = 200, 300, 40, 20
TIME_FORMATS = ["%H:%M", "%Hh%M", "%H:%M:%S"]


class PostForm(forms.Form):
    """The parcel and its sender; ``arrived_at`` names the hour in refusals of the service."""

    arrived_on = DayField(label="Ngày đơn vị nhận bưu gửi", help_text="Thời hạn giải quyết tính từ lúc này.")
    arrived_at = forms.TimeField(
        label="Giờ nhận",
        help_text="Ví dụ 14:30.",
        input_formats=TIME_FORMATS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 8}),
        error_messages={"required": "Hãy ghi giờ nhận.", "invalid": "Giờ chưa đúng. Ví dụ cách ghi: 14:30."},
    )
    sender_name = forms.CharField(
        label="Người gửi", max_length=LONGEST_NAME, error_messages={"required": "Hãy ghi tên người gửi."}
    )
    sender_address = forms.CharField(
        label="Địa chỉ người gửi", max_length=LONGEST_ADDRESS, error_messages={"required": "Hãy ghi địa chỉ người gửi."}
    )
    sender_phone = forms.CharField(
        label="Điện thoại người gửi",
        required=False,
        max_length=LONGEST_PHONE,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    parcel_number = forms.CharField(label="Số hiệu bưu gửi", required=False, max_length=LONGEST_PARCEL)
    return_address = forms.CharField(
        label="Trả kết quả qua bưu chính đến địa chỉ",
        help_text="Để trống khi người nộp đến lấy.",
        required=False,
        max_length=LONGEST_ADDRESS,
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="buu-chinh")

    def unjudged(self) -> "PostForm":
        """As typed so far, without saying what is wrong yet."""
        self.errors.clear()
        return self

    def said(self) -> PostArrival:
        """What a valid form says."""
        given = dict(self.cleaned_data)
        at = datetime.combine(given.pop("arrived_on"), given.pop("arrived_at"), VN_TZ)
        return PostArrival(arrived_at=at, **given)
