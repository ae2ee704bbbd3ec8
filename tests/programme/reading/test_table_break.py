"""A row that a page break cut: both halves run through the columns in the order of the table, whichever it is."""

import pytest

from dean06.programme.reading import Account, read_bytes
from dean06.programme.reading.cell_worth import cell_worth
from dean06.programme.reading.headings import Column
from dean06.programme.reading.lines import Stretch
from dean06.programme.reading.table_break import rejoin

TITLE = "bản đồ số các điểm du lịch trên địa bàn huyện"


def cells(top: str, bottom: str, columns: tuple[Column, ...], title: str = TITLE) -> dict[Column, str]:
    found = rejoin(Stretch([(top, 0)]), Stretch([(bottom, len(top) + 1)]), columns, title)
    assert found is not None
    return {column: " ".join(cell.text.split()) for column, cell in found.cells.items()}


def test_the_deadline_may_stand_before_the_units() -> None:
    assert cells(
        "bản đồ số các điểm\nQuý I/2024\nPhòng VHTT\nCông an huyện,\nPhòng Kinh tế\nVNeID, ứng dụng\nkhác\n",
        "du lịch trên địa bàn huyện\nhạ tầng\n",
        ("title", "deadline", "lead", "coordinate", "tools"),
    ) == {
        "title": TITLE,
        "deadline": "Quý I/2024",
        "lead": "Phòng VHTT",
        "coordinate": "Công an huyện, Phòng Kinh tế hạ tầng",
        "tools": "VNeID, ứng dụng khác",
    }


def test_short_cells_share_a_line_and_an_event_goes_on_below() -> None:
    assert cells(
        "bản đồ số các điểm Triển khai Phòng VHTT CAH Phòng VHTT Hệ thống\n",
        "du lịch trên địa bàn huyện\nngay sau khi\nUBND đồng ý\nđăng ký xe\n",
        ("title", "deadline", "lead", "coordinate", "force", "tools"),
    ) == {
        "title": TITLE,
        "deadline": "Triển khai ngay sau khi UBND đồng ý",
        "lead": "Phòng VHTT",
        "coordinate": "CAH",
        "force": "Phòng VHTT",
        "tools": "Hệ thống đăng ký xe",
    }


def test_a_column_may_be_empty_and_the_title_unknown() -> None:
    assert cells(
        "bản đồ số\nPhòng Văn hóa và\n30/12/2023\n",
        "Thông tin\n",
        ("title", "lead", "coordinate", "deadline"),
        title="",
    ) == {"title": "bản đồ số", "lead": "Phòng Văn hóa và Thông tin", "coordinate": "", "deadline": "30/12/2023"}


def test_the_pieces_of_a_cell_know_their_places() -> None:
    top, bottom = "bản đồ số\nPhòng Kinh tế\n", "hạ tầng\n"
    found = rejoin(Stretch([(top, 0)]), Stretch([(bottom, 100)]), ("title", "lead"), "bản đồ số")
    assert found is not None
    assert found.cells["lead"].span(0, len(found.cells["lead"].text)) == (10, 107)


def test_a_row_too_long_to_try_is_left_alone() -> None:
    assert rejoin(Stretch([("bản đồ", 0)]), Stretch([("chữ " * 80, 10)]), ("title", "lead"), "") is None


@pytest.mark.parametrize(
    ("column", "better", "worse"),
    [
        ("lead", "Phòng Kinh tế hạ tầng", "Phòng Kinh tế hạ"),
        ("lead", "Phòng VHTT, \nCAH", "Phòng VHTT \nCAH"),
        ("lead", "Phòng K nh tế hạ tầng", "ứng dụng số"),
        ("deadline", "ngay sau khi UBND đồng ý", "ngay sau khi"),
        ("deadline", "30/12/2023", "30/12/2023 Phòng VHTT"),
        ("deadline", "Thường xuyên", ""),
        ("tools", "Hệ thống đăng ký", "đăng ký"),
        ("tools", "VNeID", "VNeID Quý I/2024"),
        ("title", "bản đồ số", "bản đồ số Phòng VHTT"),
    ],
)
def test_words_are_worth_more_where_they_belong(column: Column, better: str, worse: str) -> None:
    assert cell_worth(column, better, "") > cell_worth(column, worse, "")


MERGED = """PHỤ LỤC
TT Mô hình
Đơn vị chủ trì, phối hợp
Lực lượng triển khai
Thời gian hoàn thành
Nền tảng
1
bản đồ số các điểm du lịch
Chủ t ì: Phòng VHTT; phối hợp:
Công an huyện
Phòng VHTT
Quý I/2024
VNeID
2
sổ sức khỏe điện tử
Phòng Y tế chủ trì, ph i hợp
 AH
Phòng Y tế
30/12/2023
VNeID
"""


def test_roles_in_a_shared_cell_are_known_with_a_letter_lost() -> None:
    reading = read_bytes(MERGED.encode(), "bang.txt")
    accounts: list[Account] = [pilot.table for pilot in reading.pilots if pilot.table]
    assert [account.names("lead") for account in accounts] == [["Phòng Văn hóa - Thông tin"], ["Phòng Y tế"]]
    assert [account.names("coordinate") for account in accounts] == [["Công an huyện"], ["Công an huyện"]]
    assert accounts[0].title == "bản đồ số các điểm du lịch"
