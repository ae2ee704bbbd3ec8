"""Where the pilot's pages stand in the menus."""

from dean06.kernel.base.actor import Role
from dean06.ui.menu import MenuItem

MENU = (
    MenuItem("Lý lịch tư pháp", "p16_criminal_records:queue", roles=(Role.CLERK, Role.LEADER), order=56),
    MenuItem("Lý lịch tư pháp", "p16_criminal_records:own", roles=(Role.CITIZEN,), shell="portal", order=56),
)
