"""The small forms of an officer's acts, and how each becomes a call of a service."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.money import Dong
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Act, CaseView
from dean06.portal import desk_targets
from dean06.ui.forms import DayField

LONGEST_REASON = 2000
LONGEST_RESULT = 100
MOST_DONG = 10_000_000_000


def _words(label: str, missing: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


class ActForm(forms.Form):
    """One act upon the case as the officer saw it; ``revision`` is the lock."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, view: CaseView, act: Act, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=act.value, initial={"revision": view.line.revision})
        self.view, self.act = view, act
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the case."""

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, to be shown when the form itself cannot be offered any more."""
        texts = (field for field in self.visible_fields() if isinstance(field.field, forms.CharField | forms.DateField))
        return [(str(field.label), str(field.value())) for field in texts if field.value()]


class ReceiveForm(ActForm):
    """Nothing to say."""


class RefuseForm(ActForm):
    """Why not."""

    reason = _words("Lý do từ chối", "Hãy ghi lý do từ chối.", "Người nộp đọc được lý do này.")


class AssignForm(ActForm):
    """To whom."""

    to = forms.ChoiceField(label="Giao cho", error_messages={"required": "Hãy chọn người hoặc đơn vị nhận việc."})
    note = forms.CharField(
        label="Dặn thêm", required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self) -> None:
        """Offer the steps, units and officers there are."""
        offered = [("", "Chọn nơi nhận"), *desk_targets.choices(self.view)]
        self.fields["to"].choices = offered  # type: ignore[attr-defined] # the stubs do not know ChoiceField here


class ReturnForm(ActForm):
    """Why back."""

    reason = _words("Lý do trả lại", "Hãy ghi lý do trả lại.", "Hồ sơ về bước và cán bộ trước đó.")


class SupplementForm(ActForm):
    """What is missing."""

    request = _words(
        "Cần bổ sung gì",
        "Hãy ghi cần bổ sung gì.",
        "Ghi một lần cho đủ. Người nộp đọc được; đồng hồ tạm dừng đến khi họ trả lời.",
    )
    counts_as_overdue = forms.BooleanField(
        label="Tôi biết: yêu cầu lần nữa thì hồ sơ tính là quá hạn (Quyết định 766/QĐ-TTg)", required=False
    )

    def prepare(self) -> None:
        """The warning is for a second request alone."""
        received = self.view.line.received_at
        if received is None or not any(one.asked_at >= received for one in self.view.supplements):
            del self.fields["counts_as_overdue"]


class PaymentForm(ActForm):
    """How much, for what."""

    amount = forms.IntegerField(
        label="Số tiền, đồng", min_value=1, max_value=MOST_DONG, error_messages={"required": "Hãy ghi số tiền."}
    )
    what = _words("Thu khoản gì", "Hãy ghi thu khoản gì.", "Người nộp đọc được. Đồng hồ vẫn chạy trong lúc chờ nộp.")


class PaidForm(ActForm):
    """By which receipt."""

    receipt = forms.CharField(
        label="Số biên lai",
        max_length=LONGEST_RESULT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Hãy ghi số biên lai."},
    )


class StopForm(ActForm):
    """Why for good."""

    reason = _words("Lý do dừng", "Hãy ghi lý do dừng.", "Dừng là kết thúc hồ sơ, không mở lại được.")


class ExtendForm(ActForm):
    """An apology and a later day."""

    day = DayField(
        label="Hẹn trả vào ngày", help_text="Sau hạn hiện nay. Hạn theo luật vẫn là hạn dùng để tính chỉ số."
    )
    reason = _words("Lý do chậm và lời xin lỗi", "Hãy ghi lý do chậm.", "In vào văn bản xin lỗi gửi người nộp.")


class DecideForm(ActForm):
    """The result's number."""

    result_number = forms.CharField(
        label="Số của kết quả",
        max_length=LONGEST_RESULT,
        help_text="Số ghi trên giấy kết quả, ví dụ 12/2026.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Hãy ghi số của kết quả."},
    )
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class HandOverForm(ActForm):
    """To whom and how."""

    to = _words("Trả cho ai, bằng cách nào", "Hãy ghi trả cho ai.", "Ví dụ: người nộp nhận tại quầy số 2.")


FORMS: dict[Act, type[ActForm]] = {
    Act.RECEIVE: ReceiveForm,
    Act.REFUSE: RefuseForm,
    Act.ASSIGN: AssignForm,
    Act.RETURN: ReturnForm,
    Act.ASK_SUPPLEMENT: SupplementForm,
    Act.ASK_PAYMENT: PaymentForm,
    Act.CONFIRM_PAYMENT: PaidForm,
    Act.STOP: StopForm,
    Act.EXTEND: ExtendForm,
    Act.DECIDE: DecideForm,
    Act.HAND_OVER: HandOverForm,
}
Said = dict[str, Any]
Call = Callable[[Said], Said]
# What the service is told beside the case and its revision.
ARGUMENTS: dict[Act, Call] = {
    Act.ASSIGN: lambda said: _target(said["to"]) | {"note": said["note"]},
    Act.ASK_PAYMENT: lambda said: said | {"amount": Dong(said["amount"])},
    Act.EXTEND: lambda said: {"promised_at": _closing(said["day"]), "reason": said["reason"]},
}
SERVICES: dict[Act, Callable[..., object]] = {
    Act.RECEIVE: cases.receive,
    Act.REFUSE: cases.refuse,
    Act.ASSIGN: cases.assign,
    Act.RETURN: cases.send_back,
    Act.ASK_SUPPLEMENT: cases.ask_supplement,
    Act.ASK_PAYMENT: cases.ask_payment,
    Act.CONFIRM_PAYMENT: cases.confirm_payment,
    Act.STOP: cases.stop,
    Act.EXTEND: cases.extend,
    Act.DECIDE: cases.decide,
    Act.HAND_OVER: cases.hand_over,
}
# Fields of the services' refusals that our forms call otherwise.
CALLED_HERE = {"promised_at": "day", "step": "to", "unit_code": "to", "assignee_id": "to"}


def do(actor: Actor, case_id: UUID, form: ActForm) -> None:
    """Carry out a valid form. Whatever the service refuses is raised."""
    said = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
    arguments = ARGUMENTS.get(form.act, dict)(said)
    SERVICES[form.act](actor, case_id=case_id, expected_revision=form.cleaned_data["revision"], **arguments)


def _target(value: str) -> Said:
    target = desk_targets.target_of(value)
    return {"step": target.step, "unit_code": target.unit_code, "assignee_id": target.assignee_id}


def _closing(day: Any) -> datetime:
    """A promise of a day holds until the office closes."""
    return datetime.combine(day, calendar.default_calendar().hours.spans[-1][1], clock.VN_TZ)
