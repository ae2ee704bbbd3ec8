"""The browser's side of a sign-in: which row its session points to, and what the request's actor is."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from dean06.kernel.base.actor import Actor, Entrance
from dean06.kernel.base.logging import request_id
from dean06.kernel.base.prepared import Prepared
from dean06.kernel.identity import starts
from dean06.kernel.identity.models import SignInSession, User
from dean06.kernel.identity.types import Hat
from dean06.kernel.parties.models import Party

SIGN_IN = "identity.sign_in"
PROVE = "identity.prove"
Row = TypeVar("Row", bound=Model)
BREAK_GLASS_NAME = "Tài khoản vận hành khẩn cấp"


def current(request: HttpRequest) -> SignInSession | None:
    """The sign-in this browser session points to, over or not; None when there is none."""
    key = request.session.get(SIGN_IN)
    if key is None:
        return None
    found = _SIGN_IN(UUID(key))
    return _as_rows(found[0]) if found else None


def _sign_in(key: UUID) -> "QuerySet[SignInSession, Any]":
    names = [*_columns(SignInSession), *_columns(User, "user__"), *_columns(Party, "user__party__")]
    return SignInSession.objects.filter(id=key).values_list(*names)


# On the way of every request of everybody signed in.
_SIGN_IN = Prepared(_sign_in, UUID(int=1))


def _columns(model: type[Model], prefix: str = "") -> list[str]:
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]


def _as_rows(values: tuple[Any, ...]) -> SignInSession:
    """The sign-in with its user and the user's party, as ``select_related`` gives them."""
    left = list(values)
    row, user, party = _row(SignInSession, left), _row(User, left), _row(Party, left)
    user.party = party if user.party_id else None
    row.user = user
    return row


def _row(model: type[Row], left: list[Any]) -> Row:
    """A row of the model from the values that come first; they are taken away."""
    names = _columns(model)
    values, left[:] = left[: len(names)], left[len(names) :]
    return model.from_db(connection.alias, names, values)


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
