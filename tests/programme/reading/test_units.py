"""Units in lists: known, unknown, and words that are neither."""

import pytest

from dean06.programme.reading.lines import Stretch
from dean06.programme.reading.units import read_list


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("CAH, Phòng Kinh tế hạ tầng", ["Công an huyện", "Phòng Kinh tế - Hạ tầng"]),
        ("- Các trường học; \n- Công an huyện và Phòng YT.", ["Các trường học", "Công an huyện", "Phòng Y tế"]),
        ("CAH phối hợp nhân sự k  thuật Phòng Y tế, doanh nghiệp", ["Công an huyện", "Phòng Y tế", "Doanh nghiệp"]),
        ("nhân sự truyền thông thuộc Phòng VHTT", ["Phòng Văn hóa - Thông tin"]),
        ("các phòng, ban, ngành, UBND các xã, thị trấn có nhu cầu", ["Các phòng, ban, ngành", "UBND các xã, thị trấn"]),
        ("Tổ CTĐA06 và CNSCĐ", ["Tổ công tác triển khai Đề án 06", "Tổ công nghệ số cộng đồng"]),
        ("Công an huyện, CAH", ["Công an huyện"]),
        ("Đề nghị  òng YT", ["Phòng Y tế"]),
        ("Các phòng, ban, \n gành, địa \nphương", ["Các phòng, ban, ngành, địa phương"]),
        ("Công an xã Phòn  Kinh tế, DN", ["Công an cấp xã", "Phòng Kinh tế", "Doanh nghiệp"]),
        ("Công an xã Phò g Kinh tế, DN", ["Công an cấp xã", "Phòng Kinh tế", "Doanh nghiệp"]),
        ("", []),
    ],
)
def test_lists(text: str, names: list[str]) -> None:
    assert [unit.name for unit in read_list(Stretch([(text, 0)]))] == names


def test_a_name_whose_deciding_word_is_lost_is_nobodys() -> None:
    """ "Công an xã" without its last word is not the district's police."""
    units = read_list(Stretch([("Công an    và Phòng YT", 0)]))
    assert [unit.name for unit in units if unit.is_resolved] == ["Phòng Y tế"]


def test_an_unknown_office_is_kept_as_written_and_flagged() -> None:
    units = read_list(Stretch([("Phòng VHTT; Phòng Ngoại vụ, Công ty Cổ phần ABC", 0)]))
    assert [(unit.name, unit.is_resolved) for unit in units] == [
        ("Phòng Văn hóa - Thông tin", True),
        ("Phòng Ngoại vụ", False),
        ("Công ty Cổ phần ABC", False),
    ]
    assert units[1].written == "Phòng Ngoại vụ"
