"""Rows of a flattened table whose words lost letters: the lead keeps its column, or there is none."""

import pytest

from dean06.programme.reading import Account, DispatchReading, read_bytes

HEADINGS = "TT\nMô hình\nPhân công thực hiện\nThời gian hoàn thành\nNền tảng\nChủ trì\nPhối hợp\nLực lượng triển khai\n"
LAST = "9\nMô hình 9: Học bạ số\nPhòng GDĐT\nCAH\nTổ CNSCĐ\n30/12/2024\nVNeID\n"
CAH, VHTT, YT = "Công an huyện", "Phòng Văn hóa - Thông tin", "Phòng Y tế"
C06 = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


def read(rows: str) -> DispatchReading:
    return read_bytes(f"PHỤ LỤC\n{HEADINGS}{rows}{LAST}".encode(), "cong-van.txt")


def table(rows: str, number: int = 8) -> Account:
    account = next(pilot.table for pilot in read(rows).pilots if pilot.number == number)
    assert account is not None
    return account


@pytest.mark.parametrize(
    ("cells", "lead", "coordinate"),
    [
        # "và" without a letter joins.
        ("Phòng YT\nCAH\nTổ CTTKĐA06 v  \nTổ CĐSCĐ\n", [YT], [CAH]),
        ("Phòng YT\nCAH\nTổ CTTKĐA06  à \nTổ CĐSCĐ\n", [YT], [CAH]),
        # A name that may be several between two commas is of the list all the same.
        ("Phòng YT\nCAH,  HXH, Phòng VHTT\nTổ CĐSCĐ\n", [YT], [CAH, "HXH", VHTT]),
        # The capital of the lead is what was lost, or a letter of "Đề nghị".
        ("Đề nghị  ục CS \nQLHC về TTXH\nCAH\nTổ CĐSCĐ\n", [C06], [CAH]),
        ("Đề  ghị Cục CS \nQLHC về TTXH\nCAH\nTổ CĐSCĐ\n", [C06], [CAH]),
    ],
)
def test_the_lead_of_a_worn_row(cells: str, lead: list[str], coordinate: list[str]) -> None:
    found = table(f"8\nMô hình 8: Khám bệnh bằng thẻ\n{cells}Quý I/2024\nVNeID\n")
    assert (found.names("lead"), found.names("coordinate")) == (lead, coordinate)
    assert found.lead_is_request == cells.startswith("Đề")


@pytest.mark.parametrize(
    "cells",
    [
        # A column more than there are headings: nobody knows whose the first unit is.
        "Phòng YT\nCAH\nPhòng VHTT\nTổ CĐSCĐ\n",
        # A unit no title names stands in front of three that would fill the columns.
        "Phòng YT CAH, Phòng VHTT\nTrung   m RAR\nTổ CĐSCĐ\n",
    ],
)
def test_no_lead_rather_than_a_wrong_one(cells: str) -> None:
    rows = f"8\nMô hình 8: Khám bệnh bằng thẻ\n{cells}Quý I/2024\nVNeID\n"
    assert table(rows).names("lead") in ([], [YT])
    assert table(rows, 9).names("lead") == ["Phòng Giáo dục và Đào tạo"]


def test_a_heading_too_few_takes_no_lead_along() -> None:
    """The heading of the third column is lost, so every row has a cell too many."""
    text = HEADINGS.replace("Lực lượng triển khai", "    l ợng triển  h i") + LAST
    reading = read_bytes(f"PHỤ LỤC\n{text}".encode(), "cong-van.txt")
    (pilot,) = reading.pilots
    assert pilot.table is not None
    assert pilot.table.names("lead") in ([], ["Phòng Giáo dục và Đào tạo"])
    assert "lead_missing" in [found.type for found in pilot.inconsistencies] or pilot.table.lead


@pytest.mark.parametrize(("heading", "damaged"), [("TT\n", ""), ("Mô hình\n", "  ô h  \n")])
def test_a_lost_heading_of_number_or_title_moves_no_column(heading: str, damaged: str) -> None:
    text = HEADINGS.replace(heading, damaged) + LAST
    (pilot,) = read_bytes(f"PHỤ LỤC\n{text}".encode(), "cong-van.txt").pilots
    assert pilot.table is not None
    assert (pilot.table.names("lead"), pilot.table.names("force")) == (
        ["Phòng Giáo dục và Đào tạo"],
        ["Tổ công nghệ số cộng đồng"],
    )


def test_a_damaged_bank_is_no_deadline() -> None:
    found = table("8\nMô hình 8: Vay vốn\nPhòng YT\ncác ngân hàng th ơng mại\nTổ CĐSCĐ\nQuý I/2024\nVNeID\n")
    assert found.deadline is not None
    assert found.deadline.kind == "period_end"


@pytest.mark.parametrize("label", ["8  ô  ình 8:", "8  ô h nh 8 ", "8  hám"])
def test_a_row_is_found_by_its_number(label: str) -> None:
    rows = f"7\nMô hình 7: Chợ số\nPhòng YT\nCAH\nTổ CĐSCĐ\n2024\nVNeID\n{label} bệnh\nPhòng YT\nCAH\nTổ CĐSCĐ\n2024\n"
    assert table(rows).names("lead") == [YT]


def test_the_rest_of_a_word_is_no_group() -> None:
    """ "I eID ..." begins like a Roman numeral; the heading is the line that declares a count."""
    title = "7\nMô hình 7: Thẻ trên\nI eID của huyện\nPhòng YT\nCAH\nTổ CĐSCĐ\n2024\n"
    reading = read(f"{title}I Nhóm tiện ích (02 mô hình)\n8\nMô hình 8: Chợ\nPhòng YT\nCAH\n")
    assert [(group.code, group.declared_count, group.pilots) for group in reading.groups] == [("I", 2, (8, 9))]
