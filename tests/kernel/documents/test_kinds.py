"""Types of documents: the installation's own files, mistakes told by line, a version a day, facts held to them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base.declarations import DeclarationError
from dean06.kernel.documents.kinds.catalogue import kinds, read_kinds
from dean06.kernel.documents.kinds.facts import WrongFacts, checked, ends_on, written
from dean06.kernel.documents.kinds.reading import read_kind
from dean06.kernel.documents.kinds.spec import Audience, DocumentKind

DAY = date(2026, 11, 24)
GOOD = """code = "giay_thu"
name = "Giấy thử"
valid_from = 2026-01-01
proof = "original"
symbol = "GT"
issuers = ["ubnd-xa-*"]
months = 1
level = 1
askers = ["Ai cũng được"]
shareable = true
source = "Dữ liệu thử"
verified = false

[[fact]]
name = "full_name"
label = "Họ tên"
type = "text"
"""


def kind(**changes: str) -> DocumentKind:
    return read_kind("thu.toml", "\n".join(changes.get(line.split(" =")[0], line) for line in GOOD.splitlines()))


def test_the_installations_own_types() -> None:
    codes = set(kinds().by_code)
    assert codes >= {
        "giay_khai_sinh",
        "trich_luc_khai_sinh",
        "ban_sao_chung_thuc",
        "phieu_ly_lich_tu_phap_1",
        "phieu_ly_lich_tu_phap_2",
        "thong_bao_ket_qua_cu_tru",
    }
    assert all(one.source for versions in kinds().by_code.values() for one in versions)
    assert kinds().answering("giay_khai_sinh") == {"giay_khai_sinh", "trich_luc_khai_sinh"}
    second = kinds().on("phieu_ly_lich_tu_phap_2", DAY)
    assert second is not None
    assert (second.audiences, second.level) == ((Audience.STATE,), 2), "the second sheet is never shown to employers"
    first = kinds().on("phieu_ly_lich_tu_phap_1", DAY)
    assert first is not None
    assert set(first.audiences) == set(Audience)
    assert kind(shareable="shareable = false").audiences == ()


@pytest.mark.parametrize(
    ("key", "line", "at", "words"),
    [
        ("code", 'code = "Giấy"', 1, "chữ thường không dấu"),
        ("valid_from", "valid_until = 2025-01-01", 1, "Thiếu “valid_from”"),
        ("proof", 'proof = "bản chính"', 4, "chỉ nhận: original"),
        ("issuers", 'issuers = ["UBND xã"]', 6, "không phải mã đơn vị"),
        ("months", "months = -1", 7, "nhỏ nhất là 0"),
        ("level", "level = 3", 8, "1 hoặc 2"),
        ("shareable", "sharable = true", 10, "Có phải là “shareable”"),
        ("shareable", 'shareable = true\nnever_to = ["sếp"]', 11, "chỉ nhận: state"),
        ("shareable", 'shareable = false\nnever_to = ["person"]', 11, "chỉ dùng khi shareable"),
        (
            "shareable",
            'shareable = true\nnever_to = ["state", "employer", "organisation", "person"]',
            11,
            "ghi shareable = false",
        ),
        ("name", 'name = "status"', 15, "hệ thống dùng riêng"),
        ("type", 'type = "ngày"', 17, "chỉ nhận: text"),
    ],
)
def test_mistakes_are_told_by_line(key: str, line: str, at: int, words: str) -> None:
    changed = "\n".join(
        line if old.startswith(f"{key} =") and (at > 14) == (number > 13) else old
        for number, old in enumerate(GOOD.splitlines(), start=1)
    )
    with pytest.raises(DeclarationError) as refused:
        read_kind("thu.toml", changed)
    assert any(one.line == at and words in one.message for one in refused.value.problems), str(refused.value)


def test_two_versions_never_hold_on_one_day(tmp_path: Path) -> None:
    (tmp_path / "mot.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "hai.toml").write_text(GOOD.replace("2026-01-01", "2026-06-01"), encoding="utf-8")
    with pytest.raises(DeclarationError, match="hai bản cùng hiệu lực"):
        read_kinds(tmp_path)
    ended = GOOD.replace("2026-01-01", "2026-01-01\nvalid_until = 2026-06-01")
    (tmp_path / "mot.toml").write_text(ended, encoding="utf-8")
    found = read_kinds(tmp_path)
    assert [found.on("giay_thu", day) for day in (date(2026, 5, 31), DAY)] == list(found.by_code["giay_thu"])


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"full_name": "Lan", "personal_id": "000026000003", "residence": "Thôn 1", "residence_kind": "x"}, set()),
        ({"full_name": " ", "personal_id": "12", "residence": "x" * 201, "residence_kind": "x"},
         {"full_name", "personal_id", "residence"}),
        ({"full_name": "Lan", "personal_id": "000026000003", "residence": "x", "residence_kind": "x", "salary": "1"},
         {"salary"}),
    ],
)  # fmt: skip
def test_facts_are_held_against_the_type(facts: dict[str, str], wrong: set[str]) -> None:
    declared = kinds().on("thong_bao_ket_qua_cu_tru", DAY)
    assert declared is not None
    if not wrong:
        assert checked(declared, facts) == facts
        return
    with pytest.raises(WrongFacts) as refused:
        checked(declared, facts)
    assert set(refused.value.errors) == wrong


def test_days_are_written_as_people_read_them() -> None:
    declared = kinds().on("giay_khai_sinh", DAY)
    assert declared is not None
    assert written(declared, {"born_on": "2026-11-01"}) == {"Ngày sinh": "01/11/2026"}


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(1, 240))
def test_a_document_ends_so_many_months_later(day: date, months: int) -> None:
    end = ends_on(kind(months=f"months = {months}"), day)
    assert end is not None
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day <= day.day
    assert end.day == day.day or (end + timedelta(days=1)).day == 1


def test_a_document_without_months_has_no_end() -> None:
    assert ends_on(kind(months="months = 0"), DAY) is None
