"""Deciding a contradiction."""

from typing import Any

from django import forms

from dean06.programme.choices import Choice
from dean06.programme.forms.fields import day, text


class DecisionForm(forms.Form):
    """Which reading holds, or another outcome, and why."""

    choice = forms.ChoiceField(
        label="Quyết định",
        choices=Choice.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": "Hãy chọn một phương án."},
    )
    lead_unit_code = forms.ChoiceField(label="Đơn vị chủ trì (khi chọn phương án khác)", required=False)
    deadline_on = day("Thời hạn (khi chọn phương án khác)")
    reason = text("Căn cứ, lý do", required="Hãy ghi căn cứ hoặc lý do của quyết định.")
    expected_revision = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)

    def __init__(self, *args: Any, settles: str, units: list[tuple[str, str]], **options: Any) -> None:
        """``settles``: lead, deadline or note — what the contradiction is about decides which fields are asked."""
        super().__init__(*args, **options)
        lead = self.fields["lead_unit_code"]
        lead.choices = [("", "— chọn đơn vị —"), *units]  # type: ignore[attr-defined] # a ChoiceField, typed as Field
        for name, topic in (("lead_unit_code", "lead"), ("deadline_on", "deadline")):
            if settles != topic:
                del self.fields[name]
