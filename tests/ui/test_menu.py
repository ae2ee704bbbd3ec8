"""The menu shows a hat its own entries and marks where one is."""

from dataclasses import replace

from tests.ui.conftest import MakeRequest, somebody

from dean06.kernel.base.actor import ANONYMOUS, Role
from dean06.ui import menu
from dean06.ui.checks import check_menu
from dean06.ui.context import hat_label, shell
from dean06.ui.menu import MenuItem

HOME = MenuItem("Trang chủ", "portal:home", (Role.PUBLIC,), "portal", 1)
INBOX = MenuItem("Hộp thư", "portal:inbox", (Role.CITIZEN,), "portal", 2, prefix="thu")
WORK = MenuItem("Việc hôm nay", "portal:workspace", (Role.CLERK, Role.LEADER))


def labels(role: Role, bar: menu.Shell, path: str = "/x/") -> list[str]:
    return [entry.label for entry in menu.entries(somebody(role), bar, path)]


def test_people_see_the_entries_of_their_hat_in_order() -> None:
    menu.register(WORK, INBOX, HOME)
    assert labels(Role.CITIZEN, "portal") == ["Trang chủ", "Hộp thư"]
    assert labels(Role.CLERK, "portal") == ["Trang chủ"]
    assert labels(Role.CLERK, "workspace") == ["Việc hôm nay"]
    assert [entry.label for entry in menu.entries(ANONYMOUS, "portal", "/")] == ["Trang chủ"]


def test_an_entry_may_be_for_some_units_of_a_role_only() -> None:
    here = MenuItem("Chứng thực", "portal:workspace", (Role.CLERK,), serves=lambda actor: actor.unit_code == "day")
    menu.register(here)
    clerk = somebody(Role.CLERK)
    assert menu.entries(replace(clerk, unit_code="noi-khac"), "workspace", "/x/") == ()
    assert [one.label for one in menu.entries(replace(clerk, unit_code="day"), "workspace", "/x/")] == ["Chứng thực"]


def test_registering_twice_shows_once() -> None:
    menu.register(HOME, HOME)
    assert labels(Role.CITIZEN, "portal") == ["Trang chủ"]


def current(path: str) -> list[str]:
    return [entry.label for entry in menu.entries(somebody(Role.CITIZEN), "portal", path) if entry.is_current]


def test_the_entry_of_the_page_is_marked() -> None:
    menu.register(HOME, INBOX)
    assert current("/") == ["Trang chủ"]
    assert current("/hop-thu/17/") == ["Hộp thư"]
    assert current("/thu/17/") == ["Hộp thư"]
    assert current("/khac/") == []


def test_an_entry_that_leads_nowhere_stops_the_start() -> None:
    menu.register(HOME)
    assert check_menu(None) == []
    menu.register(MenuItem("Lạc", "portal:khong_co", (Role.PUBLIC,)))
    assert [error.id for error in check_menu(None)] == ["ui.E001"]


def test_the_hat_is_said_with_post_and_unit() -> None:
    assert hat_label(somebody(Role.CITIZEN, level=1)) == "Người dân · mức 1"
    clerk = somebody(Role.CLERK, post="Chuyên viên", unit_name="Phòng Y tế")
    assert hat_label(clerk) == "Chuyên viên · Phòng Y tế"
    assert hat_label(somebody(Role.OPERATOR)) == "Người vận hành hệ thống"


def test_the_bar_follows_the_route_and_for_strangers_routes_the_hat(ask: MakeRequest) -> None:
    assert shell(ask("/van-hanh/giao-dien/", actor=somebody(Role.OPERATOR)))["shell"] == "workspace"
    assert shell(ask("/hop-thu/", actor=somebody(Role.LEADER)))["shell"] == "portal"
    assert shell(ask("/khong-co/", actor=somebody(Role.LEADER)))["shell"] == "workspace"
    assert shell(ask("/van-hanh/giao-dien/", actor=somebody(Role.CITIZEN)))["shell"] == "portal"


def test_a_group_stands_where_its_first_entry_does_and_one_alone_stands_by_itself() -> None:
    first = menu.Entry("Ví giấy tờ", "/vi/", is_current=False, group=menu.Group.PAPERS)
    mate = menu.Entry("Chứng thực", "/p02/", is_current=True, group=menu.Group.PAPERS)
    alone = menu.Entry("Đọc thẻ", "/the/", is_current=False, group=menu.Group.COUNTER)
    plain = menu.Entry("Hộp thư", "/thu/", is_current=False)
    drawn = menu.sections((first, plain, alone, mate))
    assert [(one.label, one.entries) for one in drawn] == [
        ("Giấy tờ, sổ", (first, mate)),
        ("", (plain,)),
        ("", (alone,)),
    ]
    assert [one.is_current for one in drawn] == [True, False, False]
