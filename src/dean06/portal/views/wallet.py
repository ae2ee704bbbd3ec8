"""A person's wallet: what was issued to her, what she keeps by herself."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import DocumentFile, Form
from dean06.portal.wallet_words import FORM_WORDS, qr_address, share_tone, tone
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page, sign_in_url

ACCEPT = ".pdf,.jpg,.jpeg,.png"
HIGHER = 2


class UploadForm(forms.Form):
    """A paper of one's own."""

    title = forms.CharField(
        label="Tên giấy tờ",
        max_length=150,
        help_text="Ví dụ: Giấy phép lái xe hạng A1.",
        error_messages={"required": "Hãy ghi tên giấy tờ."},
    )
    file = forms.FileField(
        label="Tệp PDF, JPG hoặc PNG",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Hãy chọn tệp.", "empty": "Tệp trống. Hãy chọn tệp khác."},
    )


@page(Role.CITIZEN, title="Ví giấy tờ", methods=("GET",))
def wallet(request: HttpRequest) -> HttpResponse:
    """Both shelves."""
    actor = actor_of(request)
    issued = [(line, tone(line.standing)) for line in documents.own_documents(actor)]
    return render_page(request, "portal/wallet.html", {"issued": issued, "own": documents.own_papers(actor)})


@page(Role.CITIZEN, title="Giấy tờ trong ví", methods=("GET",))
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One document: what it says, its forms, its code, whether it holds, who had to do with it."""
    actor = actor_of(request)
    try:
        info = documents.own_document(actor, document_id=document_id)
    except NotPermitted:
        return redirect(sign_in_url(request.path, HIGHER))
    context = {
        "info": info,
        "tone": tone(info.line.standing),
        "forms": FORM_WORDS,
        "qr": qr_address(info.code),
        "looks": documents.looks_at_document(actor, document_id=document_id),
        "shares": [(one, share_tone(one.state)) for one in documents.own_shares(actor, document_id=document_id)],
    }
    return render_page(request, "portal/document.html", context)


@page(Role.CITIZEN, title="Tải giấy tờ", methods=("GET",))
def download(request: HttpRequest, document_id: UUID, document_form: str) -> HttpResponse:
    """One form of a document as a file."""
    if document_form not in set(Form):
        raise NotFound("Không có dạng tệp này.")
    try:
        found = documents.own_document_file(actor_of(request), document_id=document_id, form=Form(document_form))
    except NotPermitted:
        return redirect(sign_in_url(request.path, HIGHER))
    return _file(found)


@page(Role.CITIZEN, title="Tải giấy tờ lên")
def upload(request: HttpRequest) -> HttpResponse:
    """Put a paper onto the second shelf."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            documents.upload_own(
                actor_of(request), title=form.cleaned_data["title"], stream=given, file_name=given.name or "tep"
            )
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
        else:
            messages.success(request, "Đã giữ giấy tờ trong ví.")
            return redirect("portal:wallet")
    context = {"form": form, "largest": documents.LARGEST_OWN}
    return render_page(request, "portal/upload_own.html", context, status=422 if form.errors else 200)


@page(Role.CITIZEN, title="Giấy tờ tự tải lên", methods=("GET",))
def own_paper(request: HttpRequest, own_paper_id: UUID) -> HttpResponse:
    """The file of a paper of one's own."""
    return _file(documents.own_paper_file(actor_of(request), paper_id=own_paper_id))


@page(Role.CITIZEN, title="Xoá giấy tờ tự tải lên")
def delete(request: HttpRequest, own_paper_id: UUID) -> HttpResponse:
    """Take a paper off the shelf, after asking."""
    if request.method == "POST":
        documents.delete_own(actor_of(request), paper_id=own_paper_id)
        messages.success(request, "Đã xoá khỏi ví.")
        return redirect("portal:wallet")
    paper = documents.own_paper(actor_of(request), paper_id=own_paper_id)
    context = {
        "title": "Xoá giấy tờ này khỏi ví?",
        "question": f"“{paper.title}”. Hồ sơ đã nộp không thay đổi. Muốn có lại trong ví thì phải tải lên lần nữa.",
        "form": forms.Form(),
        "submit": "Xoá khỏi ví",
        "danger": True,
        "cancel_url": reverse("portal:wallet"),
    }
    return render_page(request, "ui/confirm.html", context)


def _file(found: DocumentFile) -> HttpResponse:
    response = HttpResponse(found.data, content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response
