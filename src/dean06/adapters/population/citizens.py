"""Reading ``CongdanCollection`` (QCVN 109:2017 and our extension), nothing else: bytes in, facts out.

A value that is not what the schema says makes the whole answer unusable: half a record taken for a whole one is worse
than none. Elements nobody asked for are dropped without being looked at.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias, TypeVar

from lxml import etree

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

STANDARD: Final = "{http://www.mic.gov.vn/dancu/1.0}"
EXTENSION: Final = "{urn:dean06:population:1}"
LONGEST_TEXT: Final = 500
MOST_MEMBERS: Final = 200
YEAR_LENGTH: Final = 4
DAY_LENGTH: Final = 8
SEXES: Final = {"0": "", "1": "male", "2": "female"}
LIFE: Final = {"1": LifeStatus.ALIVE, "2": LifeStatus.DEAD, "3": LifeStatus.MISSING}
_PERSONAL_ID = re.compile(r"[0-9]{12}")
_NOTHING_KNOWN = {"", "0", "00"}

# What each element is called on the wire; the extension's names do not occur in the standard.
ELEMENTS: Final[dict[Field, str]] = {
    Field.OLD_NUMBER: "SoCMND",
    Field.FULL_NAME: "HoVaTen",
    Field.BIRTH: "NgayThangNamSinh",
    Field.SEX: "GioiTinh",
    Field.ETHNIC_GROUP: "DanToc",
    Field.RELIGION: "TonGiao",
    Field.NATIONALITY: "QuocTich",
    Field.MARITAL_STATUS: "TinhTrangHonNhan",
    Field.BLOOD_GROUP: "NhomMau",
    Field.BIRTH_REGISTERED_AT: "NoiDangKyKhaiSinh",
    Field.ORIGIN: "QueQuan",
    Field.PERMANENT_ADDRESS: "ThuongTru",
    Field.PERMANENT_ADDRESS_BEFORE_2025: "ThuongTruTruocSapXep",
    Field.CURRENT_ADDRESS: "NoiOHienTai",
    Field.FATHER: "Cha",
    Field.MOTHER: "Me",
    Field.SPOUSE: "VoChong",
    Field.GUARDIAN: "NguoiDaiDien",
    Field.HOUSEHOLD_HEAD: "ChuHo",
    Field.HOUSEHOLD_BOOK: "SoSoHoKhau",
    Field.CARD: "TheCanCuoc",
    Field.LIFE_STATUS: "TrangThai",
    Field.UPDATED_ON: "NgayCapNhat",
}
IN_EXTENSION: Final = frozenset({
    Field.PERMANENT_ADDRESS_BEFORE_2025, Field.CARD, Field.LIFE_STATUS, Field.UPDATED_ON,
})  # fmt: skip
CODES: Final = frozenset({
    Field.ETHNIC_GROUP, Field.RELIGION, Field.NATIONALITY, Field.MARITAL_STATUS, Field.BLOOD_GROUP,
    Field.HOUSEHOLD_BOOK,
})  # fmt: skip
ADDRESSES: Final = frozenset({
    Field.BIRTH_REGISTERED_AT, Field.ORIGIN, Field.PERMANENT_ADDRESS, Field.PERMANENT_ADDRESS_BEFORE_2025,
    Field.CURRENT_ADDRESS,
})  # fmt: skip
RELATED: Final = frozenset({Field.FATHER, Field.MOTHER, Field.SPOUSE, Field.GUARDIAN, Field.HOUSEHOLD_HEAD})
Element: TypeAlias = etree._Element
T = TypeVar("T")


def read_citizens(body: bytes, asked: frozenset[Field]) -> list[Facts]:
    """Every person of the answer with what was asked for. RegisterFailed when it is not such a document."""
    root = _parse(body)
    if root.tag != f"{STANDARD}CongdanCollection":
        raise _broken("another root element")
    people = root.findall(f"{STANDARD}CongDan")
    if len(people) > MOST_MEMBERS:
        raise _broken("too many people")
    return [_citizen(person, asked) for person in people]


def _parse(body: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken("not XML") from error
    if root.getroottree().docinfo.doctype:
        raise _broken("a document type")
    return root


def _citizen(person: Element, asked: frozenset[Field]) -> Facts:
    found = {name: element for name in asked if (element := _only(person, _tag(name))) is not None}
    birth, status = found.get(Field.BIRTH), found.get(Field.LIFE_STATUS)
    name, card = found.get(Field.FULL_NAME), found.get(Field.CARD)
    return Facts(
        personal_id=_personal_id(_text(person, "SoDinhDanh"), is_needed=True),
        full_name=_name(name) if name is not None else "",
        old_number=_own_text(found.get(Field.OLD_NUMBER)),
        birth=_birth(birth) if birth is not None else None,
        sex=_one_of(SEXES, _own_text(found.get(Field.SEX)) or "0"),
        life_status=_one_of(LIFE, _text(status, "Ma", EXTENSION)) if status is not None else None,
        died_on=_day(_text(status, "NgayMat", EXTENSION)) if status is not None else None,
        updated_on=_day(_own_text(found.get(Field.UPDATED_ON))),
        codes={
            code: value
            for code in sorted(CODES & found.keys())
            if (value := _own_text(found[code])) not in _NOTHING_KNOWN or code is Field.RELIGION
        },
        addresses={
            kind: place
            for kind in sorted(ADDRESSES & found.keys())
            if (place := _address(found[kind], kind)) != Address()
        },
        related={
            kind: other
            for kind in sorted(RELATED & found.keys())
            if (other := _related(found[kind])) != RelatedPerson()
        },
        card=_card(card) if card is not None else None,
    )


def _tag(field: Field) -> str:
    return (EXTENSION if field in IN_EXTENSION else STANDARD) + ELEMENTS[field]


def _name(element: Element) -> str:
    parts = [_text(element, part) for part in ("Ho", "ChuDem", "Ten")]
    return " ".join(" ".join(parts).split())


def _birth(element: Element) -> Birth | None:
    year, day = _text(element, "Nam"), _text(element, "NgayThangNam")
    born_on = _day(day)
    if born_on is not None:
        if year and year != day[:YEAR_LENGTH]:
            raise _broken("a birth in two years")
        return Birth(on=born_on, year=born_on.year)
    if not year:
        return None
    if len(year) != YEAR_LENGTH or not _is_digits(year):
        raise _broken("a year that is none")
    return Birth(year=int(year))


def _address(element: Element, kind: Field) -> Address:
    space = EXTENSION if kind in IN_EXTENSION else STANDARD
    return Address(
        province=_text(element, "MaTinhThanh", space),
        district=_text(element, "MaQuanHuyen", space),
        commune=_text(element, "MaPhuongXa", space),
        detail=_text(element, "ChiTiet", space),
        country=_text(element, "QuocGia", space),
    )


def _related(element: Element) -> RelatedPerson:
    return RelatedPerson(
        full_name=" ".join(_text(element, "HoVaTen").split()),
        personal_id=_personal_id(_text(element, "SoDinhDanh"), is_needed=False),
        nationality=_text(element, "QuocTich"),
        relation=_text(element, "QuanHe"),
    )


def _card(element: Element) -> RegisterCard:
    return RegisterCard(
        number=_text(element, "SoThe", EXTENSION),
        issued_on=_day(_text(element, "NgayCap", EXTENSION)),
        expires_on=_day(_text(element, "NgayHetHan", EXTENSION)),
    )


def _only(parent: Element, tag: str) -> Element | None:
    found = parent.findall(tag)
    if len(found) > 1:
        raise _broken("an element twice")
    return found[0] if found else None


def _text(parent: Element, name: str, space: str = STANDARD) -> str:
    return _own_text(_only(parent, space + name))


def _own_text(element: Element | None) -> str:
    if element is None:
        return ""
    if len(element):
        raise _broken("elements where text belongs")
    text = (element.text or "").strip()
    if len(text) > LONGEST_TEXT:
        raise _broken("a text too long")
    return text


def _personal_id(text: str, *, is_needed: bool) -> str:
    if not _PERSONAL_ID.fullmatch(text) and (text or is_needed):
        raise _broken("a number that is none")
    return text


def _day(text: str) -> date | None:
    if not text:
        return None
    if len(text) != DAY_LENGTH or not _is_digits(text):
        raise _broken("a day that is none")
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise _broken("a day that is none") from error


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _one_of(table: Mapping[str, T], code: str) -> T:
    if code not in table:
        raise _broken("a code outside its list")
    return table[code]


def _broken(detail: str) -> RegisterFailed:
    return RegisterFailed(Reason.OUT_OF_PROTOCOL, detail)
