"""Sessions that stand on a chip card read at a counter: a citizen signed in there, a session raised to a higher level.

The officer who had the card read hands the browser over: her own session ends in the transaction that begins the
citizen's, so nobody is ever signed in as both; and the provider's session behind hers ends too, or the next press of
"sign in" would make the citizen the officer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, DomainError, NotPermitted, Unavailable
from dean06.kernel.devices import api as devices
from dean06.kernel.devices.types import Proof
from dean06.kernel.identity import accounts, actions, flow, hats, services, sessions
from dean06.kernel.identity.models import CARD_ISSUER, EndReason, SignInSession, User
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.identity_provider import ProviderUnavailable

_PROVIDER_AWAY = (
    "VNeID đang không trả lời nên chưa đóng được phiên VNeID của bà/ông trên trình duyệt này. Chưa trao máy; thử lại "
    "sau ít phút, hoặc làm thủ tục trực tiếp cho người dân."
)
_OWN_CARD_TWICE = (
    "Đang đăng nhập tại quầy bằng chính thẻ này nên đọc thẻ lần nữa không nâng mức. Nhờ cán bộ đối chiếu khuôn mặt khi "
    "trao máy, hoặc đăng nhập bằng VNeID."
)

_NOT_COMPARED = (
    "Chưa đối chiếu được thẻ với cơ sở dữ liệu dân cư nên chưa nâng mức. Thử lại sau ít phút, hoặc nâng mức bằng VNeID."
)


def hand_over(request: HttpRequest, *, receipt_id: UUID, is_face_compared: bool) -> str:
    """Sign the card's holder in on this browser and the officer out of it. Refusals as in ``begin_at_counter``.

    Returns where the browser must go at once to end the officer's session at the provider too ("": there is none).
    Unavailable while the provider cannot be asked for it: a browser she is still known in is not handed over. Nothing
    of hers goes over, not even a sign-in begun in another tab, and the next sign-in through the provider needs a new
    proof of who that is.
    """
    officer = flow.signed_in_session(request)
    actor = sessions.actor_of(officer.user, hats.worn(officer), officer.level)
    with _refusals(actor, actions.COUNTER_REFUSED, officer.id, receipt_id):
        leaving = _provider_exit(officer)
    row = begin_at_counter(actor, officer=officer, receipt_id=receipt_id, is_face_compared=is_face_compared)
    sessions.replace(request, row.id)
    return leaving


def step_up_by_card(request: HttpRequest, *, receipt_id: UUID) -> int:
    """Raise this browser's sign-in to the level her own card proves; returns it. Refusals as in ``raise_level``."""
    row = flow.signed_in_session(request)
    level = raise_level(sessions.actor_of(row.user, hats.worn(row), row.level), row=row, receipt_id=receipt_id)
    request.session.cycle_key()  # rights changed: a session id seen before is worth nothing now
    return level


def require_other_proof(request: HttpRequest) -> None:
    """Before a card is read to raise a level. NotPermitted, audited, for a session that stands on a card itself."""
    row = flow.signed_in_session(request)
    actor = sessions.actor_of(row.user, hats.worn(row), row.level)
    with _refusals(actor, actions.CARD_STEP_UP_REFUSED, row.id):
        _require_other_proof(row)


