"""Titles of the two annexes: same words damaged, or different words."""

import pytest

from dean06.programme.reading.contradictions.titles import compare_titles
from dean06.programme.reading.tools import read_tools


@pytest.mark.parametrize(
    ("narrative", "table", "levels", "quantities", "differ"),
    [
        ("quản l trường học", "quản lý trường học", None, None, False),
        ("triển khai quản lý trường học", "quản lý trường học", None, None, False),
        ("Camera AI kiểm soát ra/vào", "Camera AI giải pháp kiểm soát ra/vào", None, None, True),
        ("chia sẻ dữ liệu huyện (LGSP)", "chia sẻ dữ liệu tỉnh (LGSP)", ("district", "province"), None, False),
        ("thêm 23 DVC thiết yếu", "thêm 28 DVC thiết yếu", None, ("23", "28"), True),
        ("theo Quyết định số 422/QĐ-TTg", "theo Quyết định số 422/QĐ-TTg ngày 04/4/2022", None, None, False),
        ("VNeID, Call Centrer (trung tâm cuộc gọi)", "VNeID, Call Centrer", None, None, False),
        ("cho cán bộ, công chức", "cho các cán bộ, công chức", None, None, False),
    ],
)
def test_titles(
    narrative: str, table: str, levels: tuple[str, str] | None, quantities: tuple[str, str] | None, differ: bool
) -> None:
    found = compare_titles(narrative, table)
    assert (found.levels, found.quantities, found.is_worded_differently) == (levels, quantities, differ)


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("VNeID: xác thực để quản lý.", ["VNeID"]),
        ("VNeID \nHệ thống giải \nquyết TTHC tỉnh", ["VNeID", "Hệ thống giải quyết TTHC tỉnh"]),
        ("VNeID, Hệ thống A  Phần mềm B", ["VNeID", "Hệ thống A", "Phần mềm B"]),
        ("phần mềm quản lý vé tàu, xe", ["phần mềm quản lý vé tàu, xe"]),
        ("CCCD gắn chíp điện tử thay thế các loại giấy tờ; VNeID", ["CCCD gắn chíp điện tử", "VNeID"]),
        ("", []),
    ],
)
def test_tools(text: str, tools: list[str]) -> None:
    assert read_tools(text) == tools
