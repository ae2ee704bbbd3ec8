"""Forms about personal data, and a request's history as the timeline draws it."""

from django import forms

from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import Outcome, RequestInfo, RequestKind
from dean06.ui.parts import Event

LONGEST_TEXT = 2000
OTHERS = (RequestKind.ACCESS, RequestKind.CORRECT, RequestKind.DELETE, RequestKind.RESTRICT, RequestKind.OBJECT)
STEPS = {"opened": "Gửi yêu cầu", "answered": "Trả lời", "withdrawn": "Rút yêu cầu"}


def _text(label: str, help_text: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": required, "max_length": f"Viết ngắn lại, nhiều nhất {LONGEST_TEXT} ký tự."},
    )


class AskForm(forms.Form):
    """A question or an objection about one look."""

    kind = forms.ChoiceField(
        label="Bà/ông muốn",
        choices=[("question", "Hỏi vì sao có lượt xem này"), ("object", "Phản đối lượt xem này")],
        initial="question",
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn hỏi hoặc phản đối."},
    )
    text = _text(
        "Nội dung", "Viết như nói chuyện, không cần theo mẫu.", "Hãy viết điều bà/ông muốn hỏi hoặc lý do phản đối."
    )


class RequestForm(forms.Form):
    """Any other request about one's data."""

    kind = forms.ChoiceField(
        label="Bà/ông muốn",
        choices=[(kind.value, kind.label) for kind in OTHERS],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn việc muốn yêu cầu."},
    )
    holding = forms.ChoiceField(
        label="Dữ liệu nào", required=False, help_text="Cần chọn khi sửa, xoá hoặc hạn chế dùng."
    )
    text = _text("Nội dung", "Ví dụ: tên đệm đúng là Thị, không phải Thi.", "Hãy viết rõ điều bà/ông muốn.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # passed on as they came
        choices = [("", "Không riêng loại nào"), *((one.code, one.label) for one in privacy.holdings())]
        self.fields["holding"].choices = choices  # type: ignore[attr-defined] # the stubs do not know ChoiceField here


class AnswerForm(forms.Form):
    """The officer's answer; ``revision`` is the state of the request he read."""

    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=[(one.value, one.label) for one in Outcome if one is not Outcome.NONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn kết quả giải quyết."},
    )
    answer = _text(
        "Câu trả lời gửi người có dữ liệu",
        "Viết cho người dân đọc: vì sao đã xem, theo hồ sơ nào, đã làm gì.",
        "Hãy viết câu trả lời.",
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def events(found: RequestInfo) -> list[Event]:
    """The request's history, oldest first."""
    return [
        Event(
            at=step.at,
            title=STEPS[step.kind],
            text=step.text,
            who=step.who,
            tone="success" if step.kind == "answered" else "neutral",
        )
        for step in found.steps
    ]
