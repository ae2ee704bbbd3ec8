"""A record as XML: each element of citizens.xsd and extension.xsd, made of the record and of those it refers to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol
from xml.etree import ElementTree as Xml

from dean06.sandbox.population.people.areas import Address, Areas
from dean06.sandbox.population.people.person import DEAD, LIVING, Person

DC, MR = "http://www.mic.gov.vn/dancu/1.0", "urn:dean06:population:1"
VIETNAM = "VN"
ADULT_YEARS = 18
WHOLE_DATE = 10
Content = str | dict[str, str]  # text, or children by name
Xml.register_namespace("", DC)
Xml.register_namespace("mr", MR)


class Others(Protocol):
    """Records that a record refers to."""

    areas: Areas

    def today(self) -> date:
        """The register's day."""

    def find(self, personal_id: str) -> Person | None:
        """The record under a number."""

    def household(self, number: int) -> Sequence[Person]:
        """Who lives in a household, head first."""


def collection(people: Sequence[Person], fields: Iterable[str], others: Others) -> bytes:
    """``CongdanCollection`` of these people with what is known of the fields asked for."""
    wanted = set(fields)
    root = Xml.Element(f"{{{DC}}}CongdanCollection")
    root.set("ThoiDiemDuLieu", f"{others.today().isoformat()}T00:00:00+07:00")
    root.set("SoCongDan", str(len(people)))
    for person in people:
        citizen = Xml.SubElement(root, f"{{{DC}}}CongDan")
        for name, content in _known(person, wanted, others):
            citizen.append(_element(MR if name in EXTENSION else DC, name, content))
    text: str = Xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def known_fields(person: Person, wanted: Iterable[str], others: Others) -> list[str]:
    """Which of the elements the register has a value for, in their order; the number is always one."""
    return [name for name, _ in _known(person, wanted, others)]


def _known(person: Person, wanted: Iterable[str], others: Others) -> Iterator[tuple[str, Content]]:
    names = {*wanted, "SoDinhDanh"}
    for name, make in ELEMENTS.items():
        if name in names and (content := make(person, others)) is not None:
            yield name, content


def _element(space: str, name: str, content: Content) -> Xml.Element:
    """Text, or children in their order; empty children are left out."""
    element = Xml.Element(f"{{{space}}}{name}")
    if isinstance(content, str):
        element.text = content
        return element
    for child, text in content.items():
        if text:
            Xml.SubElement(element, f"{{{space}}}{child}").text = text
    return element


def _name(person: Person, _others: Others) -> Content:
    if person.one_field:
        return {"Ten": person.full_name.upper()}
    return {"Ho": person.family_name, "ChuDem": person.middle_name, "Ten": person.given_name}


def _birth(person: Person, _others: Others) -> Content | None:
    day = person.birth.replace("-", "") if len(person.birth) == WHOLE_DATE else ""
    return {"Nam": person.birth[:4], "NgayThangNam": day} if person.birth else None


def _birthplace(person: Person, others: Others) -> Content | None:
    return _place(person, person.birth_area, others)


def _origin(person: Person, others: Others) -> Content | None:
    return _place(person, person.origin_area, others)


def _place(person: Person, area: str, others: Others) -> Content | None:
    """In the codes of the day of birth; who was recorded under today's codes alone has no other place."""
    areas = others.areas
    if person.birth >= areas.reorganised_on.isoformat():
        return _address(areas.today(areas.successor(area) if area else person.commune))
    return _address(areas.before(area)) if area else None


def _home(person: Person, others: Others) -> Content | None:
    return _address(others.areas.today(person.commune, person.hamlet)) if person.commune else None


def _current(person: Person, others: Others) -> Content | None:
    if person.status == DEAD:
        return None
    return _address(others.areas.away(person.current)) if person.current else _home(person, others)


def _old_home(person: Person, others: Others) -> Content | None:
    if not person.home_area or person.birth >= others.areas.reorganised_on.isoformat():
        return None
    address = _address(others.areas.before(person.home_area, person.hamlet))
    return {name: text for name, text in address.items() if name != "QuocGia"}


def _address(address: Address) -> dict[str, str]:
    return {
        "MaTinhThanh": address.province,
        "MaQuanHuyen": address.district,
        "MaPhuongXa": address.commune,
        "ChiTiet": address.text,
        "QuocGia": VIETNAM,
    }


