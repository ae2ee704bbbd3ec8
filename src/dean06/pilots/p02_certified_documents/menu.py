"""Where the pilot's pages stand in the menus."""

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.documents import api as documents
from dean06.pilots.p02_certified_documents.declared import counter_of
from dean06.pilots.p02_certified_documents.rules import KIND
from dean06.ui.menu import Group, MenuItem

CERTIFIERS = (Role.CLERK, Role.LEADER)


def certifies(actor: Actor) -> bool:
    """Whether the actor's unit is declared as a counter or issues copies itself; declared data alone is asked."""
    kind, today = documents.kinds().on(KIND, clock.today()), clock.today()
    issues = kind is not None and kind.may_be_issued_by(actor.unit_code)
    return bool(actor.unit_code) and (issues or counter_of(actor.unit_code, today) is not None)


MENU = (
    MenuItem(
        "Chứng thực", "p02_certified_documents:own", roles=(Role.CITIZEN,), shell="portal", order=33, group=Group.PAPERS
    ),
    MenuItem(
        "Chứng thực",
        "p02_certified_documents:desk",
        roles=CERTIFIERS,
        order=48,
        group=Group.TRADE,
        serves=certifies,
        prefix="p02",
    ),
    MenuItem(
        "Chứng thực bản sao cho người này",
        "p02_certified_documents:receive",
        roles=CERTIFIERS,
        shell="reading",
        order=20,
        serves=certifies,
    ),
)
