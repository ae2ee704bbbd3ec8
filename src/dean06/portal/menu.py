"""Where the portal's pages stand in the menus."""

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.documents import api as documents
from dean06.ui.menu import Group, MenuItem
from dean06.ui.pages import OFFICERS, SIGNED_IN

KEEPERS = (Role.CLERK, Role.LEADER)
HANDLERS = (Role.CLERK, Role.COORDINATOR, Role.OPERATOR)


def issues(actor: Actor) -> bool:
    """Whether the actor's unit issues documents of some type; declared data alone is asked."""
    known, today = documents.kinds(), clock.today()
    valid = (known.on(code, today) for code in known.by_code)
    return bool(actor.unit_code) and any(one is not None and one.may_be_issued_by(actor.unit_code) for one in valid)


MENU = (
    MenuItem("Trang chủ", "portal:home", roles=(Role.PUBLIC,), shell="portal", order=10),
    MenuItem("Dịch vụ công", "portal:procedures", roles=(Role.PUBLIC,), shell="portal", order=20),
    MenuItem("Hồ sơ của tôi", "portal:own_cases", roles=(Role.CITIZEN,), shell="portal", order=30, group=Group.CASES),
    MenuItem("Ví giấy tờ", "portal:wallet", roles=(Role.CITIZEN,), shell="portal", order=32, group=Group.PAPERS),
    MenuItem("Thanh toán", "portal:payments", roles=(Role.CITIZEN,), shell="portal", order=35, group=Group.CASES),
    MenuItem("Hộp thư", "portal:inbox", roles=SIGNED_IN, shell="portal", order=40),
    MenuItem("Dữ liệu của tôi", "portal:my_data", roles=SIGNED_IN, shell="portal", order=50),
    MenuItem("Hồ sơ", "portal:own_cases", roles=(Role.CITIZEN,), shell="miniapp", order=20),
    MenuItem("Hộp thư", "portal:inbox", roles=SIGNED_IN, shell="miniapp", order=30),
    MenuItem("Dữ liệu", "portal:my_data", roles=SIGNED_IN, shell="miniapp", order=40),
    MenuItem("Trang chủ", "portal:workspace", roles=(*OFFICERS, Role.OPERATOR), shell="workspace", order=10),
    MenuItem("Hồ sơ", "portal:desk", roles=OFFICERS, shell="workspace", order=30),
    MenuItem("Đọc thẻ", "portal:counter", roles=(Role.CLERK,), shell="workspace", order=45, group=Group.COUNTER),
    MenuItem("Nộp hồ sơ cho người này", "portal:desk_file", roles=(Role.CLERK,), shell="reading", order=10),
    MenuItem(
        "Hỏi ví", "portal:ask_wallet_kinds", roles=(Role.CLERK,), shell="workspace", order=46, group=Group.COUNTER
    ),
    MenuItem(
        "Chứng thư gốc",
        "portal:trust",
        roles=(Role.OPERATOR, Role.LEADER),
        shell="workspace",
        order=66,
        group=Group.SYSTEM,
    ),
    MenuItem(
        "Đầu đọc thẻ", "portal:terminals", roles=(Role.OPERATOR,), shell="workspace", order=65, group=Group.SYSTEM
    ),
    MenuItem(
        "Mục đích tra cứu",
        "portal:register_table",
        roles=(Role.OPERATOR,),
        shell="workspace",
        order=62,
        group=Group.SYSTEM,
    ),
    MenuItem("Vận hành", "portal:operator", roles=(Role.OPERATOR,), shell="workspace", order=60, group=Group.SYSTEM),
    MenuItem("Tra cứu dân cư", "portal:register_purposes", roles=(Role.CLERK,), order=65, group=Group.COUNTER),
    MenuItem(
        "Thủ tục", "portal:declared_procedures", roles=(Role.OPERATOR,), shell="workspace", order=63, group=Group.SYSTEM
    ),
    MenuItem("Thu tiền", "portal:cashier", roles=(Role.CLERK,), shell="workspace", order=47, group=Group.COUNTER),
    MenuItem(
        "Đối chiếu ngân hàng",
        "portal:reconciliation",
        roles=(Role.OPERATOR,),
        shell="workspace",
        order=61,
        group=Group.SYSTEM,
    ),
    MenuItem(
        "Cổng quốc gia",
        "portal:national_portal",
        roles=(Role.OPERATOR,),
        shell="workspace",
        order=64,
        group=Group.SYSTEM,
    ),
    MenuItem("Yêu cầu về dữ liệu", "portal:request_queue", roles=HANDLERS, order=70),
    MenuItem("Sổ đã niêm phong", "portal:seals", roles=KEEPERS, order=67, group=Group.TRADE, serves=issues),
    MenuItem("Hộp thư", "portal:inbox", roles=(*OFFICERS, Role.OPERATOR), shell="workspace", order=80),
)
