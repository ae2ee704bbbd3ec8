"""Loading the invented people of the demonstration and their posts."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.parties import rules
from dean06.kernel.parties.models import Party, PartyKind
from dean06.kernel.parties.services.access import require
from dean06.kernel.parties.services.people import register_person
from dean06.kernel.parties.services.posts import appoint


@transaction.atomic
def load_demo_people(actor: Actor, path: Path) -> dict[str, UUID]:
    """Register the people of the file and appoint them; returns party ids by key. Idempotent, all or nothing.

    Operators and the platform may. Invalid when the file does not declare its people fictional, lacks a field, or a
    person carries a number outside the reserved range; Conflict where real people are registered.
    """
    require(actor, rules.MAY_ADMINISTER, "nạp người giả lập")
    if Party.objects.filter(kind=PartyKind.PERSON, is_fictional=False).exists():
        raise Conflict("Cơ sở dữ liệu này có người thật nên không nạp người giả lập. Hãy dùng cơ sở dữ liệu khác.")
    with path.open("rb") as stream:
        data = tomllib.load(stream)
    if data.get("fictional") is not True:
        raise Invalid("Tệp người giả lập phải ghi rõ fictional = true.", code="not_fictional")
    return {person["key"]: _load_person(actor, person) for person in data.get("people", [])}


def _load_person(actor: Actor, person: dict[str, Any]) -> UUID:
    try:
        party_id = register_person(
            actor,
            personal_id=person["personal_id"],
            full_name=person["full_name"],
            birth_on=person["birth_on"],
            sex=person["sex"],
            is_fictional=True,
        )
        for post in person.get("posts", []):
            _load_post(actor, party_id, post)
    except KeyError as missing:
        raise Invalid(f"Người giả lập “{person.get('key')}” thiếu trường {missing}.", code="field_missing") from None
    return party_id


def _load_post(actor: Actor, party_id: UUID, post: dict[str, Any]) -> None:
    until: date | None = post.get("valid_until")
    appoint(
        actor,
        unit_code=post["unit_code"],
        title=post["title"],
        role=post["role"],
        party_id=party_id,
        valid_from=post["valid_from"],
        valid_until=until,
        is_single_holder=post.get("is_single_holder"),
    )
