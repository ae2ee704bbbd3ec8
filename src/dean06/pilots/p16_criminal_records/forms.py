"""Shape and words of what officers send."""

from typing import Any

from django import forms

from dean06.pilots.p16_criminal_records.models import LONGEST_REASON
from dean06.pilots.p16_criminal_records.view_types import RequestView

REASON = {"required": "Ghi lý do.", "max_length": f"Lý do nhiều nhất {LONGEST_REASON} ký tự."}
STANDS, CLEARED = "con", "da_xoa"


class ReasonForm(forms.Form):
    """A reason, for the file."""

    reason = forms.CharField(
        label="Lý do", max_length=LONGEST_REASON, error_messages=REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class MatchForm(ReasonForm):
    """Whose an entry is."""

    verdict = forms.ChoiceField(
        label="Mục này là của ai",
        choices=[("same", "Đúng người yêu cầu"), ("other", "Người khác")],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn đúng người hay người khác.", "invalid_choice": "Chọn một trong hai."},
    )
    field_order = ("verdict", "reason")


class FindingForm(forms.Form):
    """One decision and, where it needs one, a reason for each conviction; ``search`` is the one that was read."""

    search = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Tải lại trang rồi làm lại."})

    def __init__(self, view: RequestView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._view = view
        self.fields["search"].initial = view.search.number if view.search else 0
        for number, one in enumerate(view.convictions):
            self.fields[f"stands_{number}"] = forms.ChoiceField(
                label=f"{one.conviction.offence}, bản án {one.conviction.judgement}",
                help_text=f"Đề xuất: {one.proposal.why}.",
                choices=[(STANDS, "Còn án tích"), (CLEARED, "Đã xoá, hoặc không có án tích")],
                widget=forms.RadioSelect,
                error_messages={"required": "Chọn kết luận.", "invalid_choice": "Chọn một trong hai."},
            )
            self.fields[f"reason_{number}"] = forms.CharField(
                label=f"Lý do với bản án {one.conviction.judgement}",
                help_text="Cần khi kết luận khác với đề xuất.",
                required=False,
                max_length=LONGEST_REASON,
                error_messages=REASON,
            )

    def standing(self) -> dict[str, bool]:
        """Whether each conviction stands, by its key."""
        return {
            one.key: self.cleaned_data[f"stands_{number}"] == STANDS
            for number, one in enumerate(self._view.convictions)
        }

    def reasons(self) -> dict[str, str]:
        """The reasons given, by key."""
        return {one.key: self.cleaned_data[f"reason_{number}"] for number, one in enumerate(self._view.convictions)}

    def place_of(self, key: str) -> str | None:
        """The field a refusal about a conviction belongs to."""
        keys = [one.key for one in self._view.convictions]
        return f"reason_{keys.index(key)}" if key in keys else None
