"""The officer's side: the queue, an original brought, its pages, the act."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.devices import api as devices
from dean06.kernel.payments.types import State as PaymentState
from dean06.pilots.p02_certified_documents import actions
from dean06.pilots.p02_certified_documents.declared import grounds_on
from dean06.pilots.p02_certified_documents.forms import CompareForm, ReceiveForm, RefuseForm, ScanForm, WithdrawForm
from dean06.pilots.p02_certified_documents.rules import State
from dean06.pilots.p02_certified_documents.services import deciding, issuing, looking, receiving, scanning
from dean06.pilots.p02_certified_documents.types import View
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page

CERTIFIERS = (Role.CLERK, Role.LEADER)
CARD = "doc-the"
MOST_DIGITS = 9
ONE = "p02_certified_documents:certification"


@page(*CERTIFIERS, title="Quầy chứng thực", shell="workspace", methods=("GET",))
def desk(request: HttpRequest) -> HttpResponse:
    """What lies open, who is expected today."""
    queue, expected = looking.read_queue(actor_of(request))
    return render_page(request, "p02_certified_documents/desk.html", {"queue": queue, "expected": expected})


@page(*CERTIFIERS, title="Nhận bản chính", shell="workspace")
def receive(request: HttpRequest) -> HttpResponse:
    """Who came, for whom, with what."""
    actor = actor_of(request)
    card = devices.reading_named(actor, request.GET.get(CARD, ""))
    form = ReceiveForm(request.POST or None, has_card=card is not None)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.organisation()
            person = devices.person_of(actor, card) if card else _numbered(actor, form.cleaned_data["person"])
            holder = receiving.organisation(actor, said=said) if said else None
            made = receiving.receive(
                actor, key=form.cleaned_data["key"], requester_id=person, original=form.original(), holder_id=holder
            )
            return redirect(ONE, made)
        except (Invalid, Conflict, NotPermitted) as refusal:
            add_error(form, refusal)
    context = {"form": form, "card": card}
    return render_page(request, "p02_certified_documents/receive.html", context, status=422 if form.errors else 200)


@page(*CERTIFIERS, title="Chứng thực bản sao", shell="workspace")
def certification(request: HttpRequest, certification_id: UUID) -> HttpResponse:
    """The original with its pages; sent, the officer signs for the copy."""
    actor = actor_of(request)
    view = looking.read(actor, certification_id=certification_id)
    form = CompareForm(request.POST or None, pages=view.pages, revision=view.revision)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            number = deciding.certify(
                actor,
                certification_id=certification_id,
                revision=said["revision"],
                compared=[int(one) for one in said["compared"]],
                owned=said.get("owned", False),
            )
            messages.success(request, f"Đã chứng thực, số {number}. Thu phí xong thì bản chứng thực vào ví.")
            return redirect(ONE, certification_id)
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
    return _drawn(request, view, form)


@page(*CERTIFIERS, title="Quét bản chính", shell="workspace", methods=("POST",))
def scan(request: HttpRequest, certification_id: UUID) -> HttpResponse:
    """A file: its pages straightened and judged."""
    actor = actor_of(request)
    view = looking.read(actor, certification_id=certification_id)
    form = ScanForm(request.POST, request.FILES, pages=view.pages, revision=view.revision)
    if form.is_valid():
        said = form.cleaned_data
        try:
            scanning.add_scan(
                actor,
                certification_id=certification_id,
                revision=said["revision"],
                stream=said["file"],
                file_name=said["file"].name,
                replaces=UUID(said["replaces"]) if said["replaces"] else None,
            )
            return redirect(ONE, certification_id)
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
    return _drawn(request, view, CompareForm(pages=view.pages, revision=view.revision), scan_form=form)


@page(*CERTIFIERS, title="Trang quét", shell="workspace", methods=("GET",))
def picture(request: HttpRequest, certification_id: UUID, page_id: UUID) -> HttpResponse:
    """One page as a picture."""
    found = looking.read_page(actor_of(request), certification_id=certification_id, page_id=page_id)
    return HttpResponse(found, content_type="image/jpeg")


@page(*CERTIFIERS, title="Xoay trang quét", shell="workspace", methods=("POST",))
def turn(request: HttpRequest, certification_id: UUID, page_id: UUID) -> HttpResponse:
    """A quarter to the right."""
    return _changed(request, certification_id, page_id, scanning.turn_page)


@page(*CERTIFIERS, title="Bỏ trang quét", shell="workspace", methods=("POST",))
def remove(request: HttpRequest, certification_id: UUID, page_id: UUID) -> HttpResponse:
    """Out of the copy."""
    return _changed(request, certification_id, page_id, scanning.remove_page)


@page(*CERTIFIERS, title="Từ chối chứng thực", shell="workspace")
def refuse(request: HttpRequest, certification_id: UUID) -> HttpResponse:
    """On a ground, in words."""
    actor = actor_of(request)
    view = looking.read(actor, certification_id=certification_id)
    form = RefuseForm(request.POST or None, grounds=grounds_on(clock.today()), revision=view.revision)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.refuse(actor, certification_id=certification_id, **form.cleaned_data)
            messages.success(request, "Đã từ chối, ghi vào sổ và báo người yêu cầu.")
            return redirect(ONE, certification_id)
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
    question = f"{view.original.name} của {view.line.holder_name}. Việc từ chối ghi vào sổ, không sửa lại được."
    return _confirm(request, form, title="Từ chối chứng thực?", question=question, submit="Từ chối", back=view)


@page(*CERTIFIERS, title="Thu hồi bản chứng thực", shell="workspace")
def withdraw(request: HttpRequest, certification_id: UUID) -> HttpResponse:
    """For good, for a reason its holder reads."""
    actor = actor_of(request)
    view = looking.read(actor, certification_id=certification_id)
    form = WithdrawForm(request.POST or None, initial={"revision": view.revision})
    if request.method == "POST" and form.is_valid():
        try:
            issuing.withdraw(actor, certification_id=certification_id, **form.cleaned_data)
            messages.success(request, "Đã thu hồi. Ai kiểm tra bản chứng thực này từ nay cũng thấy.")
            return redirect(ONE, certification_id)
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
    question = f"Bản chứng thực số {view.line.number} mất hiệu lực vĩnh viễn ở mọi dạng. Số vẫn nằm trong sổ."
    return _confirm(request, form, title="Thu hồi bản chứng thực?", question=question, submit="Thu hồi", back=view)


@page(*CERTIFIERS, title="Lập lại khoản phí", shell="workspace", methods=("POST",))
def fee_again(request: HttpRequest, certification_id: UUID) -> HttpResponse:
    """When the first order ran out unpaid."""
    try:
        revision = _revision(request)
        issuing.ask_fee_again(actor_of(request), certification_id=certification_id, revision=revision)
        messages.success(request, "Đã lập lại khoản phí.")
    except (Invalid, Conflict) as refusal:
        messages.error(request, refusal.message)
    return redirect(ONE, certification_id)


def _numbered(actor: Actor, number: str) -> UUID:
    return devices.person_numbered(actor, number, field="person", purpose=actions.PURPOSE, legal_basis=actions.LAW)


def _changed(request: HttpRequest, certification_id: UUID, page_id: UUID, change: "scanning.Change") -> HttpResponse:
    try:
        change(actor_of(request), certification_id=certification_id, revision=_revision(request), page_id=page_id)
    except (Invalid, Conflict) as refusal:
        messages.error(request, refusal.message)
    return redirect(ONE, certification_id)


def _revision(request: HttpRequest) -> int:
    """What the page was drawn from; 0, which is no revision, for something that is no number."""
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < MOST_DIGITS else 0


def _drawn(request: HttpRequest, view: View, form: CompareForm, *, scan_form: ScanForm | None = None) -> HttpResponse:
    is_open = view.line.state is State.OPEN
    is_wrong = bool(form.errors or (scan_form and scan_form.errors))
    context = {
        "view": view,
        "form": form,
        "scan_form": scan_form or ScanForm(pages=view.pages, revision=view.revision),
        "is_open": is_open,
        "is_withdrawable": view.line.state in (State.SIGNED, State.ISSUED),
        "is_fee_over": view.order is not None and view.order.state in (PaymentState.EXPIRED, PaymentState.CANCELLED),
        "is_unpaid": view.line.state is State.SIGNED,
        "unclear": [words for one in view.pages for words in one.findings],
    }
    return render_page(request, "p02_certified_documents/certification.html", context, status=422 if is_wrong else 200)


def _confirm(
    request: HttpRequest, form: RefuseForm | WithdrawForm, *, title: str, question: str, submit: str, back: View
) -> HttpResponse:
    context = {
        "title": title,
        "question": question,
        "form": form,
        "submit": submit,
        "danger": True,
        "cancel_url": redirect(ONE, back.line.id).url,
    }
    return render_page(request, "ui/confirm.html", context, status=422 if form.errors else 200)
