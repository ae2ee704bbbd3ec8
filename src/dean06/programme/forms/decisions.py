"""Deciding a contradiction."""

from collections.abc import Mapping
from typing import Any

from django import forms

from dean06.programme.choices import Choice
from dean06.programme.forms.fields import day, text

WORDS_LENGTH = 120


class DecisionForm(forms.Form):
    """Which reading holds, or another outcome, and why."""

    choice = forms.ChoiceField(
        label="Quyết định",
        choices=Choice.choices,
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Hãy chọn một phương án.",
            "invalid_choice": "Phương án này không có. Hãy chọn lại.",
        },
    )
    lead_unit_code = forms.ChoiceField(
        label="Đơn vị chủ trì",
        help_text="Chọn khi theo phương án khác. Nếu cơ quan chủ trì ở ngoài địa bàn, đây là đơn vị đầu mối.",
        required=False,
        error_messages={"invalid_choice": "Đơn vị này không còn trong danh mục. Hãy chọn lại."},
    )
    deadline_on = day("Thời hạn mới", help_text="Nhập khi quyết định theo phương án khác.")
    reason = text("Căn cứ, lý do", required="Hãy ghi căn cứ hoặc lý do của quyết định.")
    expected_revision = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)

    def __init__(
        self, *args: Any, settles: str, units: list[tuple[str, str]], said: Mapping[str, str], **options: Any
    ) -> None:
        """``settles``: lead, deadline or note: what the contradiction is about decides which fields are asked.
        ``said``: what each annex says, shown with its choice; an annex that says nothing cannot be followed."""
        super().__init__(*args, **options)
        lead, choice = self.fields["lead_unit_code"], self.fields["choice"]
        lead.choices = [("", "— chọn đơn vị —"), *units]  # type: ignore[attr-defined] # a ChoiceField, typed as Field
        choice.choices = _choices(settles, said)  # type: ignore[attr-defined] # a ChoiceField, typed as Field
        for name, topic in (("lead_unit_code", "lead"), ("deadline_on", "deadline")):
            if settles != topic:
                del self.fields[name]

    def see_revision(self, revision: int) -> None:
        """The person now sees this many decisions; what was typed stays."""
        self.data = {**self.data.dict(), "expected_revision": str(revision)}  # type: ignore[attr-defined] # a QueryDict


def _choices(settles: str, said: Mapping[str, str]) -> list[tuple[str, str]]:
    if settles == "note":
        return list(Choice.choices)
    followed = [
        (choice.value, f"{choice.label}: {_short(said[choice])}")
        for choice in (Choice.NARRATIVE, Choice.TABLE)
        if choice in said
    ]
    return [*followed, (Choice.OTHER.value, Choice.OTHER.label), (Choice.NO_CHANGE.value, Choice.NO_CHANGE.label)]


def _short(words: str) -> str:
    return words if len(words) <= WORDS_LENGTH else f"{words[: WORDS_LENGTH - 1].rstrip()}…"
