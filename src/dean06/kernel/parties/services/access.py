"""One way to refuse."""

from collections.abc import Collection

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted


def require(actor: Actor, roles: Collection[Role], what: str) -> None:
    """NotPermitted unless the actor wears one of the hats."""
    if actor.role not in roles:
        raise NotPermitted(f"Vai trò hiện tại không được {what}. Hãy đổi vai trò hoặc nhờ người vận hành hệ thống.")
