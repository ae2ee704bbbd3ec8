"""Records as XML: valid, only what was asked for, and in agreement with what the other twins say of the same people."""

import sqlite3
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from tests.sandbox.population_twin import HOA, KHANH, PopulationTwin
from tests.sandbox.twin import PEOPLE, ROOT

from dean06.sandbox.card import people as cards
from dean06.sandbox.population.elements import ELEMENTS, collection
from dean06.sandbox.population.memory import Memory
from dean06.sandbox.population.people.demo import BadFile, load_demo_people
from dean06.sandbox.population.people.store import cached
from dean06.sandbox.population.register import Register
from dean06.sandbox.vneid.people import load_people

PROTOCOL = ROOT / "protocols" / "population"
PURPOSES = tomllib.loads((PROTOCOL / "purposes.toml").read_text(encoding="utf-8"))["purposes"]
AREAS = tomllib.loads((PROTOCOL / "areas.toml").read_text(encoding="utf-8"))
DC, MR = "{http://www.mic.gov.vn/dancu/1.0}", "{urn:dean06:population:1}"
COUNT, EVERY, DAY = 4_000, 4, date(2026, 11, 29)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(PROTOCOL / "citizens.xsd"))


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    one = Memory(cached(tmp_path_factory.mktemp("answers"), seed=6, count=COUNT, demo=PEOPLE))
    yield one
    one.close()


@pytest.fixture(scope="module")
def people(memory: Memory) -> Register:
    return Register(memory, lambda: DAY)


def first(memory: Memory, rule: str) -> str:
    """Number of somebody the rule is true of."""
    row = memory.one(f"SELECT personal_id FROM everybody WHERE {rule} AND since = '' ORDER BY personal_id")
    assert row, rule
    return str(row[0])


def texts(people: Register, personal_id: str, *fields: str) -> dict[str, str]:
    """What a record says, as path -> text without namespaces."""
    person = people.find(personal_id)
    assert person is not None
    root = etree.fromstring(collection([person], fields, people))
    return {
        "/".join(etree.QName(one).localname for one in [*reversed(list(element.iterancestors())), element][2:]): (
            element.text or ""
        )
        for element in root.iter()
        if not len(element)
    }


def test_every_record_with_every_element_is_valid(memory: Memory, people: Register, schema: etree.XMLSchema) -> None:
    seen: set[str] = set()
    numbers = memory.all("SELECT personal_id FROM everybody WHERE since <= ? ORDER BY personal_id", DAY.isoformat())
    for (personal_id,) in numbers[::EVERY]:
        person = people.find(personal_id)
        assert person is not None
        root = etree.fromstring(collection([person], ELEMENTS, people))
        schema.assertValid(root)
        seen |= {etree.QName(element).localname for element in root[0]}
    assert seen == set(ELEMENTS)


@pytest.mark.parametrize("purpose", [code for code, row in PURPOSES.items() if "citizen" in row["services"]])
def test_a_purpose_gets_its_elements_and_no_other(
    purpose: str, register: PopulationTwin, schema: etree.XMLSchema
) -> None:
    allowed = PURPOSES[purpose]["fields"]
    answer = register.citizen(HOA, *reversed(allowed), purpose=purpose)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    root = etree.fromstring(answer.content)
    schema.assertValid(root)
    assert root.get("SoCongDan") == "1"
    names = [etree.QName(element).localname for element in root[0]]
    assert names[0] == "SoDinhDanh"
    assert set(names[1:]) <= set(allowed)
    assert len(names) > 1


def test_nothing_is_answered_that_was_not_asked_for(register: PopulationTwin) -> None:
    root = etree.fromstring(register.citizen(HOA, "GioiTinh", "TrangThai").content)
    assert [element.tag for element in root[0]] == [f"{DC}SoDinhDanh", f"{DC}GioiTinh", f"{MR}TrangThai"]


@pytest.mark.parametrize("key", [person["key"] for person in tomllib.loads(PEOPLE.read_text())["people"]])
def test_register_card_and_identity_agree_about_the_people_of_the_demonstration(key: str, people: Register) -> None:
    card, identity = cards.load(PEOPLE)[key], load_people(PEOPLE, DAY)[key]
    said = texts(people, card.personal_id, *ELEMENTS)
    assert said["SoDinhDanh"] == card.personal_id == identity.personal_id
    parts = (said.get(f"HoVaTen/{part}") for part in ("Ho", "ChuDem", "Ten"))
    assert " ".join(filter(None, parts)) == card.full_name == identity.full_name
    assert {"1": "male", "2": "female"}[said["GioiTinh"]] == card.sex == identity.sex
    assert said["NgayThangNamSinh/NgayThangNam"] == f"{card.birth_on:%Y%m%d}" == f"{identity.birth_on:%Y%m%d}"
    assert said["TheCanCuoc/SoThe"] == card.document_number
    assert said["TheCanCuoc/NgayCap"] == f"{card.issued_on:%Y%m%d}"
    assert said["TheCanCuoc/NgayHetHan"] == f"{card.expires_on:%Y%m%d}"
    assert said["ThuongTruTruocSapXep/ChiTiet"] == card.address
    assert (said["DanToc"], said["TonGiao"], said["TrangThai/Ma"]) == ("01", "00", "1")


