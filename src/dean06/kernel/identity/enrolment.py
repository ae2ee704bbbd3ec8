"""Accounts known before their first sign-in, so that seeded history and later sign-ins meet in one user."""

from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.identity import actions
from dean06.kernel.identity.models import User


def enrol(actor: Actor, *, issuer: str, subject: str, party_id: UUID) -> UUID:
    """The user of (issuer, subject), made when unknown; only the platform itself may. Returns the user's id."""
    if actor.role is not Role.SYSTEM:
        raise NotPermitted("Chỉ hệ thống được tạo trước tài khoản.")
    known = User.objects.filter(issuer=issuer, subject=subject).values_list("pk", flat=True).first()
    if known is not None:
        return known
    with transaction.atomic():
        user = User.objects.create(issuer=issuer, subject=subject, party_id=party_id)
        audit.record(
            actor,
            actions.ENROL,
            object_type="identity.user",
            object_id=user.pk,
            purpose=actions.PURPOSE,
            legal_basis=actions.LEGAL_BASIS,
            subjects=(party_id,),
        )
    return user.pk
