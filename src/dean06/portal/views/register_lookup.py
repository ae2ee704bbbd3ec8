""" "Tra cứu dân cư": an officer with a purpose asks the population register about one person."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import DomainError, Invalid, NotFound, NotPermitted, TooMany, Unavailable
from dean06.kernel.ports.population import Claim, Comparison, Field
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import PurposeInfo, Verb
from dean06.portal import register_forms
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page

WAYS = {"doi-chieu": Verb.VERIFY, "thong-tin": Verb.LOOKUP, "ho-gia-dinh": Verb.HOUSEHOLD}
LEVEL = 2
UNPROCESSABLE, UNAVAILABLE, TOO_MANY, FORBIDDEN = 422, 503, 429, 403


@page(Role.CLERK, title="Tra cứu dân cư", level=LEVEL, methods=("GET",))
def purposes(request: HttpRequest) -> HttpResponse:
    """What this hat may ask, and for what."""
    allowed = registry.purposes(actor_of(request))
    rows = [
        (one, [(register_forms.VERBS[verb], way) for way, verb in WAYS.items() if verb in one.verbs]) for one in allowed
    ]
    has_lists = any(Verb.BATCH in one.verbs for one in allowed)
    return render_page(request, "portal/register_purposes.html", {"rows": rows, "has_lists": has_lists})


@page(Role.CLERK, title="Tra cứu dân cư", level=LEVEL)
def question(request: HttpRequest, purpose_code: str, way: str) -> HttpResponse:
    """One question. The answer is shown once and kept nowhere; the person asked about sees that it was asked."""
    actor = actor_of(request)
    typed = request.POST.get("personal_id", "").strip()
    purpose, verb = _chosen(actor, purpose_code, way, typed)
    form = _form(request, purpose, verb)
    context: dict[str, Any] = {"purpose": purpose, "title": register_forms.VERBS[verb], "form": form, "way": way}
    if request.method != "POST":
        return render_page(request, "portal/register_question.html", context)
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            context |= _ask(actor, purpose, verb, form)
            return render_page(request, "portal/register_answer.html", context)
        except DomainError as refusal:
            status = _show(form, refusal)
    else:
        registry.refuse(actor, verb=verb, personal_id=typed, refusal=register_forms.refusal_of(form))
    return render_page(request, "portal/register_question.html", context, status=status)


def _chosen(actor: Actor, code: str, way: str, typed: str) -> tuple[PurposeInfo, Verb]:
    found = next((one for one in registry.purposes(actor) if one.code == code), None)
    verb = WAYS.get(way)
    if found is None or verb is None or verb not in found.verbs:
        refusal = NotFound(
            "Không có mục đích tra cứu này cho vai đang dùng. Hãy chọn lại từ trang Tra cứu dân cư.",
            code="purpose_not_yours",
        )
        registry.refuse(actor, verb=verb, personal_id=typed, refusal=refusal)
        raise refusal
    return found, verb


def _form(request: HttpRequest, purpose: PurposeInfo, verb: Verb) -> register_forms.QuestionForm:
    data = request.POST if request.method == "POST" else None
    if verb is Verb.VERIFY:
        return register_forms.CompareForm(purpose, data)
    return register_forms.FactsForm(purpose, data)


def _ask(actor: Actor, purpose: PurposeInfo, verb: Verb, form: register_forms.QuestionForm) -> dict[str, Any]:
    said = form.cleaned_data
    shown = {"personal_id": said["personal_id"], "act": said["act"]}
    about = shown | {"purpose": purpose.code}
    if isinstance(form, register_forms.CompareForm):
        return shown | _compare(actor, form.claim(), about)
    wanted = frozenset(map(Field, said["fields_wanted"]))
    if verb is Verb.LOOKUP:
        one = registry.lookup(actor, fields=wanted, **about)
        return shown | {"people": [registry.described(one, wanted)] if one else [], "is_known": one is not None}
    members = registry.household(actor, fields=wanted, **about)
    people = [registry.described(one, wanted) for one in members or ()]
    return shown | {"people": people, "is_known": members is not None, "is_household": True}


def _compare(actor: Actor, claim: Claim, about: dict[str, str]) -> dict[str, Any]:
    found = registry.verify(actor, claim=claim, **about)
    names = [name for name in registry.CLAIM_LABELS if getattr(claim, name)]
    lines = [(registry.CLAIM_LABELS[name], _verdict(name, found)) for name in names]
    return {"comparison": found, "lines": lines}


def _verdict(name: str, found: Comparison) -> str:
    if name in found.differs:
        return "differs"
    return "unknown" if name in found.unknown else "match"


def _show(form: register_forms.QuestionForm, refusal: DomainError) -> int:
    """The refusal on the form, what was typed still there; anything else is not ours to explain."""
    statuses = {Invalid: UNPROCESSABLE, Unavailable: UNAVAILABLE, TooMany: TOO_MANY, NotPermitted: FORBIDDEN}
    status = statuses.get(type(refusal))
    if status is None:
        raise refusal
    names = {"fields": "fields_wanted"}
    field = names.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, refusal.message)
    return status
