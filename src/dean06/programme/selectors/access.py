"""Who may read the programme: officials; citizens and the public see none of it."""

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.programme.rules.authority import OFFICIALS

READERS = OFFICIALS | {Role.SYSTEM}


def require_reader(actor: Actor) -> None:
    """NotPermitted for anybody but officials and the platform itself."""
    if actor.role not in READERS:
        raise NotPermitted("Nội dung chỉ đạo, điều hành chỉ dành cho cán bộ, lãnh đạo.")
