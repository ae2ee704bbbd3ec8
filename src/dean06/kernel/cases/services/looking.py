"""Officers' looks at cases of other people: within what their unit has to do with, and each in the person's log."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Reverse

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted
from dean06.kernel.base.text import fold
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Case, Task
from dean06.kernel.cases.selectors.view import as_line, as_view
from dean06.kernel.cases.services.access import NOT_HERE, OFFICERS
from dean06.kernel.cases.services.moving import record
from dean06.kernel.cases.types import NAMES_AT_ONCE, CaseView, FoundCase
from dean06.kernel.parties import api as parties

LEAST_LETTERS = 2
WORDS = Func(F("applicant_fold"), Value(" "), function="string_to_array", output_field=ArrayField(TextField()))
# What is searched, written as in the indexes cases_words (0002) and cases_code_tail (0003).
SEARCHED: dict[str, Any] = {"applicant_words": WORDS, "code_backwards": Reverse("code")}


def read_case(actor: Actor, *, case_id: UUID) -> CaseView:
    """A case opened by an officer whose unit has or had it. NotFound for every other."""
    with transaction.atomic():
        case = in_scope(actor).select_related("version").filter(pk=case_id).first()
        if case is None:
            raise NotFound(NOT_HERE, code="case_not_found")
        found = as_view(case)
        record(actor, actions.READ, case, fields=[actions.NAME, actions.FORM, actions.PAPERS, actions.COURSE])
    return found


def search_cases(actor: Actor, *, text: str) -> list[FoundCase]:
    """Cases of the actor's unit by code (its beginning, or its last part), the applicant's number, or the name.

    Names are found without diacritics, by whole words in any order; newest first. Everybody found is told.
    """
    wanted = fold(text)
    if len(wanted) < LEAST_LETTERS:
        raise Invalid("Hãy nhập ít nhất hai ký tự để tìm.", field="text")
    with transaction.atomic():
        rows = in_scope(actor).filter(_matches(wanted)).order_by("-submitted_at", "-pk")
        found = list(rows[:NAMES_AT_ONCE])
        _record(actor, actions.SEARCH, found)
    now = clock.now()
    return [FoundCase(line=as_line(case, now), applicant_name=case.applicant_name) for case in found]


def queue_names(actor: Actor, *, case_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The applicants' names for lines of the queue; Invalid for more than ``NAMES_AT_ONCE``. Each of them is told."""
    if len(case_ids) > NAMES_AT_ONCE:
        raise Invalid(f"Mỗi lần xem tên nhiều nhất {NAMES_AT_ONCE} hồ sơ.", field="case_ids")
    with transaction.atomic():
        found = list(in_scope(actor).filter(pk__in=list(case_ids)))
        _record(actor, actions.NAMES, found)
    return {case.pk: case.applicant_name for case in found}


def in_scope(actor: Actor) -> QuerySet[Case]:
    """Cases the actor's unit has or had on its desk. NotPermitted for whoever is no officer of a unit."""
    if actor.role not in OFFICERS or not actor.unit_code:
        raise NotPermitted("Chỉ cán bộ của đơn vị giải quyết mới xem được hồ sơ của người khác.", code="not_an_officer")
    lay_here = Task.objects.filter(case=OuterRef("pk"), unit_code=actor.unit_code)
    return Case.objects.filter(Exists(lay_here)).alias(**SEARCHED)


def has_dealings(party_id: UUID, unit_code: str) -> bool:
    """Whether a unit has or had a case of the person: looking at her is then no surprise."""
    return Task.objects.filter(case__applicant_id=party_id, unit_code=unit_code).exists()


def _matches(wanted: str) -> Q:
    """By number, by code (names have no digits), or by whole words of the name; each has its index."""
    if parties.is_personal_id(wanted):
        return Q(applicant_id=parties.find_person(wanted))
    if any(char.isdigit() for char in wanted):
        code = wanted.upper()
        return Q(code__startswith=code) | Q(code_backwards__startswith=f"-{code}"[::-1])
    return Q(applicant_words__contains=wanted.split())


def _record(actor: Actor, action: str, found: Iterable[Case]) -> None:
    cases = list(found)
    audit.record(
        actor,
        action,
        object_type="cases.case",
        object_id=cases[0].pk if len(cases) == 1 else "list",
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects={case.applicant_id for case in cases},
        fields=[actions.NAME],
        details={"found": len(cases)},
        case_ref=cases[0].code if len(cases) == 1 else "",
    )
