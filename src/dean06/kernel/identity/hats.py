"""Which hats a person may wear today. Roles come from posts alone; nothing is granted by hand."""

from datetime import date
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.identity.models import SignInSession, User
from dean06.kernel.identity.types import BREAK_GLASS_HAT, CITIZEN_HAT, Hat
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.types import PostInfo

CITIZEN = Hat(key=CITIZEN_HAT, role=Role.CITIZEN)
BREAK_GLASS = Hat(key=BREAK_GLASS_HAT, role=Role.OPERATOR, post="Vận hành khẩn cấp")


def hats_of(user: User, on: date) -> list[Hat]:
    """Hats of this user on a day: the citizen's, then one for each post held; the emergency account has its own.

    Who signed in by card at somebody's counter is there as a citizen, whatever post she holds.
    """
    if user.party_id is None:
        return [BREAK_GLASS]
    if user.is_card:
        return [CITIZEN]
    return [CITIZEN, *posts_as_hats(user.party_id, on)]


def posts_as_hats(party_id: UUID, on: date) -> list[Hat]:
    """One hat for each post held on the day."""
    return [_hat(post) for post in parties.posts_of(party_id, on)]


def find(user: User, key: str, on: date) -> Hat | None:
    """The hat with this key if the user may wear it on that day."""
    if key == CITIZEN_HAT and user.party_id is not None:
        return CITIZEN  # on every request of every citizen: no query
    return next((hat for hat in hats_of(user, on) if hat.key == key), None)


def worn(row: SignInSession) -> Hat:
    """The hat a sign-in wears today, the citizen's when it has been lost."""
    return find(row.user, row.hat_key, clock.today()) or CITIZEN


def _hat(post: PostInfo) -> Hat:
    return Hat(
        key=f"post:{post.post_id}",
        role=Role(post.role),
        unit_code=post.unit_code,
        unit_name=post.unit_name,
        post=post.title,
        since=post.valid_from,
    )
