"""A unit withdraws a document it issued."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.documents import api as documents
from dean06.ui.access import OFFICERS, actor_of
from dean06.ui.pages import add_error, page, render_page


class ReasonForm(forms.Form):
    """Why; its holder reads it."""

    reason = forms.CharField(
        label="Lý do thu hồi",
        max_length=500,
        help_text="Người được cấp đọc lý do này.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy viết lý do thu hồi."},
    )


@page(*OFFICERS, title="Thu hồi giấy tờ", shell="workspace")
def withdraw(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Ask for the reason, then withdraw for good."""
    line = documents.issued_document(actor_of(request), document_id=document_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            documents.withdraw_document(actor_of(request), document_id=document_id, reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
        else:
            messages.success(request, "Đã thu hồi. Ai kiểm tra giấy tờ này từ nay cũng thấy.")
            return redirect("portal:desk")
    context = {
        "title": "Thu hồi giấy tờ này?",
        "question": f"{line.name} số {line.number} mất hiệu lực vĩnh viễn ở mọi dạng, kể cả bản đã in.",
        "form": form,
        "submit": "Thu hồi giấy tờ",
        "danger": True,
        "cancel_url": reverse("portal:desk"),
    }
    return render_page(request, "ui/confirm.html", context, status=422 if form.errors else 200)
