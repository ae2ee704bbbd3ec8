"""Who leads and who helps, sentence by sentence."""

import pytest

from dean06.programme.reading.lines import Stretch
from dean06.programme.reading.roles import read_roles

CAH, VHTT, YT, TP = "Công an huyện", "Phòng Văn hóa - Thông tin", "Phòng Y tế", "Phòng Tư pháp"
C06 = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


@pytest.mark.parametrize(
    ("text", "lead", "coordinate"),
    [
        ("Công an huyện chủ trì thực hiện.", [CAH], []),
        ("Giao CAH chủ trì, phối hợp doanh nghiệp làm giải pháp.", [CAH], ["Doanh nghiệp"]),
        ("Phòng Y tế: chủ trì chọn đơn vị.", [YT], []),
        ("Chủ trì: Phòng Y tế; phối hợp: Công an huyện, Phòng VHTT", [YT], [CAH, VHTT]),
        ("Đơn vị chủ trì: CAH. Đơn vị phối hợp: Phòng Tư pháp, Phòng Y tế.", [CAH], [TP, YT]),
        ("Do CAH chủ trì; Phòng Tư pháp, Phòng Y tế phối hợp thực hiện", [CAH], [TP, YT]),
        ("Phòng Y tế (chủ trì), Công an huyện, Phòng VHTT (phối hợp)", [YT], [CAH, VHTT]),
        # "A phối hợp B chủ trì": A leads, B helps.
        ("Phòng VHTT phối hợp với các doanh nghiệp chủ trì, đề xuất", [VHTT], ["Doanh nghiệp"]),
        ("Phòng VHTT phối hợp với DN, Sở TTTT chủ trì", [VHTT], ["Doanh nghiệp", "Sở Thông tin và Truyền thông"]),
        # Nobody says "chủ trì": the one actor of the one sentence that carries the work out leads.
        ("Công an huyện phối hợp các đơn vị liên quan tổ chức triển khai.", [CAH], ["Các đơn vị liên quan"]),
        ("Phòng VHTT và các đơn vị có liên quan tổ chức thực hiện.", [VHTT], ["Các đơn vị liên quan"]),
        # Sharing information is no leading, and two sentences of equals have no leader.
        ("Phòng Y tế phối hợp CAH trong việc cung cấp thông tin.", [], [YT, CAH]),
        ("- Phòng Y tế phối hợp CAH làm A.\n- Phòng VHTT phối hợp CAH làm B.", [], [YT, CAH, VHTT]),
        # Being helped makes no lead a coordinator; acting without either word makes a coordinator.
        ("- Phòng Y tế chủ trì.\n- CAH phối hợp Phòng Y tế đánh giá.", [YT], [CAH]),
        ("- Công an huyện chủ trì.\n- Các trường học: thu thập.", [CAH], ["Các trường học"]),
        # Instructions, ownership and conditions give no role.
        ("CAH chủ trì theo hướng dẫn của Cục C06 – Bộ Công an cung cấp công cụ.", [CAH], []),
        ("CAH chủ trì, theo dõi hướng dẫn của Cục C06 về phần mềm.", [CAH], []),
        ("Theo chỉ đạo của các Bộ, ngành: số hóa trên ứng dụng của Bộ Công an.", [], []),
        ("Phòng Y tế chủ trì làm, Phòng VHTT phối hợp sau khi Cục C06 hoàn thiện giải pháp.", [YT], [VHTT]),
        # Damage.
        ("Công an huy n ch  trì, ph i hợp Phòng Văn hóa – thông tin thông triển khai", [CAH], [VHTT]),
        ("- Gi o Công an huyện chủ trì, phối hợp  hòng Y tế.", [CAH], [YT]),
        ("Công an huyện chủ trì, phối hợp  ới Phòng Y tế thực hiện.", [CAH], [YT]),
        (
            "Phòng VHTT ph i h p với các doanh nghiệp, Sở TTTT chủ trì",
            [VHTT],
            ["Doanh nghiệp", "Sở Thông tin và Truyền thông"],
        ),
        ("Phòng VHTT p      ợp với DN, Sở TTTT chủ trì", [VHTT], ["Doanh nghiệp", "Sở Thông tin và Truyền thông"]),
        # What it is about in front of who does it; who is charged leads those who only help.
        ("Về số hóa hộ tịch: Giao Phòng Tư pháp chủ trì, phối hợp với Công an huyện rà soát.", [TP], [CAH]),
        ("Giao Phòng Y tế triển khai tại 5 trạm. Phòng Tư pháp, CAH có trách nhiệm phối hợp.", [YT], [TP, CAH]),
        ("Giao Phòng Y tế chủ trì. P. Tư pháp phối hợp.", [YT], [TP]),
    ],
)
def test_roles_of_sentences(text: str, lead: list[str], coordinate: list[str]) -> None:
    roles = read_roles(Stretch([(text, 0)]))
    assert [unit.name for unit in roles.lead] == lead
    assert [unit.name for unit in roles.coordinate] == coordinate
    assert not roles.is_request


def test_a_lead_that_is_only_requested() -> None:
    roles = read_roles(Stretch([("Đề nghị Cục C06 chủ trì, Phòng VHTT phối hợp", 0)]))
    assert ([u.name for u in roles.lead], roles.is_request, [u.name for u in roles.coordinate]) == ([C06], True, [VHTT])


def test_a_cell_may_name_its_lead_as_coordinator_too() -> None:
    cell = Stretch([("Phòng VHTT chủ trì, phối hợp CAH, Phòng VHTT", 0)])
    assert [u.name for u in read_roles(cell, keeps_lead=True).coordinate] == [CAH, VHTT]
    assert [u.name for u in read_roles(cell).coordinate] == [CAH]


def test_units_know_where_their_words_stand() -> None:
    text = "- Giao Công an huyện chủ trì, phối hợp với Phòng Tư pháp huyện làm."
    roles = read_roles(Stretch([(text, 1000)]))
    units = [*roles.lead, *roles.coordinate]
    assert [text[u.span.start - 1000 : u.span.end - 1000] for u in units] == ["Công an huyện", "Phòng Tư pháp huyện"]
