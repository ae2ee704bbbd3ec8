"""The reference files: every unit of the dispatch, every commune before and after, and chains that end somewhere."""

from datetime import date

import pytest

from dean06.kernel.parties import names, reference

BEFORE, AFTER = date(2023, 11, 24), date(2026, 1, 1)
NEW_COMMUNES = {
    "xa-duc-tho": {"18229", "18259", "18280", "18283"},
    "xa-duc-minh": {"18244", "18241", "18247"},
    "xa-duc-quang": {"18235", "18262", "18253"},
    "xa-duc-thinh": {"18274", "18277", "18298"},
    "xa-duc-dong": {"18307", "18310", "18304"},
}


def alive(day: date) -> set[str]:
    rows = reference.unit_rows()
    return {row.code for row in rows if row.valid_from <= day and (row.valid_until is None or day < row.valid_until)}


def test_every_name_that_can_be_read_is_a_unit_or_declared_foreign() -> None:
    units = {row.code: row for row in reference.unit_rows() if row.valid_from < date(2025, 7, 1)}
    foreign = set(reference._read("units.toml")["not_ours"])
    for entry in names.all_units():
        if entry.code in foreign:
            assert entry.code not in units
            continue
        row = units[entry.code]
        assert (row.name, row.level, row.short_name) == (entry.name, entry.level, entry.short_name or row.short_name)


def test_sixteen_communes_became_five() -> None:
    communes = [row for row in reference.area_rows() if row.kind in {"township", "commune"}]
    assert sum(row.valid_until == date(2025, 7, 1) for row in communes) == 16
    new = {(row.code, row.valid_from): row.slug for row in communes if row.valid_until is None}
    went: dict[str, set[str]] = {slug: set() for slug in new.values()}
    for step in reference.area_successions():
        if step.predecessor[0] != "440":
            went[new[step.successor]].add(step.predecessor[0])
    assert went == NEW_COMMUNES


def test_a_code_is_an_identity_only_with_its_day() -> None:
    bearers = {(row.spoken, row.valid_from) for row in reference.area_rows() if row.code == "18244"}
    assert bearers == {("xã Trường Sơn", date(2010, 1, 1)), ("xã Đức Minh", date(2025, 7, 1))}
    identities = [(row.code, row.valid_from) for row in (*reference.area_rows(), *reference.unit_rows())]
    assert len(identities) == len(set(identities))


def test_each_commune_has_its_bodies() -> None:
    before, after = alive(BEFORE), alive(AFTER)
    assert {"ubnd-thi-tran-duc-tho", "cong-an-thi-tran-duc-tho", "ubnd-xa-tung-anh", "cong-an-xa-tung-anh"} <= before
    assert sum(code.startswith(("ubnd-xa-", "ubnd-thi-tran-")) for code in before) == 16
    for slug in NEW_COMMUNES:
        bodies = ("ubnd", "hdnd", "cong-an", "phong-kinh-te", "phong-van-hoa-xa-hoi", "van-phong-hdnd-ubnd")
        assert {f"{body}-{slug}" for body in (*bodies, "trung-tam-phuc-vu-hcc")} <= after
    assert "ubnd-xa-tung-anh" not in after


def test_the_district_level_has_heirs_or_stays() -> None:
    heirless = {row.code for row in reference.unit_rows() if row.valid_until is not None and not row.heirs}
    assert heirless == set()
    links = list(reference.unit_successions())
    culture = {link.successor[0] for link in links if link.predecessor[0] == "phong-van-hoa-thong-tin"}
    assert culture == {f"phong-van-hoa-xa-hoi-{slug}" for slug in NEW_COMMUNES}
    assert all(not link.verified for link in links), "heirs are from memory until read in the decisions"


def test_groups_point_at_units_that_are_there() -> None:
    codes = {row.code for row in reference.unit_rows()}
    for rule in reference.group_rules().values():
        assert rule.code in codes
        assert rule.codes <= codes


def test_one_authority_on_every_day() -> None:
    for day in (date(2015, 1, 1), BEFORE, date(2025, 6, 30), date(2025, 7, 1), AFTER):
        serving = [
            row.code
            for row in reference.unit_rows()
            if row.is_authority and row.valid_from <= day and (row.valid_until is None or day < row.valid_until)
        ]
        assert len(serving) == 1


def test_a_reference_that_points_nowhere_is_an_error() -> None:
    with pytest.raises(LookupError, match="phong-y-te"):
        reference.in_force("phong-y-te", AFTER)
