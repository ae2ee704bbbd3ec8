"""Menus are drawn on every page, so they are drawn from what is declared: no table is asked."""

import pytest

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.ids import new_id
from dean06.ui import menu

UNITS = (
    "", "ubnd-huyen", "phong-lao-dong", "phong-y-te", "phong-tu-phap", "phong-van-hoa-xa-hoi-xa-duc-tho",
    "benh-vien-da-khoa", "trung-tam-phuc-vu-hcc-xa-duc-tho", "cong-an-tinh",
)  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("shell", ["portal", "workspace", "reading", "miniapp"])
def test_a_menu_asks_no_table(role: Role, shell: menu.Shell) -> None:
    """Without a database at hand: whoever asks it here fails."""
    for unit in UNITS:
        actor = Actor(user_id=new_id(), party_id=new_id(), name="Ai đó", role=role, unit_code=unit, assurance_level=2)
        menu.sections(menu.entries(actor, shell, "/"))


def test_places_of_care_and_offices_see_their_own_entries() -> None:
    def labels(unit: str) -> set[str]:
        actor = Actor(user_id=new_id(), party_id=new_id(), name="Ai đó", role=Role.CLERK, unit_code=unit)
        return {one.label for one in menu.entries(actor, "workspace", "/")}

    ours = {"Sổ sức khỏe", "Mở khẩn cấp", "Sổ lao động"}
    assert labels("benh-vien-da-khoa") & ours == {"Sổ sức khỏe"}
    assert labels("phong-van-hoa-xa-hoi-xa-duc-tho") & ours == {"Mở khẩn cấp", "Sổ lao động"}
    assert not labels("ubnd-huyen") & ours