def _related(name: str, personal_id: str) -> Content | None:
    return {"HoVaTen": name, "QuocTich": VIETNAM, "SoDinhDanh": personal_id} if name else None


def _guardian(person: Person, others: Others) -> Content | None:
    """For a minor the father or the mother, whoever is recorded and lives."""
    adult_on = f"{int(person.birth[:4] or 0) + ADULT_YEARS:04d}{person.birth[4:]}"
    if person.status == DEAD or adult_on <= others.today().isoformat():
        return None
    parents = (others.find(number) for number in (person.father_id, person.mother_id) if number)
    parent = next((one for one in parents if one and one.status == LIVING), None)
    return _related(parent.full_name, parent.personal_id) if parent else None


def _head(person: Person, others: Others) -> Content | None:
    if not person.household:
        return None
    head = others.household(person.household)[0]
    return {"QuanHe": person.relation, "HoVaTen": head.full_name, "SoDinhDanh": head.personal_id}


def _life(person: Person, _others: Others) -> Content:
    return {"Ma": str(person.status), "NgayMat": person.died_on.replace("-", "")}


def _card(person: Person, _others: Others) -> Content | None:
    if not person.card_issued or person.status == DEAD:
        return None
    return {
        "SoThe": person.card_number,
        "NgayCap": person.card_issued.replace("-", ""),
        "NgayHetHan": person.card_expires.replace("-", ""),
    }


# In the order of the schemas.
ELEMENTS: dict[str, Callable[[Person, Others], Content | None]] = {
    "SoDinhDanh": lambda person, _: person.personal_id,
    "SoCMND": lambda person, _: person.old_id or None,
    "HoVaTen": _name,
    "GioiTinh": lambda person, _: str(person.sex),
    "DanToc": lambda person, _: person.ethnic or None,
    "TonGiao": lambda person, _: person.religion or None,
    "TinhTrangHonNhan": lambda person, _: str(person.marital),
    "NhomMau": lambda person, _: f"{person.blood:02d}",
    "NgayThangNamSinh": _birth,
    "NoiDangKyKhaiSinh": _birthplace,
    "QuocTich": lambda _person, _: VIETNAM,
    "QueQuan": _origin,
    "ThuongTru": _home,
    "NoiOHienTai": _current,
    "Cha": lambda person, _: _related(person.father_name, person.father_id),
    "Me": lambda person, _: _related(person.mother_name, person.mother_id),
    "VoChong": lambda person, _: _related(person.spouse_name, person.spouse_id),
    "NguoiDaiDien": _guardian,
    "ChuHo": _head,
    "SoSoHoKhau": lambda person, _: f"{person.household:09d}" if person.household else None,
    "TrangThai": _life,
    "TheCanCuoc": _card,
    "ThuongTruTruocSapXep": _old_home,
    "NgayCapNhat": lambda person, _: person.updated_on.replace("-", "") or None,
}
EXTENSION = frozenset({"TrangThai", "TheCanCuoc", "ThuongTruTruocSapXep", "NgayCapNhat"})
# Which elements a column of the record is told in.
COLUMN_ELEMENTS: dict[str, tuple[str, ...]] = {
    "old_id": ("SoCMND",),
    "family_name": ("HoVaTen",),
    "middle_name": ("HoVaTen",),
    "given_name": ("HoVaTen",),
    "sex": ("GioiTinh",),
    "birth": ("NgayThangNamSinh",),
    "ethnic": ("DanToc",),
    "religion": ("TonGiao",),
    "marital": ("TinhTrangHonNhan",),
    "blood": ("NhomMau",),
    "home_area": ("ThuongTruTruocSapXep",),
    "commune": ("ThuongTru", "NoiOHienTai"),
    "hamlet": ("ThuongTru", "NoiOHienTai"),
    "current": ("NoiOHienTai",),
    "spouse_id": ("VoChong",),
    "spouse_name": ("VoChong",),
    "household": ("ChuHo", "SoSoHoKhau"),
    "relation": ("ChuHo",),
    "status": ("TrangThai",),
    "died_on": ("TrangThai",),
    "updated_on": ("NgayCapNhat",),
}


def changed_fields(columns: Iterable[str]) -> list[str]:
    """Elements these columns are told in, in their order."""
    touched = {name for column in columns for name in COLUMN_ELEMENTS[column]}
    return [name for name in ELEMENTS if name in touched]
