"""Where the programme stands in the menu."""

from dean06.kernel.base.actor import Role
from dean06.ui.menu import MenuItem
from dean06.ui.pages import OFFICERS

ASSIGNERS = (Role.COORDINATOR, Role.LEADER)
REPORTERS = (Role.CLERK, Role.COORDINATOR)

MENU = (
    MenuItem("Bảng điều hành", "programme:board", roles=OFFICERS, order=20),
    MenuItem("Việc của đơn vị", "programme:work", roles=REPORTERS, order=30),
    MenuItem("Chờ xác nhận", "programme:verdicts", roles=ASSIGNERS, order=40),
    MenuItem("Kiểm tra thực tế", "programme:inspections", roles=OFFICERS, order=45),
    MenuItem("Công văn", "programme:directives", roles=OFFICERS, order=50),
)
