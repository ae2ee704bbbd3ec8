"""Where the pages of certified copies stand in the menus."""

from dean06.kernel.base.actor import Role
from dean06.ui.menu import MenuItem

CERTIFIERS = (Role.CLERK, Role.LEADER)

MENU = (
    MenuItem("Chứng thực", "p02_certified_documents:own", roles=(Role.CITIZEN,), shell="portal", order=33),
    MenuItem("Chứng thực", "p02_certified_documents:desk", roles=CERTIFIERS, shell="workspace", order=48),
    MenuItem("Sổ chứng thực", "p02_certified_documents:register", roles=CERTIFIERS, shell="workspace", order=49),
)
