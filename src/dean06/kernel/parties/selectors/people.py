"""Posts and the few facts about a party that the platform itself needs to work (its name, its id)."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.prepared import Prepared
from dean06.kernel.parties.models import Party, PostHolding
from dean06.kernel.parties.rules import is_personal_id
from dean06.kernel.parties.types import HolderInfo, PartyInfo, PostInfo


def posts_of(party_id: UUID, on: date) -> list[PostInfo]:
    """Posts a person holds on a day; a post ends at the latest with its unit."""
    return [
        PostInfo(
            post_id=post_id,
            unit_code=code,
            unit_name=name,
            title=title,
            role=role,
            valid_from=since,
            valid_until=until or unit_until,
        )
        for post_id, code, name, title, role, since, until, unit_until in _POSTS(party_id, on)
    ]


def _posts(party_id: UUID, on: date) -> "QuerySet[PostHolding, Any]":
    rows = PostHolding.objects.on(on).filter(party_id=party_id).order_by("post__unit__name_sort", "post__title")
    columns = ("post_id", "post__unit__code", "post__unit__name", "post__title", "post__role", "valid_from")
    return rows.values_list(*columns, "valid_until", "post__unit__valid_until")


# On the way of every request of every officer.
_POSTS = Prepared(_posts, UUID(int=1), date(1, 1, 1))


def holders(unit_code: str, role: str, on: date) -> list[HolderInfo]:
    """Who holds posts of a role in a unit on a day; names of officers in their posts are public."""
    rows = PostHolding.objects.on(on).filter(post__unit__code=unit_code, post__role=role)
    return [
        HolderInfo(
            party_id=row.party_id,
            name=row.party.full_name,
            post_id=row.post_id,
            title=row.post.title,
            role=row.post.role,
            valid_from=row.valid_from,
            valid_until=row.valid_until or row.post.unit.valid_until,
        )
        for row in rows.select_related("party", "post__unit").order_by("party__name_sort", "post__title")
    ]


def party(party_id: UUID) -> PartyInfo:
    """One party for the platform's own use (showing a signed-in person her name). Callers that show it to somebody
    else record purpose and legal basis in the audit log. NotFound when there is none."""
    row = Party.objects.filter(pk=party_id).first()
    if row is None:
        raise NotFound("Không tìm thấy người hoặc tổ chức này.", code="party_not_found")
    return info(row)


def full_names(party_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of parties by id, in one question, for the same use as ``party``; unknown ids are left out."""
    return dict(Party.objects.filter(pk__in=set(party_ids)).values_list("pk", "full_name"))


def known(personal_ids: Iterable[str]) -> set[str]:
    """Those of the personal numbers that are in our books."""
    rows = Party.objects.filter(personal_id__in=list(personal_ids)).values_list("personal_id", flat=True)
    return {number for number in rows if number}


def find_person(personal_id: str) -> UUID | None:
    """The party with this personal number, by the number alone; None when unknown or not a number of 12 digits."""
    if not is_personal_id(personal_id):
        return None
    return Party.objects.filter(personal_id=personal_id).values_list("pk", flat=True).first()


def find_organisation(registration_number: str) -> UUID | None:
    """The organisation with this registration (tax) number; None when unknown."""
    number = registration_number.strip()
    return Party.objects.filter(registration_number=number).values_list("pk", flat=True).first() if number else None


def info(row: Party) -> PartyInfo:
    """A row as a value."""
    return PartyInfo(
        id=row.pk,
        kind=row.kind,
        full_name=row.full_name,
        personal_id=row.personal_id or "",
        birth_on=row.birth_on,
        sex=row.sex,
        is_fictional=row.is_fictional,
    )
