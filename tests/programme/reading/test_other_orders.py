"""Tables of other offices: columns in front of the number or the title, lists and whole plans inside Word cells."""

import io
from typing import Any

from dean06.programme.reading import Account, DispatchReading, read_bytes

SIGNED = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nPhạm Thị Lan\nPHỤ LỤC\n"
DEADLINE_FIRST = ("STT", "Thời hạn hoàn thành", "Nội dung nhiệm vụ", "Đơn vị chủ trì/phối hợp", "Sản phẩm")
GROUP = "I. Nhóm tiện ích (02 nhiệm vụ)"
ROWS = (
    (
        "1",
        "Quý I/2025: khảo sát; Quý III/2025: hoàn thành",
        "Đặt kiosk tra cứu",
        "Chủ trì: Phòng Nội vụ\nPhối hợp: Công an huyện",
        "05 kiosk",
    ),
    ("2", "15/3/2025 (đợt 1), 15/9/2025 (đợt 2)", "Cấp chữ ký số", "Phòng Y tế chủ trì; Phòng Tư pháp phối hợp", ""),
)


def read(text: str) -> DispatchReading:
    return read_bytes(text.encode(), "ke-hoach.txt")


def tables(reading: DispatchReading) -> list[Account]:
    return [pilot.table for pilot in reading.pilots if pilot.table]


def is_read(reading: DispatchReading) -> None:
    first, second = tables(reading)
    assert (first.names("lead"), first.names("coordinate")) == (["Phòng Nội vụ"], ["Công an huyện"])
    assert (second.names("lead"), second.names("coordinate")) == (["Phòng Y tế"], ["Phòng Tư pháp"])
    assert [str(table.deadline and table.deadline.date) for table in (first, second)] == ["2025-09-30", "2025-09-15"]
    assert [len(table.deadline.milestones) for table in (first, second) if table.deadline] == [2, 2]
    assert [(group.code, group.declared_count, group.pilots) for group in reading.groups] == [("I", 2, (1, 2))]


def test_the_deadline_stands_in_front_of_the_title() -> None:
    is_read(read(SIGNED + "\n".join((*DEADLINE_FIRST, GROUP, *("\n".join(row) for row in ROWS))) + "\n"))


def test_a_group_stands_between_rows_parted_by_bars() -> None:
    rows = [" | ".join(cell.replace("\n", " ") for cell in row) for row in (DEADLINE_FIRST, *ROWS)]
    third = "3 | 2025 | Chợ số | Phòng Nội vụ chủ trì | "
    reading = read(SIGNED + "\n".join((rows[0], GROUP, *rows[1:], "II. Nhóm kinh tế (01 nhiệm vụ)", third)) + "\n")
    assert [table.names("lead") for table in tables(reading)] == [["Phòng Nội vụ"], ["Phòng Y tế"], ["Phòng Nội vụ"]]
    assert [(group.code, group.pilots) for group in reading.groups] == [("I", (1, 2)), ("II", (3,))]


def test_cells_in_front_of_the_number_leave_the_lead_open() -> None:
    """Line by line nobody can tell which row a unit at its edge belongs to; in a real table one can."""
    headings = "Cơ quan phối hợp\nTT\nTên mô hình\nTiến độ\nCơ quan chủ trì\nCông cụ triển khai\n"
    rows = (
        "Phòng Tư pháp\n1\nBản sao điện tử\n30/6/2025\nPhòng Nội vụ\nVNeID\n"
        "Công an huyện\n2\nKhám bệnh bằng thẻ\n30/9/2025\nPhòng Y tế\nVNeID\n"
    )
    found = read(SIGNED + headings + rows)
    assert [table.names("lead") for table in tables(found)] == [[], []]
    assert all("lead_missing" in [f.type for f in pilot.inconsistencies] for pilot in found.pilots)


def test_words_of_roles_are_no_place() -> None:
    reading = read(SIGNED + "\n".join(" | ".join(row) for row in (DEADLINE_FIRST, *_one_line())) + "\n")
    assert tables(reading)[0].names("coordinate") == ["Công an huyện"]


def _one_line() -> list[tuple[str, ...]]:
    cell = "Chủ trì: Văn phòng HĐND-UBND huyện Phối hợp: Công an huyện"
    return [("1", "2025", "Đặt kiosk", cell, ""), ("2", "2025", "Chữ ký số", "Chủ trì: Phòng Y tế", "")]


def _fill(table: Any) -> None:
    for row in (DEADLINE_FIRST, *ROWS):
        for place, words in zip(table.add_row().cells, row, strict=True):
            place.text = words


def _docx(document: Any) -> DispatchReading:
    out = io.BytesIO()
    document.save(out)
    return read_bytes(out.getvalue(), "ke-hoach.docx")


def test_a_plan_inside_the_cell_of_a_frame() -> None:
    import docx

    document = docx.Document()
    frame = document.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "PHỤ LỤC"
    plan = frame.add_table(rows=1, cols=len(DEADLINE_FIRST))
    plan.rows[0].cells[0].merge(plan.rows[0].cells[-1]).text = "Danh mục nhiệm vụ"
    _fill(plan)
    assert [table.names("lead") for table in tables(_docx(document))] == [["Phòng Nội vụ"], ["Phòng Y tế"]]


def test_a_list_set_as_a_table_inside_a_cell_and_a_lead_merged_over_two_rows() -> None:
    import docx

    document = docx.Document()
    table = document.add_table(rows=0, cols=len(DEADLINE_FIRST))
    _fill(table)
    cell = table.cell(1, 3)
    cell.text = "Chủ trì: Phòng Nội vụ"
    inner = cell.add_table(rows=2, cols=1)
    inner.cell(0, 0).text, inner.cell(1, 0).text = "Phối hợp: Công an huyện;", "Phòng Tư pháp"
    table.cell(2, 3).text = ""
    cell.merge(table.cell(2, 3))
    first, second = tables(_docx(document))
    assert first.names("lead") == second.names("lead") == ["Phòng Nội vụ"]
    assert first.names("coordinate") == ["Công an huyện", "Phòng Tư pháp"]
