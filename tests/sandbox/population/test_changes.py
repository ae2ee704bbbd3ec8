"""What changed: the order of recording, pages, only what a purpose may know, and things the admin makes happen."""

import json
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest
from lxml import etree
from tests.sandbox.population_twin import HOA, KHANH, TODAY, PopulationTwin, running_register
from tests.sandbox.twin import ADMIN_TOKEN, ROOT

SCHEMA = json.loads((ROOT / "protocols" / "population" / "messages.schema.json").read_text(encoding="utf-8"))
DC, MR = "{http://www.mic.gov.vn/dancu/1.0}", "{urn:dean06:population:1}"
THUY, QUYEN, QUYEN_FATHER = "000195000203", "000301000208", "000069527533"


def everything(twin: PopulationTwin, purpose: str = "HO_TICH", limit: int = 1000) -> list[dict[str, Any]]:
    """All pages."""
    found: list[dict[str, Any]] = []
    page = {"next": "", "more": True}
    while page["more"]:
        page = twin.changes(page["next"], limit, purpose)
        assert len(page["changes"]) <= limit
        found += page["changes"]
    assert twin.changes(page["next"], purpose=purpose) == {"changes": [], "next": page["next"], "more": False}
    return found


def tags(answer: httpx2.Response, tag: str) -> list[str]:
    return [element.text or "" for element in etree.fromstring(answer.content).iter(tag)]


def test_pages_of_any_size_give_the_same_in_the_order_of_recording(register: PopulationTwin) -> None:
    whole = everything(register)
    rule = {"$ref": "#/$defs/changesAnswer", "$defs": SCHEMA["$defs"]}
    jsonschema.validate({"changes": whole, "next": "", "more": False}, rule)
    assert everything(register, limit=7) == whole
    days = [change["recordedOn"] for change in whole]
    assert days == sorted(days)
    assert days[-1] <= TODAY
    assert len({change["id"] for change in whole}) == len(whole) > 50
    assert {change["kind"] for change in whole} == {"birth", "death", "move", "marriage", "correction"}
    assert all(change["occurredOn"] <= change["recordedOn"] for change in whole)


@pytest.mark.parametrize("purpose", ["HO_TICH", "CU_TRU", "AN_SINH_XA_HOI", "DAT_DAI"])
def test_a_purpose_hears_of_its_elements_and_of_births_and_deaths(purpose: str, register: PopulationTwin) -> None:
    told, whole = everything(register, purpose), everything(register)
    births_and_deaths = {change["id"] for change in whole if change["kind"] in {"birth", "death"}}
    assert births_and_deaths <= {change["id"] for change in told}
    assert all(change["fields"] for change in told if change["kind"] not in {"birth", "death"})
    if purpose == "AN_SINH_XA_HOI":  # it may not ask for marriages, blood groups or days of change
        assert "marriage" not in {change["kind"] for change in told}
        assert "NgayCapNhat" not in {name for change in told for name in change["fields"]}


def test_the_days_pass_and_only_add(tmp_path: Path) -> None:
    with running_register(tmp_path, "--today", "2026-02-01") as twin:
        before = everything(twin)
        cursor = twin.changes()["next"]
        happened = twin.happen("move", QUYEN, commune="18277")
        before += twin.changes(cursor)["changes"]
        cursor = twin.changes(cursor)["next"]
    with running_register(tmp_path, "--today", "2026-06-01") as twin:
        after = everything(twin)
        assert after[: len(before)] == before
        assert after[len(before) :] == twin.changes(cursor)["changes"]
        assert before[-1]["personalId"] == happened
        assert len(after) > len(before)


def test_a_death_is_recorded_with_what_follows_from_it(register: PopulationTwin) -> None:
    cursor = register.changes()["next"]
    spouse = tags(register.citizen(HOA, "VoChong"), f"{DC}SoDinhDanh")[-1]
    register.happen("death", spouse, occurredOn="2026-02-27")
    told = register.changes(cursor)["changes"]
    assert [(one["kind"], one["personalId"], one["occurredOn"], one["recordedOn"]) for one in told[:2]] == [
        ("death", spouse, "2026-02-27", TODAY),
        ("marriage", HOA, "2026-02-27", TODAY),
    ]
    assert {one["kind"] for one in told[2:]} == {"correction"}
    life = register.citizen(spouse, "TrangThai")
    assert (tags(life, f"{MR}Ma"), tags(life, f"{MR}NgayMat")) == (["2"], ["20260227"])
    widow = register.citizen(HOA, "TinhTrangHonNhan", "VoChong", "ChuHo")
    assert tags(widow, f"{DC}TinhTrangHonNhan") == ["4"]
    assert spouse not in widow.text
    household = register.citizen(HOA, "ChuHo", service="getHousehold")
    assert tags(household, f"{DC}QuanHe").count("01") == 1
    assert spouse not in household.text
    assert register.verify(spouse, GioiTinh="1").json()["result"] == "match"


