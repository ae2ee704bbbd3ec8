"""Where the pilot's pages stand in the menus."""

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.documents import api as documents
from dean06.pilots.p17_health_labour_books.access import HEALTH_OFFICE
from dean06.pilots.p17_health_labour_books.rules.labour_proof import KIND
from dean06.ui.menu import Group, MenuItem

# Asked for every page, so by the shape of the code and not by a table; the pages themselves ask the tables.
CARE = ("benh-vien-", "trung-tam-y-te", "tram-y-te-", "phong-kham-")
OFFICES = (HEALTH_OFFICE, "phong-van-hoa-xa-hoi-")


def treats(actor: Actor) -> bool:
    """Whether the actor's unit is a place of care."""
    return actor.unit_code.startswith(CARE)


def proves_work(actor: Actor) -> bool:
    """Whether the actor's unit issues proofs of a working life; declared data alone is asked."""
    kind = documents.kinds().on(KIND, clock.today())
    return bool(actor.unit_code) and kind is not None and kind.may_be_issued_by(actor.unit_code)


def answers_for_health(actor: Actor) -> bool:
    """Whether the actor's unit carries the health office's duties."""
    return actor.unit_code.startswith(OFFICES)


MENU = (
    MenuItem(
        "Sổ sức khỏe",
        "p17_health_labour_books:own",
        roles=(Role.CITIZEN,),
        shell="portal",
        order=57,
        group=Group.PAPERS,
    ),
    MenuItem(
        "Sổ lao động",
        "p17_health_labour_books:labour_own",
        roles=(Role.CITIZEN,),
        shell="portal",
        order=58,
        group=Group.PAPERS,
    ),
    MenuItem(
        "Sổ sức khỏe", "p17_health_labour_books:find", roles=(Role.CLERK,), order=57, group=Group.TRADE, serves=treats
    ),
    MenuItem(
        "Mở khẩn cấp",
        "p17_health_labour_books:reviews",
        roles=(Role.CLERK,),
        order=58,
        group=Group.TRADE,
        serves=answers_for_health,
    ),
    MenuItem(
        "Sổ lao động",
        "p17_health_labour_books:labour_queue",
        roles=(Role.CLERK,),
        order=59,
        group=Group.TRADE,
        serves=proves_work,
    ),
)
