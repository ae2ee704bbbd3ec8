"""The messages: the golden transcript, the schemas, and everything a dossier must not be."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dean06.adapters.national_portal import wire
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.ports.national_portal import Report, Unreadable

PROTOCOL = Path(__file__).resolve().parents[3] / "protocols" / "national_portal"
TRANSCRIPT = json.loads((PROTOCOL / "transcript.json").read_text(encoding="utf-8"))
CALLS = {one["request"]["service"]: one for one in TRANSCRIPT["calls"]}
DOSSIER = CALLS["LayHoSoCho"]["answer"]["result"][0]["HoSo"]
REPORT = Report(
    code=DOSSIER["MaHoSo"],
    number=2,
    our_code="000.01.01.H27-251205-0001",
    procedure=DOSSIER["MaTTHC"],
    at=datetime(2025, 12, 5, 9, 0, tzinfo=VN_TZ),
    status=2,
    note="",
    by_name="Lê Thị Lan",
    by_post="Cán bộ một cửa",
    by_unit="Trung tâm Phục vụ hành chính công xã Đức Thọ",
    received_at=datetime(2025, 12, 5, 9, 0, tzinfo=VN_TZ),
    due_at=datetime(2025, 12, 5, 17, 30, tzinfo=VN_TZ),
)


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((PROTOCOL / f"{name}.schema.json").read_text(encoding="utf-8")))


def test_the_golden_dossier_is_read_and_keeps_the_schema() -> None:
    schema("dossier").validate(DOSSIER)
    read = wire.read(wire.raw_of(DOSSIER))
    assert (read.code, read.agency, read.full_name) == ("G22.99-251205-000001", "000.01.01.H27", "TRẦN THỊ HOA")
    assert read.filed_at == datetime(2025, 12, 5, 8, 0, tzinfo=VN_TZ)
    assert read.attachments[0].sha256 == DOSSIER["TaiLieuNop"][0]["MaBam"]


def test_the_golden_report_is_written_byte_for_byte() -> None:
    assert [wire.step(REPORT, str)] == CALLS["CapNhatTienDoHoSoMC"]["request"]["data"]
    assert [wire.status(REPORT, str)] == CALLS["DongBoHoSoMC"]["request"]["data"]
    schema("step").validate(wire.step(REPORT, str))
    schema("status").validate(wire.status(REPORT, str))


REQUIRED = json.loads((PROTOCOL / "dossier.schema.json").read_text(encoding="utf-8"))["required"]
WRONG: dict[str, list[Any]] = {
    "MaHoSo": ["", "x", "A" * 61, "A B C", 7, None],
    "MaTTHC": ["1.00119", "khai_sinh", None],
    "MaDonVi": ["", "000 01", "x" * 41],
    "SoGiayToChuHoSo": ["00015100020", "00015100020x", "٠٠٠١٥١٠٠٠٢٠١", 151000201],
    "ChuHoSo": ["", "   ", "x" * 201, "a\x00b", "\ud800", ["x"]],
    "KenhThucHien": ["1", "3", 2],
    "LoaiDoiTuong": ["2", ""],
    "NgayNopHoSo": ["2025-12-05", "20251305080000", "20251205"],
    "TaiKhoanDuocXacThucVoiVNeID": ["true", True],
    "ToKhai": [None, [], "x", {"a": "\x00"}, {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}],
    "TaiLieuNop": [None, {}, [1], [{}], [DOSSIER["TaiLieuNop"][0]] * 51],
}


@pytest.mark.parametrize("name", REQUIRED)
def test_a_field_that_is_missing_is_named(name: str) -> None:
    assert not schema("dossier").is_valid({key: one for key, one in DOSSIER.items() if key != name})
    with pytest.raises(Unreadable) as wrong:
        wire.read(wire.raw_of({key: one for key, one in DOSSIER.items() if key != name}))
    assert name in wrong.value.words


@pytest.mark.parametrize(("name", "value"), [(name, one) for name, values in WRONG.items() for one in values])
def test_a_field_that_is_wrong_is_named_and_its_content_is_not(name: str, value: Any) -> None:
    with pytest.raises(Unreadable) as wrong:
        wire.read(wire.raw_of({**DOSSIER, name: value}))
    assert wrong.value.words.startswith("Trường ")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*DOSSIER, "x"]), JSON, max_size=6))
def test_whatever_comes_is_a_dossier_or_unreadable(changes: dict[str, Any]) -> None:
    told = {**DOSSIER, **changes}
    try:
        read = wire.read(wire.raw_of(told))
    except Unreadable:
        return
    assert schema("dossier").is_valid({**told, "TenTTHC": "", "SoDienThoai": "", "Email": "", "TrichYeuHoSo": ""})
    assert len(read.code) <= 60


@given(st.text(max_size=40))
def test_no_words_at_all_break_the_reader(raw: str) -> None:
    with pytest.raises(Unreadable):
        wire.read(raw)
