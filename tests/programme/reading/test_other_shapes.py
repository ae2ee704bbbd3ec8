"""Plans of other offices: lettered sections, groups by letters, tables by tabs, bars or blanks, unknown offices."""

import pytest

from dean06.programme.reading import Account, DispatchReading, read_bytes
from dean06.programme.reading.contradictions.values import deadline_value

HEAD = """ỦY BAN NHÂN DÂN
HUYỆN SÔNG LAM
Số: 45/KH-UBND
Sông Lam, ngày 09/02/2024
KẾ HOẠCH
Triển khai nhiệm vụ chuyển đổi số
"""
SIGNED = """TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Thị Hạnh
"""
TABLE = [
    ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Lực lượng triển khai", "Thời hạn"),
    ("1", "Chợ không tiền mặt", "Phòng Kinh tế - Hạ tầng", "Viettel huyện", "Ban Quản lý chợ", "30/8/2024"),
    ("2", "Định danh vật nuôi", "Phòng Tư pháp", "", "Trạm Chăn nuôi và Thú y", "Trước tháng 10/2024"),
]


def read(text: str) -> DispatchReading:
    return read_bytes(text.encode(), "ke-hoach.txt")


def prose(reading: DispatchReading, number: int) -> Account:
    found = next(pilot.narrative for pilot in reading.pilots if pilot.number == number)
    assert found is not None
    return found


def test_lettered_sections_and_a_signature_behind_them() -> None:
    reading = read(
        f"""{HEAD}I. MỤC ĐÍCH
Nâng cao chất lượng phục vụ.
II. NỘI DUNG
Nhiệm vụ 1. Xây dựng bản đồ số
a) Đơn vị chủ trì: Phòng Văn hóa và Thông tin.
b) Cơ quan phối hợp: Phòng Y tế; UBND các xã, thị trấn.
c) Tiến độ: hoàn thành trước ngày 28/6/2024.
d) Sản phẩm: bản đồ số.
Nhiệm vụ 2. Cấp chữ ký số
a) Đơn vị chủ trì: Công an huyện.
b) Cơ quan phối hợp: Tổ công nghệ số cộng đồng.
c) Tiến độ: Quý II/2024.
III. TỔ CHỨC THỰC HIỆN
1. Các đơn vị báo cáo kết quả trước ngày 15/12/2024.
{SIGNED}"""
    )
    first = prose(reading, 1)
    assert first.names("lead") == ["Phòng Văn hóa - Thông tin"]
    assert first.names("coordinate") == ["Phòng Y tế", "UBND các xã, thị trấn"]
    assert first.deadline is not None
    assert (str(first.deadline.date), first.deadline.bound) == ("2024-06-28", "exclusive")
    assert prose(reading, 2).names("lead") == ["Công an huyện"]
    assert reading.letter.signer == "Lê Thị Hạnh"
    assert str(reading.letter.issued_on) == "2024-02-09"
    assert reading.groups == ()  # the sections of the plan are no groups


@pytest.mark.parametrize("sign", ["\t", " | "])
def test_a_table_parted_by_signs(sign: str) -> None:
    rows = "\n".join(sign.join(row) for row in TABLE)
    _is_read_by_columns(read(f"{HEAD}{SIGNED}PHỤ LỤC\n{rows}\n"))


def test_a_table_set_in_columns_by_blanks() -> None:
    rows = "\n".join("".join(f"{cell:<28}" for cell in row) + "\n" for row in TABLE)
    _is_read_by_columns(read(f"{HEAD}{SIGNED}PHỤ LỤC\n{rows}\n"))


def _is_read_by_columns(reading: DispatchReading) -> None:
    first, second = (pilot.table for pilot in reading.pilots)
    assert first is not None
    assert second is not None
    assert (first.names("lead"), first.names("coordinate")) == (["Phòng Kinh tế - Hạ tầng"], ["Viettel huyện"])
    assert first.names("force") == ["Ban Quản lý chợ"]
    assert (second.names("coordinate"), second.names("force")) == ([], ["Trạm Chăn nuôi và Thú y"])
    assert second.deadline is not None
    assert (second.deadline.kind, str(second.deadline.date)) == ("before_period", "2024-10-01")
    assert reading.quote(second.force[0].span) == "Trạm Chăn nuôi và Thú y"


def test_groups_by_letters_are_counted() -> None:
    rows = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Tiến độ", "", "A. Thể chế (2 nhiệm vụ)", ""]
    rows += ["1", "Rà soát văn bản", "", "Phòng Tư pháp", "", "Công an huyện", "", "30/9/2024", ""]
    rows += [
        "B. Tổ chức bộ máy (1 nhiệm vụ)",
        "",
        "2",
        "Sắp xếp đơn vị",
        "",
        "Phòng Nội vụ",
        "",
        "Phòng Y tế",
        "",
        "2024",
    ]
    reading = read(f"{HEAD}{SIGNED}PHỤ LỤC\n" + "\n".join(rows) + "\n")
    assert [(g.code, g.declared_count, g.pilots) for g in reading.groups] == [("A", 2, (1,)), ("B", 1, (2,))]
    assert [f.field for f in reading.inconsistencies if f.type == "group_count"] == ["groups.A"]


def sections(assignment: str, force: str, deadline: str) -> Account:
    reading = read(
        f"""{HEAD}{SIGNED}PHỤ LỤC
1. Mô hình 1: Chợ số
1.1. Mục tiêu: thanh toán số.
1.2. Phân công nhiệm vụ: {assignment}
1.3. Lực lượng triển khai: {force}
1.4. Thời gian hoàn thành: {deadline}
2. Mô hình 2: Học bạ số
2.1. Mục tiêu: học bạ số.
2.2. Phân công nhiệm vụ: Phòng Y tế chủ trì.
2.4. Thời gian hoàn thành: 30/8/2024.
"""
    )
    return prose(reading, 1)


def test_an_office_no_alias_knows_keeps_its_words_and_its_role() -> None:
    found = sections("Phòng Y tế chủ trì; các ngân hàng thương mại, Ban Quản lý chợ phối hợp.", "Công an xã.", "2024")
    assert found.names("coordinate") == ["Các ngân hàng thương mại", "Ban Quản lý chợ"]
    assert [unit.is_resolved for unit in found.coordinate] == [True, False]


def test_only_a_lead_that_is_asked_makes_a_request() -> None:
    found = sections("Giao Phòng Y tế chủ trì; đề nghị Ngân hàng Chính sách xã hội phối hợp.", "Công an xã.", "2024")
    assert (found.names("lead"), found.lead_is_request) == (["Phòng Y tế"], False)
    asked = sections("Đề nghị Công an tỉnh chủ trì, Phòng Y tế phối hợp.", "Công an xã.", "2024")
    assert (asked.names("lead"), asked.lead_is_request) == (["Công an tỉnh"], True)


def test_a_name_inside_other_words_is_no_unit() -> None:
    found = sections("Phòng Y tế chủ trì.", "công chức tư pháp - hộ tịch xã; Hội Nông dân các xã.", "2024")
    assert found.names("force") == ["công chức tư pháp - hộ tịch xã", "Hội Nông dân các xã"]


@pytest.mark.parametrize("words", ["thường xuyên", "theo lộ trình", "sau khi có hướng dẫn của Bộ"])
def test_a_deadline_without_a_day_is_inclusive(words: str) -> None:
    value = deadline_value(sections("Phòng Y tế chủ trì.", "Công an xã.", words).deadline)
    assert value is not None
    assert (value["date"], value["bound"]) == (None, "inclusive")
