"""Where the programme stands in the menu."""

from dean06.kernel.base.actor import Role
from dean06.ui.menu import Group, MenuItem
from dean06.ui.pages import OFFICERS

ASSIGNERS = (Role.COORDINATOR, Role.LEADER)
REPORTERS = (Role.CLERK, Role.COORDINATOR)

MENU = (
    MenuItem("Bảng điều hành", "programme:board", roles=OFFICERS, order=20, group=Group.PROGRAMME),
    MenuItem("Việc của đơn vị", "programme:work", roles=REPORTERS, order=30, group=Group.PROGRAMME),
    MenuItem("Chờ xác nhận", "programme:verdicts", roles=ASSIGNERS, order=40, group=Group.PROGRAMME),
    MenuItem("Kiểm tra thực tế", "programme:inspections", roles=OFFICERS, order=45, group=Group.PROGRAMME),
    MenuItem("Công văn", "programme:directives", roles=OFFICERS, order=50, group=Group.PROGRAMME),
)
