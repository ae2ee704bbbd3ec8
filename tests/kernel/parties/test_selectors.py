"""The register drawn as of any day."""

from datetime import date

import pytest

from dean06.kernel.base.errors import NotFound
from dean06.kernel.parties import api
from dean06.kernel.parties.models import Unit, UnitSuccession

BEFORE, LAST, FIRST = date(2023, 11, 24), date(2025, 6, 30), date(2025, 7, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


def codes(infos: list[object]) -> list[str]:
    return [info.code for info in infos]  # type: ignore[attr-defined]  # areas and units alike


def test_areas_change_overnight() -> None:
    before, after = api.areas(LAST), api.areas(FIRST)
    assert len([area for area in before if area.kind in {"commune", "township"}]) == 16
    assert [area.full_name for area in after if area.kind == "commune"] == [
        "Xã Đức Đồng",
        "Xã Đức Minh",
        "Xã Đức Quang",
        "Xã Đức Thịnh",
        "Xã Đức Thọ",
    ]
    assert "440" not in codes(after)


def test_a_reused_code_means_what_it_meant_on_the_day() -> None:
    assert api.area("18244", LAST).full_name == "Xã Trường Sơn"
    assert api.area("18244", FIRST).full_name == "Xã Đức Minh"
    assert [area.full_name for area in api.area_successors("18253", BEFORE, FIRST)] == ["Xã Đức Quang"]
    assert [area.full_name for area in api.area_successors("18253", BEFORE, LAST)] == ["Xã Yên Hồ"]
    assert len(api.area_successors("440", BEFORE, FIRST)) == 5
    with pytest.raises(NotFound):
        api.area("18253", FIRST)


def test_a_unit_is_its_own_successor_while_it_lives() -> None:
    assert codes(api.successors("phong-y-te", LAST)) == ["phong-y-te"]


def test_the_district_police_passes_to_communes_and_province() -> None:
    heirs = codes(api.successors("cong-an-huyen", FIRST))
    assert "cong-an-tinh" in heirs
    assert {"cong-an-xa-duc-tho", "cong-an-xa-duc-minh", "cong-an-xa-duc-quang"} < set(heirs)
    assert len(heirs) == 6


def test_a_commune_unit_passes_to_the_commune_its_area_went_into() -> None:
    assert codes(api.successors("ubnd-xa-yen-ho", FIRST)) == ["ubnd-xa-duc-quang"]
    assert codes(api.successors("cong-an-thi-tran-duc-tho", FIRST)) == ["cong-an-xa-duc-tho"]


def test_a_reused_unit_code_is_told_apart_by_the_day() -> None:
    old = api.unit("ubnd-xa-duc-dong", LAST)
    new = api.unit("ubnd-xa-duc-dong", FIRST)
    assert old.id != new.id
    assert [heir.id for heir in api.successors("ubnd-xa-duc-dong", FIRST, known_on=BEFORE)] == [new.id]


def test_chains_of_successions_are_followed() -> None:
    """Sở TTTT went into Sở KHCN in March; let that one be renamed later, and the chain has three links."""
    science = Unit.objects.get(code="so-khcn")
    Unit.objects.filter(pk=science.pk).update(valid_until=date(2027, 1, 1))
    renamed = Unit.objects.create(
        code="so-khcn-moi",
        name="Sở Khoa học mới",
        short_name="SKHM",
        kind="department",
        level="province",
        valid_from=date(2027, 1, 1),
        source="test",
    )
    UnitSuccession.objects.create(
        predecessor=science, successor=renamed, happened_on=date(2027, 1, 1), legal_source="test"
    )
    assert codes(api.successors("so-tttt", date(2025, 1, 1))) == ["so-tttt"]
    assert codes(api.successors("so-tttt", date(2026, 1, 1))) == ["so-khcn"]
    assert codes(api.successors("so-tttt", date(2027, 1, 1))) == ["so-khcn-moi"]


def test_units_to_come_carry_nothing_yet_and_strangers_are_refused() -> None:
    assert api.successors("phong-kinh-te-xa-duc-tho", BEFORE) == []
    with pytest.raises(NotFound):
        api.successors("phong-khong-co", BEFORE)


def test_ending_is_known() -> None:
    assert api.exists("phong-y-te", LAST)
    assert not api.exists("phong-y-te", FIRST)
    assert api.has_ended("phong-y-te", FIRST)
    assert not api.has_ended("phong-y-te", LAST)
    assert not api.has_ended("phong-kinh-te-xa-duc-tho", BEFORE)
    assert api.ended_on("phong-y-te") == FIRST
    assert api.ended_on("c06") is None


def test_names_as_of_a_day_and_nearest_otherwise() -> None:
    assert api.unit_name("phong-y-te", BEFORE) == "Phòng Y tế"
    assert api.unit_name("phong-y-te", FIRST) == "Phòng Y tế"
    assert api.unit_name("phong-kinh-te-xa-duc-tho", BEFORE) == "Phòng Kinh tế xã Đức Thọ"
    with pytest.raises(NotFound):
        api.unit_name("phong-khong-co", BEFORE)


def test_local_means_one_body_of_the_district() -> None:
    assert api.is_local("phong-y-te", BEFORE)
    assert api.is_local("ubnd-xa-yen-ho", BEFORE)
    assert not api.is_local("c06", BEFORE)
    assert not api.is_local("phong-ban-nganh", BEFORE)
    assert not api.is_local("phong-y-te", FIRST)


def test_groups_have_the_members_of_the_day() -> None:
    assert len(api.members("ubnd-cac-xa-thi-tran", LAST)) == 16
    assert len(api.members("ubnd-cac-xa-thi-tran", FIRST)) == 5
    assert api.is_member("phong-y-te", "phong-ban-nganh", LAST)
    assert not api.is_member("ubnd-xa-yen-ho", "phong-ban-nganh", LAST)
    assert api.members("phong-y-te", LAST) == []
    assert not any(member.is_group for member in api.members("phong-ban-nganh", LAST))


def test_the_authority_moves_to_the_commune() -> None:
    assert api.authority(LAST) == "ubnd-huyen"
    assert api.authority(FIRST) == "ubnd-xa-duc-tho"
    with pytest.raises(NotFound):
        api.authority(date(1999, 1, 1))


def test_search_needs_no_tones_and_knows_spellings() -> None:
    assert "phong-van-hoa-thong-tin" in codes(api.find_units("van hoa thong tin", BEFORE))
    assert codes(api.find_units("LDTBXH", BEFORE)).count("phong-lao-dong") == 1
    assert codes(api.find_areas("tung anh", BEFORE)) == ["18259"]
    assert api.find_units("  ", BEFORE) == []
    assert codes(api.find_units("yen ho", FIRST)) == []


def test_listing_leaves_groups_out_unless_asked() -> None:
    assert not any(unit.is_group for unit in api.units(BEFORE))
    assert any(unit.is_group for unit in api.units(BEFORE, with_groups=True))
    assert api.unit("phong-y-te", BEFORE).parent_code == "ubnd-huyen"
    assert api.unit("ubnd-xa-yen-ho", BEFORE).area_code == "18253"
