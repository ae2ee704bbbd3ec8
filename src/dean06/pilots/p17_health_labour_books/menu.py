"""Where the pilot's pages stand in the menus."""

from dean06.kernel.base.actor import Role
from dean06.pilots.p17_health_labour_books.access_labour import is_office
from dean06.ui.menu import MenuItem

MENU = (
    MenuItem("Sổ lao động", "p17_health_labour_books:labour_queue", roles=(Role.CLERK,), order=58, serves=is_office),
    MenuItem("Sổ lao động", "p17_health_labour_books:labour_own", roles=(Role.CITIZEN,), shell="portal", order=58),
)
