"""The browser's side of a sign-in: which row its session points to, and what the request's actor is."""

from uuid import UUID

from django.http import HttpRequest

from dean06.kernel.base.actor import Actor, Entrance
from dean06.kernel.base.logging import request_id
from dean06.kernel.identity import starts
from dean06.kernel.identity.models import SignInSession, User
from dean06.kernel.identity.types import Hat

SIGN_IN = "identity.sign_in"
PROVE = "identity.prove"
BREAK_GLASS_NAME = "Tài khoản vận hành khẩn cấp"


def current(request: HttpRequest) -> SignInSession | None:
    """The sign-in this browser session points to, over or not; None when there is none."""
    key = request.session.get(SIGN_IN)
    if key is None:
        return None
    return SignInSession.objects.select_related("user__party").filter(id=UUID(key)).first()


def attach(request: HttpRequest, row_id: UUID) -> None:
    """Give the browser a new session that points to this sign-in; what was in the old one is gone, tabs' starts stay.

    A session id somebody planted before the sign-in is worth nothing after it.
    """
    carried = starts.carried(request.session)
    request.session.flush()
    starts.restore(request.session, carried)
    request.session[SIGN_IN] = str(row_id)


def replace(request: HttpRequest, row_id: UUID) -> None:
    """Give the browser to somebody else: a new session that points to this sign-in and carries nothing over.

    Whoever signs in next through the provider proves who that is: the one before may still be known to it here.
    """
    request.session.flush()
    request.session[SIGN_IN] = str(row_id)
    demand_proof(request)


def detach(request: HttpRequest) -> None:
    """Forget the sign-in on the browser's side, not that the next one needs a new proof."""
    is_demanded = is_proof_demanded(request)
    request.session.flush()
    if is_demanded:
        demand_proof(request)


def demand_proof(request: HttpRequest) -> None:
    """Let the provider take nobody's word from before: it asks again at the next sign-in from this browser."""
    request.session[PROVE] = True


def is_proof_demanded(request: HttpRequest) -> bool:
    """Whether the next sign-in needs a new proof; one that succeeds ends it (``attach``)."""
    return PROVE in request.session


def actor_of(user: User, hat: Hat, level: int, entrance: str = Entrance.SITE) -> Actor:
    """The actor of a user in a hat, come in through a door."""
    return Actor(
        user_id=user.id,
        party_id=user.party_id,
        name=user.party.full_name if user.party else BREAK_GLASS_NAME,
        role=hat.role,
        unit_code=hat.unit_code,
        unit_name=hat.unit_name,
        post=hat.post,
        assurance_level=level,
        entrance=Entrance(entrance),
        request_id=request_id(),
    )