def test_an_address_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    text = PEOPLE.read_text(encoding="utf-8").replace("xã Trường Sơn, huyện", "xã Không Có, huyện", 1)
    (tmp_path / "people.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match="lives in no commune"):
        load_demo_people(tmp_path / "people.toml")


def test_an_address_is_told_in_the_codes_of_both_times(people: Register) -> None:
    said = texts(people, HOA, "ThuongTru", "ThuongTruTruocSapXep")
    old = next(area for area in AREAS["old"] if area["code"] == said["ThuongTruTruocSapXep/MaPhuongXa"])
    assert said["ThuongTru/MaPhuongXa"] == old["into"]
    assert said["ThuongTruTruocSapXep/MaQuanHuyen"] == AREAS["district"]["code"]
    assert "ThuongTru/MaQuanHuyen" not in said


def test_who_works_elsewhere_lives_in_another_province(memory: Memory, people: Register) -> None:
    said = texts(people, first(memory, "current = '79' AND status = 1"), "ThuongTru", "NoiOHienTai")
    assert said["NoiOHienTai/MaTinhThanh"] == "79"
    assert "NoiOHienTai/MaPhuongXa" not in said
    assert said["ThuongTru/MaTinhThanh"] == AREAS["province"]["code"]


def test_some_names_come_in_one_field_in_capitals(memory: Memory, people: Register) -> None:
    personal_id = first(memory, "one_field = 1")
    said, person = texts(people, personal_id, "HoVaTen"), people.find(personal_id)
    assert person is not None
    assert said == {"SoDinhDanh": personal_id, "HoVaTen/Ten": person.full_name.upper()}


def test_a_year_may_be_all_that_is_known_of_a_birth(memory: Memory, people: Register) -> None:
    personal_id = first(memory, "flaw = 'year_only'")
    said = texts(people, personal_id, "NgayThangNamSinh")
    assert set(said) == {"SoDinhDanh", "NgayThangNamSinh/Nam"}


@pytest.mark.parametrize(
    ("flaw", "element", "told"),
    [
        ("no_sex", "GioiTinh", {"GioiTinh": "0"}),
        ("no_parents", "Cha", {}),
        ("no_ethnic", "DanToc", {}),
        ("no_ethnic", "TonGiao", {}),
        ("no_birthplace", "NoiDangKyKhaiSinh", {}),
    ],
)
def test_what_is_unknown_is_absent_or_nought(
    flaw: str, element: str, told: dict[str, str], memory: Memory, people: Register
) -> None:
    personal_id = first(memory, f"flaw = '{flaw}'")
    assert texts(people, personal_id, element) == {"SoDinhDanh": personal_id, **told}


def test_the_dead_have_no_card_no_household_and_a_day(memory: Memory, people: Register) -> None:
    personal_id = first(memory, "status = 2 AND card_issued <> ''")
    said = texts(people, personal_id, "TrangThai", "TheCanCuoc", "ChuHo", "SoSoHoKhau", "NoiOHienTai")
    assert set(said) == {"SoDinhDanh", "TrangThai/Ma", "TrangThai/NgayMat"}
    assert said["TrangThai/Ma"] == "2"


def test_minors_are_represented_by_a_parent(memory: Memory, people: Register) -> None:
    child = first(memory, f"birth > '{DAY.year - 10}' AND father_id <> '' AND status = 1")
    said = texts(people, child, "NguoiDaiDien", "Cha", "Me")
    assert said["NguoiDaiDien/SoDinhDanh"] in {said["Cha/SoDinhDanh"], said["Me/SoDinhDanh"]}
    assert texts(people, HOA, "NguoiDaiDien") == {"SoDinhDanh": HOA}


def test_who_was_born_after_the_reorganisation_has_no_address_in_old_codes(memory: Memory, people: Register) -> None:
    row = memory.one("SELECT personal_id FROM everybody WHERE since > '' AND since <= ?", DAY.isoformat())
    assert row
    said = texts(people, row[0], "ThuongTru", "ThuongTruTruocSapXep", "NoiDangKyKhaiSinh", "QueQuan")
    assert said["NoiDangKyKhaiSinh/MaPhuongXa"] == said["ThuongTru/MaPhuongXa"]
    assert not any(path.startswith("ThuongTruTruocSapXep") or path.endswith("MaQuanHuyen") for path in said)


def test_nobody_is_there_before_they_are_recorded(memory: Memory) -> None:
    row = memory.one("SELECT personal_id, since FROM everybody WHERE since > '' ORDER BY since DESC")
    assert row
    assert Register(memory, lambda: date(2026, 1, 1)).find(row[0]) is None
    assert Register(memory, lambda: date.fromisoformat(row[1])).find(row[0])


def test_a_household_is_told_head_first(register: PopulationTwin, schema: etree.XMLSchema) -> None:
    answer = register.citizen(KHANH, "HoVaTen", "ChuHo", "SoSoHoKhau", service="getHousehold")
    root = etree.fromstring(answer.content)
    schema.assertValid(root)
    relations = [element.text for element in root.iter(f"{DC}QuanHe")]
    assert relations[0] == "01"
    assert "01" not in relations[1:]
    assert relations == sorted(relations)
    assert len({element.text for element in root.iter(f"{DC}SoSoHoKhau")}) == 1
    assert int(root.get("SoCongDan", "0")) == len(relations) == len(root)
    assert KHANH in {element.text for element in root.iter(f"{DC}SoDinhDanh")}


def test_the_household_of_the_dead_is_empty_and_of_strangers_unknown(register: PopulationTwin) -> None:
    register.happen("death", HOA)
    answer = register.citizen(HOA, "HoVaTen", service="getHousehold")
    assert (answer.status_code, len(etree.fromstring(answer.content))) == (200, 0)
    assert register.citizen("000199000999", "HoVaTen", service="getHousehold").status_code == 404


def test_the_people_cannot_be_written_through_the_service(memory: Memory) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        memory.do("UPDATE stock.people SET sex = 1")
