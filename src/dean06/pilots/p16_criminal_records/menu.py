"""Where the pilot's pages stand in the menus."""

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.cases import api as cases
from dean06.pilots.p16_criminal_records.access import PROCEDURE
from dean06.ui.menu import Group, MenuItem

OFFICERS = (Role.CLERK, Role.LEADER)


def takes_in(actor: Actor) -> bool:
    """Whether the actor's unit issues certificates."""
    return actor.unit_code in cases.receivers(PROCEDURE, clock.today())


MENU = (
    MenuItem(
        "Lý lịch tư pháp", "p16_criminal_records:queue", roles=OFFICERS, order=56, group=Group.TRADE, serves=takes_in
    ),
    MenuItem(
        "Lý lịch tư pháp",
        "p16_criminal_records:own",
        roles=(Role.CITIZEN,),
        shell="portal",
        order=56,
        group=Group.PAPERS,
    ),
)
