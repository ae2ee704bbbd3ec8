"""Writes of identity: sign-ins begun and ended, hats chosen and lost. One transaction and one audit entry each."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, Actor, Entrance
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.logging import request_id
from dean06.kernel.identity import accounts, actions, hats
from dean06.kernel.identity.models import EndReason, SignInSession, User
from dean06.kernel.identity.sessions import actor_of
from dean06.kernel.identity.types import CITIZEN_HAT, Hat
from dean06.kernel.ports.identity_provider import Identity, Reason, refusal

SESSION = "identity.sign_in_session"


def record_sign_in(identity: Identity, *, previous: SignInSession | None, is_launched: bool = False) -> SignInSession:
    """Begin a sign-in for the person the provider vouches for, known or new; the browser's ``previous`` one ends.

    The same person signing in again keeps the hat worn and the door she came in by; whoever was launched from the
    provider's application comes in by that door, as a citizen. Raises SignInRefused for a fictional person outside a
    demonstration, for an account that is locked or has changed hands, and for a provider's session whose officer has
    handed her machine over (auth_too_old) until she proves herself anew. Source: NĐ 69/2024/NĐ-CP.
    """
    if not accounts.may_sign_in(identity.personal_id):
        raise refusal(Reason.CLAIM_INVALID)
    with transaction.atomic():
        user = _user_of(identity)
        is_same_person = previous is not None and previous.user_id == user.id and previous.ended_at is None
        kept = previous if is_same_person else None
        row = SignInSession.objects.create(
            user=user,
            provider_sid=identity.session_id,
            level=identity.assurance_level,
            auth_time=identity.auth_time,
            id_token=identity.id_token,
            hat_key=CITIZEN_HAT if is_launched else _kept_hat(user, kept),
            entrance=Entrance.VNEID if is_launched else _kept_entrance(kept),
            is_step_up=kept is not None and not is_launched,
            started_at=clock.now(),
            last_seen_at=clock.now(),
        )
        if previous is not None:
            close(previous.id, EndReason.REPLACED)
        _record_own(
            row,
            hats.CITIZEN,
            actions.STEP_UP if row.is_step_up else actions.SIGN_IN,
            fields=(actions.PROFILE,),
            details={"entrance": row.entrance},
        )
    return row


def end_session(row: SignInSession, reason: EndReason) -> bool:
    """End a sign-in; False when somebody or something had ended it before (then nothing is written)."""
    action = actions.SIGN_OUT if reason == EndReason.SIGNED_OUT else actions.SESSION_EXPIRED
    with transaction.atomic():
        if not close(row.id, reason):
            return False
        _record_own(row, hats.worn(row), action, details={"reason": reason.value})
    return True


def choose_hat(actor: Actor, *, row: SignInSession, key: str) -> Hat:
    """Put on a hat. NotPermitted, audited, when the person does not hold that post today."""
    hat = hats.find(row.user, key, clock.today())
    if hat is None:
        with transaction.atomic():
            audit.record(actor, actions.HAT_REFUSED, object_type=SESSION, object_id=row.id, details={"hat": key[:80]})
        raise NotPermitted(
            "Bà/ông hiện không giữ vai này nên không chọn được. Hãy chọn một vai trong danh sách.", code="not_your_hat"
        )
    with transaction.atomic():
        SignInSession.objects.open().filter(id=row.id).update(hat_key=hat.key)
        User.objects.filter(id=row.user_id).update(last_hat=hat.key)
        _record_own(row, hat, actions.CHOOSE_HAT, details={"hat": hat.key})
    return hat


def drop_hat(row: SignInSession) -> None:
    """Fall back to the citizen's hat because the post has ended."""
    with transaction.atomic():
        if SignInSession.objects.open().filter(id=row.id, hat_key=row.hat_key).update(hat_key=CITIZEN_HAT):
            _record_own(row, hats.CITIZEN, actions.HAT_LOST, details={"hat": row.hat_key})


def record_refusal(reason_code: str) -> None:
    """Write down a sign-in that was refused; nobody is known behind it."""
    actor = replace(ANONYMOUS, request_id=request_id())
    with transaction.atomic():
        audit.record(
            actor,
            actions.SIGN_IN_REFUSED,
            object_type="identity.sign_in",
            object_id=new_id(),
            details={"reason": reason_code},
        )


def touch(row: SignInSession, now: datetime) -> None:
    """Note that the person is there. Book-keeping of the time limit, not an act: no audit entry."""
    SignInSession.objects.open().filter(id=row.id).update(last_seen_at=now)


def _user_of(identity: Identity) -> User:
    party_id = accounts.party_of(
        personal_id=identity.personal_id,
        full_name=identity.full_name,
        birth_on=identity.birth_on,
        sex=identity.sex,
    )
    user = accounts.user_of(identity.issuer, identity.subject, party_id)
    if user.party_id != party_id:
        raise refusal(Reason.SUBJECT_MISMATCH)
    if not user.is_active:
        raise refusal(Reason.REQUEST_REFUSED)
    if _was_handed_over(user, identity):
        raise refusal(Reason.AUTH_TOO_OLD)
    accounts.note_login(user)
    return user


def _was_handed_over(user: User, identity: Identity) -> bool:
    """Whether somebody else has had this browser since the person proved who she is.

    The provider's session may outlive ours there (a page that was stopped, another relying party); only a proof made
    after the hand-over says that she is the one at the machine.
    """
    ours = SignInSession.objects.filter(user=user, provider_sid=identity.session_id, end_reason=EndReason.HANDED_OVER)
    return (ours.filter(ended_at__gte=identity.auth_time) if identity.auth_time else ours).exists()


def _kept_hat(user: User, kept: SignInSession | None) -> str:
    """A step-up must not throw an officer out of the hat in which the page was opened."""
    hat = hats.find(user, kept.hat_key, clock.today()) if kept else None
    return hat.key if hat else CITIZEN_HAT


def _kept_entrance(kept: SignInSession | None) -> str:
    """Nor anybody out of the application she is in."""
    return kept.entrance if kept else Entrance.SITE.value


def close(row_id: UUID, reason: EndReason) -> bool:
    """End the row unless it is over; the identity token goes with it. Piece of a service, inside its transaction."""
    return bool(
        SignInSession.objects.open().filter(id=row_id).update(ended_at=clock.now(), end_reason=reason, id_token="")
    )


def _record_own(
    row: SignInSession,
    hat: Hat,
    action: str,
    *,
    fields: tuple[str, ...] = (),
    details: dict[str, str] | None = None,
) -> None:
    """An entry about a sign-in, by and about the person it belongs to (nobody, for the emergency account)."""
    audit.record(
        actor_of(row.user, hat, row.level, row.entrance),
        action,
        object_type=SESSION,
        object_id=row.id,
        purpose=actions.PURPOSE,
        legal_basis=actions.LEGAL_BASIS,
        subjects=[row.user.party_id] if row.user.party_id else [],
        fields=fields,
        details=details,
    )
