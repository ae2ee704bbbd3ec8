"""Whose account it is: the person behind a sign-in, known or entered now, and the account she signs in by."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.conf import settings

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.logging import request_id
from dean06.kernel.identity.models import User
from dean06.kernel.parties import api as parties

# No province has this number: whoever carries it was invented for a demonstration.
FICTIONAL_PREFIX = "000"


def may_sign_in(personal_id: str) -> bool:
    """Whether somebody with this number may sign in here: invented people in demonstrations only."""
    return settings.DEMO or not _is_fictional(personal_id)


def party_of(*, personal_id: str, full_name: str, birth_on: date | None, sex: str) -> UUID:
    """The person with this number, entered now when unknown. Piece of a service, inside its transaction."""
    return parties.find_person(personal_id) or parties.register_person(
        replace(SYSTEM, request_id=request_id()),
        personal_id=personal_id,
        full_name=full_name,
        birth_on=birth_on,
        sex=sex or "unknown",
        is_fictional=_is_fictional(personal_id),
    )


def user_of(issuer: str, subject: str, party_id: UUID) -> User:
    """The account, made for this person when unknown; whose it is and whether it is locked, the caller looks."""
    return User.objects.select_related("party").get_or_create(
        issuer=issuer, subject=subject, defaults={"party_id": party_id}
    )[0]


def note_login(user: User) -> None:
    """Keep when the account was used last."""
    User.objects.filter(pk=user.pk).update(last_login=clock.now())


def _is_fictional(personal_id: str) -> bool:
    return personal_id.startswith(FICTIONAL_PREFIX)
