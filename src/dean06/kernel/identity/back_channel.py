"""OpenID Connect Back-Channel Logout: the provider says a session is over, and ours that came from it end."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Invalid, Unavailable
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.logging import request_id
from dean06.kernel.base.wiring import resolve
from dean06.kernel.identity import actions
from dean06.kernel.identity.models import EndReason, SeenLogoutToken, SignInSession
from dean06.kernel.ports.identity_provider import IdentityProvider, LogoutNotice, ProviderUnavailable, SignInRefused

NOTICE = "identity.logout_notice"


def back_channel_logout(token: str) -> int:
    """Obey a logout token once; returns how many sign-ins ended.

    Invalid for a token that does not hold (code: the port's reason) or was seen before (``token_replayed``);
    Unavailable when the provider's keys cannot be had. Both outcomes are audited. Source: OpenID Connect
    Back-Channel Logout 1.0, 2.5-2.6.
    """
    try:
        notice = resolve(IdentityProvider).read_logout_token(token)
    except SignInRefused as error:
        raise _refuse(error.reason_code) from error
    except ProviderUnavailable as error:
        raise Unavailable(error.message_vi, code="provider_unavailable", retry_after=error.retry_after_s) from error
    ended = _obey(notice)
    if ended is None:
        raise _refuse("token_replayed")
    return ended


def purge_seen() -> int:
    """Forget tokens that would be refused as expired anyway; returns how many."""
    return SeenLogoutToken.objects.filter(expires_at__lt=clock.now()).delete()[0]


def _obey(notice: LogoutNotice) -> int | None:
    """How many sign-ins ended; None when the token was seen before, also by another process at the same moment."""
    with transaction.atomic():
        _, is_new = SeenLogoutToken.objects.get_or_create(
            issuer=notice.issuer, token_id=notice.token_id, defaults={"expires_at": notice.expires_at}
        )
        if not is_new:
            return None
        rows = list(
            SignInSession.objects.open()
            .select_related("user")
            .select_for_update(of=("self",))
            .filter(_meant_by(notice))
        )
        SignInSession.objects.filter(id__in=[row.id for row in rows]).update(
            ended_at=clock.now(), end_reason=EndReason.BACK_CHANNEL, id_token=""
        )
        audit.record(
            replace(SYSTEM, request_id=request_id()),
            actions.BACK_CHANNEL_LOGOUT,
            object_type=NOTICE,
            object_id=new_id(),
            purpose=actions.PURPOSE,
            legal_basis=actions.LEGAL_BASIS,
            subjects={row.user.party_id for row in rows if row.user.party_id},
            details={"sessions": [str(row.id) for row in rows]},
        )
    return len(rows)


def _meant_by(notice: LogoutNotice) -> Q:
    """The sid names one session; without it the provider means every session of the subject."""
    of_issuer = Q(user__issuer=notice.issuer)
    if notice.session_id:
        return of_issuer & Q(provider_sid=notice.session_id)
    return of_issuer & Q(user__subject=notice.subject)


def _refuse(reason_code: str) -> Invalid:
    with transaction.atomic():
        audit.record(
            replace(SYSTEM, request_id=request_id()),
            actions.BACK_CHANNEL_REFUSED,
            object_type=NOTICE,
            object_id=new_id(),
            details={"reason": reason_code},
        )
    return Invalid("Thông báo đăng xuất không hợp lệ.", code=reason_code)
