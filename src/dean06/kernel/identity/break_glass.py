"""The emergency operator account: one, off unless the installation says otherwise, and loud whenever it is used.

For the day VNeID does not answer and somebody must still get at the operator's page. It opens nothing else: the hat it
gives is the operator's, who sees no personal data.
"""

from dataclasses import replace

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox, ratelimit
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.logging import request_id
from dean06.kernel.identity import actions, flow, hats, limits, sessions, totp
from dean06.kernel.identity.models import BREAK_GLASS_ISSUER, BreakGlassAccount, EndReason, SignInSession, User
from dean06.kernel.identity.types import BREAK_GLASS_HAT

ACCOUNT = "identity.break_glass_account"
# Delivered by the worker to whoever answers for the installation; bound where messages may be sent (portal).
USED_TOPIC = "identity.break_glass_used"
LEAST_PASSWORD_LENGTH = 14
LONGEST_PASSWORD = 200
_REFUSED = "Mật khẩu hoặc mã không đúng. Kiểm tra giờ trên điện thoại, chờ mã mới rồi nhập lại."
_hasher = PasswordHasher()
# Checked when there is no account, so that the answer takes as long as when there is one.
_NOBODY = _hasher.hash("nobody has this password")


def is_enabled() -> bool:
    """True when the installation allows the emergency account to sign in."""
    return bool(settings.BREAK_GLASS)


def account() -> BreakGlassAccount | None:
    """The account in force, if one was made."""
    return BreakGlassAccount.objects.filter(revoked_at=None).select_related("user").first()


def create_account(*, holder: str, password: str, secret: str) -> None:
    """Make the account. Invalid for a short password, Conflict when there is one already (revoke it first)."""
    if not LEAST_PASSWORD_LENGTH <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(f"Mật khẩu cần ít nhất {LEAST_PASSWORD_LENGTH} ký tự.", code="weak_password", field="password")
    if account() is not None:
        raise Conflict("Đã có tài khoản khẩn cấp. Hãy huỷ tài khoản cũ trước.", code="break_glass_exists")
    row_id = new_id()
    with transaction.atomic():
        user = User.objects.create(issuer=BREAK_GLASS_ISSUER, subject=str(row_id), last_hat=BREAK_GLASS_HAT)
        BreakGlassAccount.objects.create(
            id=row_id,
            holder=holder,
            user=user,
            password_hash=_hasher.hash(password),
            totp_sealed=totp.seal(secret),
            created_at=clock.now(),
        )
        audit.record(SYSTEM, actions.BREAK_GLASS_CREATED, object_type=ACCOUNT, object_id=row_id)


def revoke_account() -> None:
    """End the account and whatever session it has open. NotFound when there is none."""
    row = account()
    if row is None:
        raise NotFound("Chưa có tài khoản khẩn cấp nào.", code="break_glass_missing")
    with transaction.atomic():
        BreakGlassAccount.objects.filter(id=row.id).update(revoked_at=clock.now())
        User.objects.filter(id=row.user_id).update(is_active=False)
        SignInSession.objects.open().filter(user_id=row.user_id).update(
            ended_at=clock.now(), end_reason=EndReason.DISABLED
        )
        audit.record(SYSTEM, actions.BREAK_GLASS_REVOKED, object_type=ACCOUNT, object_id=row.id)


def sign_in(request: HttpRequest, *, password: str, code: str) -> None:
    """Sign in with password and one-time code; this browser gets a new session.

    NotFound while the installation does not allow it, TooMany, Invalid for a wrong pair (audited, never says which
    half was wrong). Success writes an audit entry and a message to all leaders and operators in one transaction.
    """
    if not is_enabled():
        raise NotFound("Địa chỉ này không có.", code="break_glass_off")
    ratelimit.hit(limits.BREAK_GLASS_ADDRESS_LIMIT, flow.client_address(request))
    ratelimit.hit(limits.BREAK_GLASS_LIMIT, "all")
    row = _admit(password, code)
    if row is None:
        _record_refusal()
        raise Invalid(_REFUSED, code="break_glass_refused")
    sessions.attach(request, row.id)


def open_session() -> SignInSession | None:
    """The emergency session in use now, for the operator's page."""
    since = clock.now() - limits.BREAK_GLASS_ABSOLUTE
    return SignInSession.objects.open().filter(user__issuer=BREAK_GLASS_ISSUER, started_at__gt=since).first()


def _admit(password: str, code: str) -> SignInSession | None:
    """Check both halves, use the code up and begin the session, in one transaction; None when either is wrong."""
    with transaction.atomic():
        found = BreakGlassAccount.objects.select_for_update(of=("self",)).filter(revoked_at=None)
        row = found.select_related("user").first()
        is_right = _matches(row.password_hash if row else _NOBODY, password)
        secret = totp.unseal(row.totp_sealed) if row else None
        step = totp.matching_step(secret, code, after=row.last_step, now=clock.now()) if row and secret else None
        if row is None or step is None or not is_right:
            return None
        BreakGlassAccount.objects.filter(id=row.id).update(last_step=step)
        return _begin(row.user)


def _begin(user: User) -> SignInSession:
    now = clock.now()
    session = SignInSession.objects.create(
        user=user, level=1, auth_time=now, hat_key=BREAK_GLASS_HAT, started_at=now, last_seen_at=now
    )
    User.objects.filter(id=user.id).update(last_login=now)
    audit.record(_actor(user), actions.BREAK_GLASS_USED, object_type=ACCOUNT, object_id=user.subject)
    outbox.enqueue(USED_TOPIC, {"session": str(session.id)}, message_id=f"{USED_TOPIC}:{session.id}")
    return session


def _actor(user: User) -> Actor:
    return sessions.actor_of(user, hats.BREAK_GLASS, level=1)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False


def _record_refusal() -> None:
    with transaction.atomic():
        audit.record(
            replace(ANONYMOUS, request_id=request_id()),
            actions.BREAK_GLASS_REFUSED,
            object_type=ACCOUNT,
            object_id=new_id(),
        )
