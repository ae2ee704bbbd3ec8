"""Where the mini-app's pages stand in the menus."""

from dean06.kernel.base.actor import Role
from dean06.ui.menu import Group, MenuItem
from dean06.ui.pages import SIGNED_IN

HANDLERS = (Role.COORDINATOR, Role.LEADER, Role.OPERATOR)

MENU = (
    MenuItem("Dịch vụ", "p03_vneid_services:app", roles=SIGNED_IN, shell="miniapp", order=10),
    MenuItem(
        "Dịch vụ công trên VNeID",
        "p03_vneid_services:home",
        roles=HANDLERS,
        shell="workspace",
        order=55,
        group=Group.TRADE,
    ),
)
