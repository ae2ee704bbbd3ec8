"""What a form is filled with before a person writes a word: what she signed in with, what the register knows."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases import actions
from dean06.kernel.cases.pinning import in_force
from dean06.kernel.cases.procedures.forms import check_answers
from dean06.kernel.cases.procedures.types import FieldSpec, FieldType, Procedure
from dean06.kernel.cases.services.register import agreed_on, facts_of
from dean06.kernel.cases.types import Prefilled, PrefillTerms
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.types import PartyInfo
from dean06.kernel.ports.population import Facts, Field
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import PurposeInfo

SEXES = {"male": "nam", "female": "nu"}


def prefill(actor: Actor, *, procedure: str, applicant_id: UUID | None = None) -> Prefilled:
    """Answers the declaration says where to take from (``prefill``), of those that stand up to the form.

    A citizen for herself, a clerk for whoever stands at the counter. Only the facts the form names are asked of the
    register, under the form's own purpose; when it does not answer, its questions stay open. NotPermitted for others.
    """
    person_id = applicant_id if actor.role is Role.CLERK and applicant_id else actor.party_id
    if person_id is None or (actor.role is not Role.CLERK and applicant_id not in (None, actor.party_id)):
        raise NotPermitted("Chỉ điền sẵn tờ khai của chính mình.", code="not_yours")
    declared = in_force(procedure, clock.today()).procedure
    wanted = _wanted(declared, agreed_on(actor, declared.register_purpose))
    facts = None
    if wanted:
        act = f"dien-san.{declared.code}"
        facts = facts_of(actor, person_id, wanted, purpose=declared.register_purpose, act=act)
    answers = _answers(declared, parties.party(person_id), facts)
    with transaction.atomic():
        _record(actor, person_id, declared, answers, wanted)
    from_register = {one.name for one in declared.fields if one.prefill.startswith("register.")}
    return Prefilled(
        answers=answers,
        from_register=tuple(sorted(from_register & set(answers))),
        is_register_silent=bool(wanted) and facts is None,
    )


def prefill_terms(actor: Actor, *, procedure: str) -> PrefillTerms:
    """What ``prefill`` would take from where, before she agrees to it. Where nothing is agreed with the register, or
    the purpose does not allow a fact, that fact is not in the list, for it will not be asked.
    """
    declared = in_force(procedure, clock.today()).procedure
    agreed = agreed_on(actor, declared.register_purpose)
    wanted = _wanted(declared, agreed)
    asked = [(one.label, *one.prefill.partition(".")[::2]) for one in declared.fields if one.prefill]
    return PrefillTerms(
        from_sign_in=tuple(label for label, source, _ in asked if source == "applicant"),
        from_register=tuple(label for label, source, name in asked if source == "register" and Field(name) in wanted),
        purpose=agreed.title if agreed else "",
        legal_basis=agreed.legal_basis if agreed else "",
        is_verified=agreed.verified if agreed else False,
    )


def _wanted(procedure: Procedure, agreed: PurposeInfo | None) -> frozenset[Field]:
    """Facts the form names, of those the agreement with the register allows."""
    named = (one.prefill.removeprefix("register.") for one in procedure.fields if one.prefill.startswith("register."))
    return frozenset(map(Field, named)) & (agreed.fields if agreed else frozenset())


def _answers(procedure: Procedure, person: PartyInfo, facts: Facts | None) -> dict[str, Any]:
    """What is known, and would be taken by the form as an answer."""
    found = {}
    for spec in procedure.fields:
        source, _, name = spec.prefill.partition(".")
        if source == "applicant":
            found[spec.name] = _own(spec, name, person)
        elif source and facts:
            found[spec.name] = _known(spec, Field(name), facts)
    given = {name: value for name, value in found.items() if value}
    checked = check_answers(procedure, given, today=clock.today(), whole=False)
    return {name: value for name, value in checked.answers.items() if name in given and name not in checked.errors}


def _own(spec: FieldSpec, name: str, person: PartyInfo) -> str:
    if name == "sex":
        word = SEXES.get(person.sex, "")
        return word if spec.type is not FieldType.CHOICE or word in {one.value for one in spec.choices} else ""
    value = {"full_name": person.full_name, "personal_id": person.personal_id, "birth_on": person.birth_on}[name]
    return value.isoformat() if isinstance(value, date) else value or ""


def _known(spec: FieldSpec, field: Field, facts: Facts) -> str:
    """A fact as an answer: of somebody related the number where a number is asked, of a place its words."""
    if field in facts.related:
        one = facts.related[field]
        return one.personal_id if spec.type is FieldType.PERSONAL_ID else one.full_name
    if field in facts.addresses:
        return facts.addresses[field].detail
    if field is Field.OLD_NUMBER:
        return facts.old_number
    return registry.described(facts, frozenset({field}))[0][1] if field in facts.codes else ""


def _record(
    actor: Actor, person_id: UUID, procedure: Procedure, answers: Mapping[str, Any], wanted: frozenset[Field]
) -> None:
    audit.record(
        actor,
        actions.PREFILL,
        object_type="cases.procedure",
        object_id=procedure.code,
        purpose=f"{actions.PURPOSE}: {procedure.name}",
        legal_basis="; ".join((*procedure.legal_basis, actions.LAW)),
        subjects=[person_id],
        fields=[actions.FORM],
        details={"filled": sorted(answers), "asked": sorted(wanted)},
    )