def test_a_child_is_born(register: PopulationTwin) -> None:
    cursor = register.changes()["next"]
    child = register.happen("birth", THUY, sex=1, fullName="Trần Gia Bảo", occurredOn="2026-02-28")
    (told,) = register.changes(cursor)["changes"]
    assert (told["kind"], told["personalId"]) == ("birth", child)
    assert {"HoVaTen", "NgayThangNamSinh", "Cha", "Me", "NguoiDaiDien"} <= set(told["fields"])
    assert child.startswith("000226")
    assert register.verify(child, HoVaTen="Trần Gia Bảo", NgayThangNamSinh="2026-02-28").json()["result"] == "match"
    assert THUY in tags(register.citizen(child, "Me"), f"{DC}SoDinhDanh")
    assert child in tags(register.citizen(THUY, "HoVaTen", service="getHousehold"), f"{DC}SoDinhDanh")
    assert register.happen("birth", THUY, sex=1, fullName="Trần Gia Huy") != child


def test_a_move_and_a_correction(register: PopulationTwin) -> None:
    cursor = register.changes()["next"]
    parents = tags(register.citizen(KHANH, "Cha", "Me"), f"{DC}SoDinhDanh")[1:]
    register.happen("move", KHANH, commune="18262", hamlet="thôn 4")
    register.happen("correction", KHANH, fullName="Võ Gia Khánh")
    told = register.changes(cursor)["changes"]
    assert [one["kind"] for one in told] == ["move", "correction"]
    assert {"ThuongTru", "ChuHo", "SoSoHoKhau", "ThuongTruTruocSapXep"} <= set(told[0]["fields"])
    record = register.citizen(KHANH, "HoVaTen", "ThuongTru", "ThuongTruTruocSapXep", "ChuHo", "NgayCapNhat")
    assert tags(record, f"{DC}MaPhuongXa") == ["18262"]
    assert tags(record, f"{DC}ChuDem") == ["Gia"]
    assert tags(record, f"{DC}QuanHe") == ["01"]
    assert tags(record, f"{MR}NgayCapNhat") == [TODAY.replace("-", "")]
    household = register.citizen(parents[0], "HoVaTen", service="getHousehold")
    assert KHANH not in tags(household, f"{DC}SoDinhDanh")


def test_a_withdrawn_number_is_unknown(register: PopulationTwin) -> None:
    cursor = register.changes()["next"]
    mother = tags(register.citizen(KHANH, "Me"), f"{DC}SoDinhDanh")[-1]
    register.happen("withdrawal", KHANH)
    assert register.citizen(KHANH, "HoVaTen").status_code == 404
    assert register.citizen(KHANH, "HoVaTen", service="getHousehold").status_code == 404
    assert register.verify(KHANH, GioiTinh="1").json()["result"] == "not_found"
    assert KHANH not in register.citizen(mother, "HoVaTen", service="getHousehold").text
    assert register.changes(cursor)["changes"] == []


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"kind": "birth", "personalId": KHANH},
        {"kind": "birth", "personalId": HOA, "sex": 3},
        {"kind": "birth", "personalId": HOA, "fullName": "<An>"},
        {"kind": "birth", "personalId": HOA, "fullName": "An\x00 Bình"},
        {"kind": "death", "personalId": "000199000999"},
        {"kind": "death", "personalId": HOA, "occurredOn": "2026-03-02"},
        {"kind": "death", "personalId": HOA, "occurredOn": "yesterday"},
        {"kind": "move", "personalId": KHANH, "commune": "00001"},
        {"kind": "move", "personalId": KHANH, "commune": ["18262"]},
        {"kind": "correction", "personalId": HOA},
        {"kind": "withdrawal", "personalId": QUYEN_FATHER},
        {"kind": ["death"], "personalId": HOA},
        ["death"],
    ],
)
def test_what_cannot_happen_does_not(wanted: object, register: PopulationTwin) -> None:
    headers = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
    cursor = register.changes()["next"]
    answer = register.client.post("/admin/changes", json=wanted, headers=headers)
    assert (answer.status_code, set(answer.json())) == (422, {"error"})
    assert register.changes(cursor)["changes"] == []