def begin_at_counter(
    actor: Actor, *, officer: SignInSession, receipt_id: UUID, is_face_compared: bool
) -> SignInSession:
    """Begin the citizen's sign-in and end the officer's. The level is the purpose's; 1 without a comparison of faces
    or while the register has not said the same as the card.

    NotFound, Conflict for a receipt that is not hers, old, spent or of somebody the register holds dead; NotPermitted
    for an officer's own card, since nobody compares her own face, and for an account that is locked. Refusals are
    audited.
    """
    with _refusals(actor, actions.COUNTER_REFUSED, officer.id, receipt_id), transaction.atomic():
        if actor.role is not Role.CLERK:
            raise NotPermitted("Chỉ cán bộ tại quầy trao được máy cho người dân.")
        proof = devices.spend(actor, receipt_id=receipt_id)
        party_id = _party_of(proof)
        if party_id == actor.party_id:
            raise NotPermitted("Không tự đăng nhập tại quầy cho chính mình được. Dùng VNeID.", code="own_card")
        level = devices.session_level(
            proof.level,
            needs_presence=proof.needs_presence,
            is_face_compared=is_face_compared,
            is_in_register=proof.is_in_register,
        )
        row = SignInSession.objects.create(
            user=_user_of(party_id),
            level=level,
            auth_time=clock.now(),
            started_at=clock.now(),
            last_seen_at=clock.now(),
        )
        if not services.close(officer.id, EndReason.HANDED_OVER):
            raise Conflict("Phiên của cán bộ đã kết thúc. Đăng nhập lại rồi đọc thẻ lại.", code="officer_signed_out")
        _record(actor, actions.COUNTER_SIGN_IN, row, proof, party_id, face_compared=is_face_compared)
    return row


def raise_level(actor: Actor, *, row: SignInSession, receipt_id: UUID) -> int:
    """Raise a sign-in to the level its person's own card proves. NotFound, Conflict as above and for another's card.

    NotPermitted for a session that stands on the card already: the same thing shown twice proves nothing more; Conflict
    while the register does not say that she is alive. Refusals are audited.
    """
    with _refusals(actor, actions.CARD_STEP_UP_REFUSED, row.id, receipt_id), transaction.atomic():
        _require_other_proof(row)
        proof = devices.spend(actor, receipt_id=receipt_id)
        if actor.party_id is None or parties.find_person(proof.personal_id) != actor.party_id:
            raise Conflict("Thẻ này không phải thẻ của người đang đăng nhập.", code="other_person")
        proven = devices.session_level(
            proof.level,
            needs_presence=proof.needs_presence,
            is_face_compared=False,
            is_in_register=proof.is_in_register,
        )
        if proven < proof.level:
            raise Conflict(_NOT_COMPARED, code="not_compared")
        level = max(row.level, proven)
        if not SignInSession.objects.open().filter(id=row.id).update(level=level, auth_time=clock.now()):
            raise Conflict("Phiên làm việc đã kết thúc. Đăng nhập lại rồi đọc thẻ lại.", code="signed_out")
        row.level = level
        _record(actor, actions.CARD_STEP_UP, row, proof, actor.party_id)
    return level


def _require_other_proof(row: SignInSession) -> None:
    if row.user.is_card:
        raise NotPermitted(_OWN_CARD_TWICE, code="card_session")


def _provider_exit(officer: SignInSession) -> str:
    """The way out of the provider's session, asked for between transactions."""
    try:
        return flow.provider_exit(officer)
    except ProviderUnavailable as error:
        raise Unavailable(_PROVIDER_AWAY, code="provider_unavailable", retry_after=error.retry_after_s) from error


def _party_of(proof: Proof) -> UUID:
    if not accounts.may_sign_in(proof.personal_id):
        raise NotPermitted("Thẻ thử nghiệm không đăng nhập được trên hệ thống thật.", code="fictional_card")
    return accounts.party_of(
        personal_id=proof.personal_id, full_name=proof.full_name, birth_on=proof.birth_on, sex=proof.sex
    )


def _user_of(party_id: UUID) -> User:
    """The account of a person's card; it wears no officer's hat (``hats``)."""
    user = accounts.user_of(CARD_ISSUER, str(party_id), party_id)
    if not user.is_active:
        raise NotPermitted("Tài khoản này hiện không dùng được. Hãy liên hệ người vận hành.", code="account_locked")
    accounts.note_login(user)
    return user


@contextmanager
def _refusals(actor: Actor, action: str, session_id: UUID, receipt_id: UUID | None = None) -> Iterator[None]:
    """Write a refusal down, in a transaction of its own: that of the act is undone by then."""
    try:
        yield
    except DomainError as error:
        with transaction.atomic():
            audit.record(
                actor,
                action,
                object_type=services.SESSION,
                object_id=session_id,
                details={"reason": error.code, **({"receipt": str(receipt_id)} if receipt_id else {})},
            )
        raise


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
