"""What a person is handed about herself is in words: no code, no structure of ours."""

from datetime import date, datetime

import pytest

from dean06.kernel.base import clock
from dean06.kernel.base.ids import new_id
from dean06.kernel.ports.population import Match
from dean06.kernel.privacy import api, holdings
from dean06.kernel.registry.models import Batch, BatchLine
from dean06.kernel.registry.types import BatchStatus

HOA = "000151000201"
CLAIM = {
    "full_name": "Trần Thị Hòa",
    "birth": "1951-04-12",
    "sex": "female",
    "commune": "18244",
    "old_number": "183000201",
}
SAID = (
    "họ tên: Trần Thị Hòa; ngày sinh: 12/04/1951; giới tính: Nữ; số chứng minh nhân dân cũ: 183000201; "
    "xã nơi thường trú: 18244"
)


@pytest.fixture
def lines(db):
    batch = Batch.objects.create(
        request_key="k", user_id=new_id(), officer_name="Lan", role="clerk", unit_name="Phòng Y tế",
        purpose_code="so_hoa", purpose_title="Số hóa sổ bộ", act="a", compared=["birth"],
        lines_total=6, lines_valid=5, sent=5,
        status=BatchStatus.CANCELLED, finished_at=clock.now(),
    )  # fmt: skip

    def add(number: int, **facts) -> None:
        asked = {"place": None if "problem" in facts else number}
        BatchLine.objects.create(batch=batch, number=number, personal_id=HOA, **asked, **facts)

    return add


def handed(hoa):
    kept = api.copy_own_data(hoa)["data"]["registry.lists"]
    return [{label: row[key] for key, label in kept["columns"].items()} for row in kept["rows"]]


def test_a_line_of_a_list_is_told_in_words(hoa, lines):
    lines(1, claim=CLAIM, result="partial", differs=["full_name", "birth"], unknown=["commune"])
    (row,) = handed(hoa)
    assert row.pop("Lúc")
    assert row == {
        "Để làm gì": "Số hóa sổ bộ",
        "Đơn vị": "Phòng Y tế",
        "Đã so những gì": SAID,
        "Kết quả": "khớp một phần",
        "Khác": "họ tên, ngày sinh",
        "Không có để so": "xã nơi thường trú",
    }


def test_every_result_has_its_word_and_a_line_that_was_not_asked_about_is_told_too(hoa, lines):
    for number, match in enumerate(Match):
        lines(number, claim={"birth": "1951"}, result=match.value)
    lines(8, claim={"birth": "1951"})
    lines(9, claim={}, problem="Ngày sinh chưa đúng")
    rows = handed(hoa)
    assert [row["Kết quả"] for row in rows] == [
        "khớp",
        "khớp một phần",
        "không khớp",
        "không có số này",
        "chưa có kết quả",
        "không đối chiếu được: Ngày sinh chưa đúng",
    ]
    assert {row["Đã so những gì"] for row in rows} == {"ngày sinh: 1951", ""}


def test_no_cell_of_any_kind_is_a_structure(hoa, lines):
    lines(1, claim=CLAIM, result="no_match", differs=["sex"])
    for kept in holdings.everything(hoa.party_id).values():
        for row in kept["rows"]:
            for key in kept["columns"]:
                parts = row[key] if isinstance(row[key], list) else [row[key]]
                assert all(isinstance(part, str | int | date | datetime | None) for part in parts), (kept["label"], key)
