"""Entering people and organisations, and looking people up for a purpose."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.base.text import fold, nfc
from dean06.kernel.parties import rules
from dean06.kernel.parties.models import Party, PartyKind, Sex
from dean06.kernel.parties.selectors.people import info
from dean06.kernel.parties.services.access import require
from dean06.kernel.parties.subjects import future_id
from dean06.kernel.parties.types import PartyInfo

REGISTER_PURPOSE = "Ghi nhận người dùng dịch vụ công vào sổ của hệ thống"
REGISTER_BASIS = "Luật Căn cước 26/2023/QH15; NĐ 69/2024/NĐ-CP"
PERSON_FIELDS = ("personal_id", "full_name", "birth_on", "sex")
MAX_FOUND = 50
LEAST_SEARCH_LETTERS = 2


def register_person(
    actor: Actor,
    *,
    personal_id: str,
    full_name: str,
    birth_on: date | None,
    sex: str,
    is_fictional: bool = False,
) -> UUID:
    """Enter a person once; the same facts again give the same id and write nothing.

    Earlier looks at the number (``subject_of``) become the person's own from here on.

    Clerks, operators and the platform may. Invalid for a number that is not 12 digits, an empty name, an unknown sex or
    a fictional person outside the reserved numbers; Conflict when the number is known with other facts.
    Law: Luật Căn cước 26/2023/QH15 (personal number as key).
    """
    require(actor, rules.MAY_REGISTER_PERSONS, "ghi người mới vào sổ")
    person = Party(
        kind=PartyKind.PERSON,
        personal_id=personal_id,
        full_name=nfc(" ".join(full_name.split())),
        birth_on=birth_on,
        sex=sex,
        is_fictional=is_fictional,
    )
    _check_person(person)
    known = Party.objects.filter(personal_id=personal_id).first()
    if known:
        return _same(known, person)
    person.pk = future_id(personal_id)
    return _insert(actor, person)


def _check_person(person: Party) -> None:
    number = person.personal_id or ""
    if not rules.is_personal_id(number):
        raise Invalid("Số định danh cá nhân gồm đúng 12 chữ số. Hãy kiểm tra lại.", field="personal_id")
    if not person.full_name:
        raise Invalid("Thiếu họ và tên.", field="full_name")
    if person.sex not in Sex.values:
        raise Invalid("Giới tính phải là nam, nữ hoặc chưa rõ.", field="sex")
    if person.is_fictional != number.startswith(rules.FICTIONAL_ID_PREFIX):
        raise Invalid(
            f"Người giả lập phải mang số bắt đầu bằng {rules.FICTIONAL_ID_PREFIX}, người thật thì không.",
            field="personal_id",
        )


def _insert(actor: Actor, person: Party) -> UUID:
    """Insert and audit; two first sign-ins at one moment both end with the row that came first."""
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            record(
                actor,
                "parties.register_person",
                object_type="parties.party",
                object_id=person.pk,
                purpose=REGISTER_PURPOSE,
                legal_basis=REGISTER_BASIS,
                subjects=[person.pk],
                fields=PERSON_FIELDS,
            )
    except IntegrityError:
        return _same(Party.objects.get(personal_id=person.personal_id), person)
    return person.pk


def _same(known: Party, said: Party) -> UUID:
    if any(getattr(known, name) != getattr(said, name) for name in (*PERSON_FIELDS, "is_fictional")):
        raise Conflict(
            "Số định danh này đã có trong sổ với thông tin khác. Hãy đối chiếu với cơ sở dữ liệu dân cư trước khi sửa.",
            code="person_differs",
            field="personal_id",
        )
    return known.pk


def register_organisation(
    actor: Actor, *, registration_number: str, full_name: str, is_fictional: bool = False
) -> UUID:
    """Enter an organisation by its registration (tax) number. Conflict when the number is taken; Invalid when empty."""
    require(actor, rules.MAY_REGISTER_PERSONS, "ghi tổ chức mới vào sổ")
    number, name = registration_number.strip(), nfc(" ".join(full_name.split()))
    if not number or not name:
        raise Invalid("Thiếu mã số hoặc tên của tổ chức.", field="full_name" if number else "registration_number")
    entry = Party(kind=PartyKind.ORGANISATION, registration_number=number, full_name=name, is_fictional=is_fictional)
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
            record(actor, "parties.register_organisation", object_type="parties.party", object_id=entry.pk)
    except IntegrityError:
        raise Conflict("Mã số này đã có trong sổ.", code="organisation_known", field="registration_number") from None
    return entry.pk


@transaction.atomic
def search_people(
    actor: Actor, *, text: str, purpose: str, legal_basis: str, limit: int = MAX_FOUND
) -> list[PartyInfo]:
    """People whose name contains the text (tones do not matter) or whose number equals it; every one found is told.

    Officers may. Each person found can see the look with its purpose and legal basis (Luật 91/2025/QH15). Invalid
    for a text of fewer than two letters or without purpose and legal basis.
    """
    require(actor, rules.MAY_SEARCH_PERSONS, "tra cứu người")
    wanted = fold(text)
    if len(wanted) < LEAST_SEARCH_LETTERS:
        raise Invalid("Hãy nhập ít nhất hai ký tự để tìm.", field="text")
    if not purpose.strip() or not legal_basis.strip():
        raise Invalid("Phải nêu mục đích và căn cứ khi tra cứu dữ liệu cá nhân.", field="purpose")
    people = Party.objects.filter(kind=PartyKind.PERSON)
    matches = (
        people.filter(personal_id=wanted) if rules.is_personal_id(wanted) else people.filter(name_fold__contains=wanted)
    )
    found = list(matches[: min(limit, MAX_FOUND)])
    record(
        actor,
        "parties.search_people",
        object_type="parties.party",
        object_id=found[0].pk if len(found) == 1 else "search",
        purpose=purpose,
        legal_basis=legal_basis,
        subjects=[person.pk for person in found],
        fields=PERSON_FIELDS,
        details={"found": len(found)},
    )
    return [info(person) for person in found]
