"""What the register's XML is read as, and what is refused whatever it looks like."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.population.provider import collection

from dean06.adapters.population.citizens import ADDRESSES, CODES, ELEMENTS, IN_EXTENSION, RELATED, read_citizens
from dean06.kernel.ports.population import (
    Address,
    Birth,
    Facts,
    Field,
    LifeStatus,
    Reason,
    RegisterCard,
    RegisterFailed,
    RelatedPerson,
)

ALL = frozenset(Field)
HOA = "<SoDinhDanh>000151000201</SoDinhDanh>"
WHOLE = HOA + (
    "<SoCMND>183000201</SoCMND>"
    "<HoVaTen><Ho>Trần</Ho><ChuDem>Thị</ChuDem><Ten>Hoa</Ten></HoVaTen>"
    "<GioiTinh>2</GioiTinh><DanToc>01</DanToc><TonGiao>00</TonGiao><TinhTrangHonNhan>0</TinhTrangHonNhan>"
    "<NgayThangNamSinh><Nam>1951</Nam><NgayThangNam>19510412</NgayThangNam></NgayThangNamSinh>"
    "<QuocTich>VN</QuocTich>"
    "<ThuongTru><MaTinhThanh>42</MaTinhThanh><MaPhuongXa>18230</MaPhuongXa><ChiTiet>Thôn 1, xã Đức Thọ</ChiTiet>"
    "</ThuongTru>"
    "<Cha><HoVaTen>TRẦN VĂN A</HoVaTen><QuocTich>VN</QuocTich></Cha>"
    "<ChuHo><QuanHe>01</QuanHe><SoDinhDanh>000151000201</SoDinhDanh></ChuHo>"
    "<SoSoHoKhau>0601234</SoSoHoKhau>"
    "<mr:TrangThai><mr:Ma>2</mr:Ma><mr:NgayMat>20260110</mr:NgayMat></mr:TrangThai>"
    "<mr:TheCanCuoc><mr:SoThe>151000201</mr:SoThe><mr:NgayCap>20210501</mr:NgayCap></mr:TheCanCuoc>"
    "<mr:ThuongTruTruocSapXep><mr:MaTinhThanh>42</mr:MaTinhThanh><mr:MaQuanHuyen>440</mr:MaQuanHuyen>"
    "<mr:MaPhuongXa>18229</mr:MaPhuongXa><mr:ChiTiet>Thị trấn Đức Thọ</mr:ChiTiet></mr:ThuongTruTruocSapXep>"
    "<mr:NgayCapNhat>20260111</mr:NgayCapNhat>"
)


def read(person: str, asked: frozenset[Field] = ALL) -> Facts:
    (facts,) = read_citizens(collection(person), asked)
    return facts


def test_every_fact_of_a_record_is_read():
    assert read(WHOLE) == Facts(
        personal_id="000151000201",
        full_name="Trần Thị Hoa",
        old_number="183000201",
        birth=Birth(on=date(1951, 4, 12), year=1951),
        sex="female",
        life_status=LifeStatus.DEAD,
        died_on=date(2026, 1, 10),
        updated_on=date(2026, 1, 11),
        codes={
            Field.ETHNIC_GROUP: "01",
            Field.RELIGION: "00",
            Field.NATIONALITY: "VN",
            Field.HOUSEHOLD_BOOK: "0601234",
        },
        addresses={
            Field.PERMANENT_ADDRESS: Address(province="42", commune="18230", detail="Thôn 1, xã Đức Thọ"),
            Field.PERMANENT_ADDRESS_BEFORE_2025: Address(
                province="42", district="440", commune="18229", detail="Thị trấn Đức Thọ"
            ),
        },
        related={
            Field.FATHER: RelatedPerson(full_name="TRẦN VĂN A", nationality="VN"),
            Field.HOUSEHOLD_HEAD: RelatedPerson(personal_id="000151000201", relation="01"),
        },
        card=RegisterCard(number="151000201", issued_on=date(2021, 5, 1)),
    )


@pytest.mark.parametrize("field", sorted(ALL))
def test_what_was_not_asked_is_dropped_even_when_it_comes(field: Field):
    only = read(WHOLE, frozenset({field}))
    others = read(WHOLE, ALL - {field})
    nothing = read(WHOLE, frozenset())
    assert nothing == Facts(personal_id="000151000201")
    assert only == nothing or only != others


def test_every_field_has_one_element_and_one_place_in_the_answer():
    assert set(ELEMENTS) == ALL
    assert len(set(ELEMENTS.values())) == len(ALL)
    assert len(CODES | ADDRESSES | RELATED) == len(CODES) + len(ADDRESSES) + len(RELATED)
    assert IN_EXTENSION < ALL


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("<Ten>TRẦN THỊ HOA</Ten>", "TRẦN THỊ HOA"),
        ("<Ho> Trần</Ho><ChuDem></ChuDem><Ten>Hoa </Ten>", "Trần Hoa"),
        ("<Ho>Trần</Ho><ChuDem>Thị  Ngọc</ChuDem><Ten>Hoa</Ten>", "Trần Thị Ngọc Hoa"),
    ],
)
def test_a_name_in_three_parts_or_in_one(name: str, expected: str):
    assert read(f"{HOA}<HoVaTen>{name}</HoVaTen>").full_name == expected


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("<Nam>1951</Nam>", Birth(year=1951)),
        ("<NgayThangNam>19510412</NgayThangNam>", Birth(on=date(1951, 4, 12), year=1951)),
        ("", None),
        ("<Nam></Nam><NgayThangNam></NgayThangNam>", None),
    ],
)
def test_births_as_far_as_they_are_known(birth: str, expected: Birth | None):
    assert read(f"{HOA}<NgayThangNamSinh>{birth}</NgayThangNamSinh>").birth == expected


@pytest.mark.parametrize(
    "person",
    [
        "",
        "<SoDinhDanh>00015100020</SoDinhDanh>",
        "<SoDinhDanh>٠٠٠١٥١٠٠٠٢٠١</SoDinhDanh>",
        HOA + HOA,
        HOA + "<GioiTinh>7</GioiTinh>",
        HOA + "<GioiTinh>1</GioiTinh><GioiTinh>2</GioiTinh>",
        HOA + "<NgayThangNamSinh><NgayThangNam>19510230</NgayThangNam></NgayThangNamSinh>",
        HOA + "<NgayThangNamSinh><NgayThangNam>1951-4-2</NgayThangNam></NgayThangNamSinh>",
        HOA + "<NgayThangNamSinh><Nam>1950</Nam><NgayThangNam>19510412</NgayThangNam></NgayThangNamSinh>",
        HOA + "<NgayThangNamSinh><Nam>51</Nam></NgayThangNamSinh>",
        HOA + "<mr:TrangThai><mr:Ma>9</mr:Ma></mr:TrangThai>",
        HOA + "<mr:TrangThai/>",
        HOA + "<Cha><SoDinhDanh>12</SoDinhDanh></Cha>",
        HOA + "<DanToc><Ma>01</Ma></DanToc>",
        HOA + f"<SoSoHoKhau>{'9' * 501}</SoSoHoKhau>",
    ],
)
def test_a_record_with_a_value_that_is_none_is_not_used(person: str):
    with pytest.raises(RegisterFailed) as failed:
        read(person)
    assert failed.value.reason is Reason.OUT_OF_PROTOCOL


BOMB = (
    '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><CongdanCollection xmlns="http://www.mic.gov.vn/dancu/1.0">&c;</CongdanCollection>'
)
FILE = '<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/hostname">]><CongdanCollection xmlns="http://www.mic.gov.vn/dancu/1.0"/>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"{}",
        b"<html><body>502</body></html>",
        b"<CongdanCollection/>",
        b'<CongdanCollection xmlns="http://www.mic.gov.vn/dancu/1.0"><CongDan>',
        BOMB.encode(),
        FILE.encode(),
        collection(*([HOA] * 201)),
        b"<a>" * 5000 + b"</a>" * 5000,
        b'<?xml version="1.0" encoding="UTF-16"?><CongdanCollection/>',
    ],
)
def test_what_is_no_answer_is_refused(body: bytes):
    with pytest.raises(RegisterFailed) as failed:
        read_citizens(body, ALL)
    assert failed.value.reason is Reason.OUT_OF_PROTOCOL


def read_if_possible(body: bytes) -> list[Facts]:
    try:
        return read_citizens(body, ALL)
    except RegisterFailed:
        return []


@settings(deadline=None)
@given(st.data())
def test_a_damaged_answer_is_read_or_refused_and_nothing_else(data: st.DataObject):
    body = bytearray(collection(WHOLE))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    assert all(len(one.personal_id) == 12 for one in read_if_possible(bytes(body)))
