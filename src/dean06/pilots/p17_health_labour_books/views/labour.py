"""The labour book: a person's own pages, and the labour office's queue of proofs."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, DomainError, NotFound
from dean06.pilots.p17_health_labour_books.choices_labour import AskState, ProofState
from dean06.pilots.p17_health_labour_books.labour_forms import AgreeForm, DeclareForm, ProofForm, RefuseForm
from dean06.pilots.p17_health_labour_books.selectors import labour as selectors
from dean06.pilots.p17_health_labour_books.services import labour_asking as asking
from dean06.pilots.p17_health_labour_books.services import labour_proving as proving
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page

PACKAGE = "p17_health_labour_books"
TONES = {
    AskState.WAITING: "submitted",
    AskState.ANSWERED: "done",
    AskState.REFUSED: "refused",
    ProofState.ASKED: "submitted",
    ProofState.AGREED: "submitted",
    ProofState.ISSUED: "done",
    ProofState.REFUSED: "refused",
}
SHOW_PAY = "hien"


@page(Role.CITIZEN, title="Sổ lao động của tôi", shell="portal", level=2, methods=("GET",))
def own(request: HttpRequest) -> HttpResponse:
    """Everything of her own book; pay only when she presses for it."""
    return _own(request)


@page(Role.CITIZEN, title="Cập nhật sổ lao động", shell="portal", level=2, methods=("POST",))
def ask(request: HttpRequest) -> HttpResponse:
    """Agree, and have social insurance asked."""
    try:
        asking.ask_insurance(actor_of(request))
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã gửi yêu cầu. Tải lại trang sau ít phút.")
    return redirect(f"{PACKAGE}:labour_own")


@page(Role.CITIZEN, title="Khai việc làm, đào tạo", shell="portal", level=2)
def declare(request: HttpRequest) -> HttpResponse:
    """Add a line of one's own."""
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and _did(form, lambda: asking.declare(actor_of(request), said=form.said())):
        messages.success(request, "Đã thêm vào sổ, ghi là tự khai.")
        return redirect(f"{PACKAGE}:labour_own")
    status = 422 if request.method == "POST" else 200
    return render_page(request, f"{PACKAGE}/labour_declare.html", {"form": form}, status=status)


@page(Role.CITIZEN, title="Xoá mục tự khai", shell="portal", level=2, methods=("POST",))
def remove(request: HttpRequest, labour_entry_id: UUID) -> HttpResponse:
    """Take a line of one's own back."""
    asking.remove(actor_of(request), entry_id=labour_entry_id)
    messages.success(request, "Đã xoá mục tự khai.")
    return redirect(f"{PACKAGE}:labour_own")


@page(Role.CITIZEN, title="Yêu cầu xác nhận quá trình làm việc", shell="portal", level=2, methods=("POST",))
def ask_proof(request: HttpRequest) -> HttpResponse:
    """Ask a labour office."""
    actor = actor_of(request)
    form = ProofForm(_provable(actor), request.POST, prefix="proof")
    if _did(form, lambda: asking.ask_proof(actor, **form.cleaned_data)):
        messages.success(request, "Đã gửi yêu cầu xác nhận.")
        return redirect(f"{PACKAGE}:labour_own")
    return _own(request, form, status=422)


@page(Role.CLERK, title="Xác nhận quá trình làm việc", shell="workspace", methods=("GET",))
def queue(request: HttpRequest) -> HttpResponse:
    """Open requests to the office; nobody is named."""
    return render_page(request, f"{PACKAGE}/labour_queue.html", {"lines": selectors.queue(actor_of(request))})


@page(Role.CLERK, title="Yêu cầu xác nhận quá trình làm việc", shell="workspace", methods=("GET",))
def proof(request: HttpRequest, labour_proof_id: UUID) -> HttpResponse:
    """Opening it is a look the person sees."""
    return _proof(request, labour_proof_id, {})


@page(Role.CLERK, title="Cấp xác nhận", shell="workspace", methods=("POST",))
def agree(request: HttpRequest, labour_proof_id: UUID) -> HttpResponse:
    """Sign for it."""
    form = AgreeForm(request.POST, prefix="agree")

    def do() -> None:
        proving.agree(actor_of(request), proof_id=labour_proof_id, number=form.cleaned_data["number"])

    return _decided(request, labour_proof_id, form, do)


@page(Role.CLERK, title="Từ chối xác nhận", shell="workspace", methods=("POST",))
def refuse(request: HttpRequest, labour_proof_id: UUID) -> HttpResponse:
    """Refuse it."""
    form = RefuseForm(request.POST, prefix="refuse")

    def do() -> None:
        proving.refuse(actor_of(request), proof_id=labour_proof_id, reason=form.cleaned_data["reason"])

    return _decided(request, labour_proof_id, form, do)


def _decided(request: HttpRequest, proof_id: UUID, form: forms.Form, do: Callable[[], None]) -> HttpResponse:
    if _did(form, do):
        messages.success(request, "Đã ghi quyết định.")
        return redirect(f"{PACKAGE}:labour_queue")
    return _proof(request, proof_id, {form.prefix or "": form}, status=422)


def _did(form: forms.Form, do: Callable[[], object]) -> bool:
    """Do it when the form is whole; what is refused stands beside its field."""
    if not form.is_valid():
        return False
    try:
        do()
    except NotFound:
        raise
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def _provable(actor: Actor) -> list[tuple[str, str]]:
    return [(code, f"{name}: {told}") for code, name, told in selectors.own_book(actor).occupations]


def _own(request: HttpRequest, form: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
    is_pay_shown = request.GET.get("luong") == SHOW_PAY
    book = selectors.own_book(actor_of(request), with_pay=is_pay_shown)
    codes = [(code, f"{name}: {told}") for code, name, told in book.occupations]
    context = {
        "book": book,
        "jobs": [(one, book.pay.get(one.id)) for one in book.jobs],
        "benefits": [(one, book.pay.get(one.id)) for one in book.benefits],
        "proofs": [(one, TONES[one.state]) for one in book.proofs],
        "tone": TONES[book.ask_state] if book.ask_state else "",
        "is_waiting": book.ask_state is AskState.WAITING,
        "is_pay_shown": is_pay_shown,
        "form": form or (ProofForm(codes, prefix="proof") if codes else None),
        "sent": form,
    }
    return render_page(request, f"{PACKAGE}/labour_own.html", context, status=status)


def _proof(request: HttpRequest, proof_id: UUID, sent: dict[str, forms.Form], *, status: int = 200) -> HttpResponse:
    view = proving.read_proof(actor_of(request), proof_id=proof_id)
    context = {
        "view": view,
        "tone": TONES[view.state],
        "is_open": view.state is ProofState.ASKED,
        "agree_form": sent.get("agree") or AgreeForm(prefix="agree"),
        "refuse_form": sent.get("refuse") or RefuseForm(prefix="refuse"),
        "sent": next(iter(sent.values()), None),
    }
    return render_page(request, f"{PACKAGE}/labour_proof.html", context, status=status)
