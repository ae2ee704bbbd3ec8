"""Sessions that stand on a chip card read at a counter: a citizen signed in there, a session raised to a higher level.

The officer who had the card read hands the browser over: her own session ends in the transaction that begins the
citizen's, so nobody is ever signed in as both.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, NotPermitted
from dean06.kernel.devices import api as devices
from dean06.kernel.devices.types import Proof
from dean06.kernel.identity import actions, flow, hats, services, sessions
from dean06.kernel.identity.models import CARD_ISSUER, EndReason, SignInSession, User
from dean06.kernel.parties import api as parties


def hand_over(request: HttpRequest, *, receipt_id: UUID, is_face_compared: bool) -> None:
    """Sign the card's holder in on this browser and the officer out of it. Refusals as in ``begin_at_counter``.

    Nothing of the officer's browser session goes over, not even a sign-in begun in another tab.
    """
    officer = flow.signed_in_session(request)
    actor = sessions.actor_of(officer.user, hats.worn(officer), officer.level)
    row = begin_at_counter(actor, officer=officer, receipt_id=receipt_id, is_face_compared=is_face_compared)
    sessions.replace(request, row.id)


def step_up_by_card(request: HttpRequest, *, receipt_id: UUID) -> int:
    """Raise this browser's sign-in to the level her own card proves; returns it. Refusals as in ``raise_level``."""
    row = flow.signed_in_session(request)
    level = raise_level(sessions.actor_of(row.user, hats.worn(row), row.level), row=row, receipt_id=receipt_id)
    request.session.cycle_key()  # rights changed: a session id seen before is worth nothing now
    return level


def begin_at_counter(
    actor: Actor, *, officer: SignInSession, receipt_id: UUID, is_face_compared: bool
) -> SignInSession:
    """Begin the citizen's sign-in and end the officer's. The level is the purpose's, 1 without a comparison of faces.

    NotFound, Conflict for a receipt that is not hers, old, spent or of somebody the register holds dead; NotPermitted
    for an officer's own card, since nobody compares her own face, and for an account that is locked.
    """
    if actor.role is not Role.CLERK:
        raise NotPermitted("Chỉ cán bộ tại quầy trao được máy cho người dân.")
    with transaction.atomic():
        proof = devices.spend(actor, receipt_id=receipt_id)
        party_id = _party_of(proof)
        if party_id == actor.party_id:
            raise NotPermitted("Không tự đăng nhập tại quầy cho chính mình được. Dùng VNeID.", code="own_card")
        level = devices.session_level(
            proof.level, needs_presence=proof.needs_presence, is_face_compared=is_face_compared
        )
        user = _user_of(party_id)
        row = SignInSession.objects.create(
            user=user, level=level, auth_time=clock.now(), started_at=clock.now(), last_seen_at=clock.now()
        )
        if not services.close(officer.id, EndReason.HANDED_OVER):
            raise Conflict("Phiên của cán bộ đã kết thúc. Đăng nhập lại rồi đọc thẻ lại.", code="officer_signed_out")
        _record(actor, actions.COUNTER_SIGN_IN, row, proof, party_id, face_compared=is_face_compared)
    return row


def raise_level(actor: Actor, *, row: SignInSession, receipt_id: UUID) -> int:
    """Raise a sign-in to the level its person's own card proves. NotFound, Conflict as above and for another's card."""
    with transaction.atomic():
        proof = devices.spend(actor, receipt_id=receipt_id)
        if actor.party_id is None or parties.find_person(proof.personal_id) != actor.party_id:
            raise Conflict("Thẻ này không phải thẻ của người đang đăng nhập.", code="other_person")
        level = max(
            row.level, devices.session_level(proof.level, needs_presence=proof.needs_presence, is_face_compared=False)
        )
        SignInSession.objects.open().filter(id=row.id).update(level=level, auth_time=clock.now())
        row.level = level
        _record(actor, actions.CARD_STEP_UP, row, proof, actor.party_id)
    return level


def _party_of(proof: Proof) -> UUID:
    is_fictional = proof.personal_id.startswith(services.FICTIONAL_PREFIX)
    if is_fictional and not settings.DEMO:
        raise NotPermitted("Thẻ thử nghiệm không đăng nhập được trên hệ thống thật.", code="fictional_card")
    return parties.find_person(proof.personal_id) or parties.register_person(
        SYSTEM,
        personal_id=proof.personal_id,
        full_name=proof.full_name,
        birth_on=proof.birth_on,
        sex=proof.sex,
        is_fictional=is_fictional,
    )


def _user_of(party_id: UUID) -> User:
    """The account of a person's card; it wears no officer's hat (``hats``)."""
    user, _ = User.objects.select_related("party").get_or_create(
        issuer=CARD_ISSUER, subject=str(party_id), defaults={"party_id": party_id}
    )
    if not user.is_active:
        raise NotPermitted("Tài khoản này hiện không dùng được. Hãy liên hệ người vận hành.", code="account_locked")
    User.objects.filter(id=user.id).update(last_login=clock.now())
    return user


def _record(actor: Actor, action: str, row: SignInSession, proof: Proof, party_id: UUID, **details: bool) -> None:
    audit.record(
        actor,
        action,
        object_type=services.SESSION,
        object_id=row.id,
        purpose=proof.purpose,
        legal_basis=proof.legal_basis,
        subjects=[party_id],
        fields=(actions.CARD_PROFILE,),
        details={"receipt": str(proof.receipt_id), "level": row.level, **details},
        device=str(proof.terminal_id),
    )
