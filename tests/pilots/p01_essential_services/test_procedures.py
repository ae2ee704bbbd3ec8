"""The 25 services of QĐ 06 as they are declared: whole, dated, honest about what nobody has verified."""

import json
import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

import dean06.pilots.p01_essential_services as pilot
from dean06.kernel.base.declarations import DeclarationError
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.deadlines import COUNTED
from dean06.kernel.cases.procedures.catalogue import read_catalogue
from dean06.kernel.cases.procedures.lists import read_list, read_lists
from dean06.kernel.cases.procedures.types import Act, Channel, DecisionList, Level, Procedure
from dean06.kernel.documents import api as documents

ROOT = Path(__file__).parents[3]
DIRECTORY = Path(pilot.__file__).with_name("procedures")
SCHEMA = Draft202012Validator(
    json.loads((ROOT / "protocols/procedure.schema.json").read_text(encoding="utf-8")), format_checker=FormatChecker()
)
CATALOGUE = read_catalogue([DIRECTORY], kinds=documents.kinds().asked_for())
TODAY = date(2026, 3, 2)
BEFORE_THE_MERGE = date(2025, 6, 30)
# The annex of QĐ 06 in its order: eleven of the police, fourteen of other sectors.
POLICE = (
    "xac_nhan_so_cmnd",
    "cap_doi_the_can_cuoc",
    "thuong_tru",
    "tam_tru",
    "tam_vang",
    "luu_tru",
    "dang_ky_mo_to",
    "nop_phat_nguoi",
    "ho_chieu",
    "con_dau",
    "con_dau_thu_nho",
)
SECTORS = (
    "khai_sinh",
    "khai_tu",
    "ket_hon",
    "lien_thong_khai_sinh",
    "lien_thong_khai_tu",
    "ly_lich_tu_phap",
    "dang_ky_thue",
    "bien_dong_dat_dai",
    "gia_han_bhyt_ho_gia_dinh",
    "doi_giay_phep_lai_xe",
    "tro_cap_that_nghiep",
    "thi_tot_nghiep_thpt",
    "cap_dien_moi",
    "doi_chu_hop_dong_dien",
)
# Filed only as part of an interlinked service; on no list of their own.
PARTS = ("the_bhyt_tre_em", "xoa_thuong_tru", "mai_tang_phi")
OFFERED = (Act.RECEIVE, Act.REFUSE, Act.ASK_SUPPLEMENT, Act.EXTEND, Act.STOP, Act.DECIDE, Act.HAND_OVER)
EVERY_VERSION = pytest.mark.parametrize(
    "procedure", [one.procedure for one in CATALOGUE.declared], ids=[one.file for one in CATALOGUE.declared]
)


def on(code: str, day: date) -> Procedure:
    found = CATALOGUE.find(code, day)
    assert found is not None, code
    return found.procedure


def test_the_25_services_of_the_decision_are_all_there_and_no_other():
    listed = [one.code for one in CATALOGUE.on(TODAY) if DecisionList.QD_06 in one.lists]
    assert (len(POLICE), len(SECTORS)) == (11, 14)
    assert sorted(listed) == sorted(POLICE + SECTORS)
    assert {one.procedure.code for one in CATALOGUE.declared} == {*POLICE, *SECTORS, *PARTS}


@pytest.mark.parametrize("file", sorted(DIRECTORY.glob("*.toml")), ids=lambda file: file.stem)
def test_every_file_keeps_to_the_published_schema(file):
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    assert not list(SCHEMA.iter_errors(json.loads(json.dumps(content, default=date.isoformat))))
    assert file.stem in (content["code"], f"{content['code']}_{content['valid_from'].year}")


@EVERY_VERSION
def test_every_service_is_whole(procedure):
    assert procedure.applicants
    assert procedure.legal_basis
    assert {Channel.COUNTER, Channel.ONLINE} <= {fee.channel for fee in procedure.fees} or procedure.level is (
        Level.CENTRAL
    )
    assert procedure.result.document_type
    assert all(field.section for field in procedure.fields)
    assert any(field.prefill.startswith("applicant.") for field in procedure.fields)
    assert all(step.within_hours for step in procedure.steps)
    acts = {act for step in procedure.steps for act in step.acts}
    assert set(OFFERED) <= acts


@EVERY_VERSION
def test_the_time_of_the_steps_fits_into_the_deadline(procedure):
    hours = sum(step.within_hours for step in procedure.steps)
    if procedure.deadline.kind in COUNTED:
        assert hours <= procedure.deadline.amount * 8
    else:
        assert hours <= 8


@EVERY_VERSION
def test_nothing_claims_to_have_been_verified(procedure):
    """Nobody has held these files against the legal texts; whoever does says so in a commit that changes this."""
    assert not procedure.verified
    assert "chưa đối chiếu" in procedure.source


def test_versions_follow_each_other_without_a_gap():
    for earlier, later in pairwise(one.procedure for one in CATALOGUE.declared):
        if earlier.code == later.code:
            assert earlier.valid_until == later.valid_from
        else:
            assert earlier.valid_until is None


def test_the_district_ends_on_30_june_2025():
    for declared in CATALOGUE.declared:
        procedure = declared.procedure
        if procedure.level is Level.DISTRICT:
            assert procedure.valid_until == BEFORE_THE_MERGE + timedelta(days=1), declared.file
            assert on(procedure.code, procedure.valid_until).level is not Level.DISTRICT
    assert on("dang_ky_mo_to", BEFORE_THE_MERGE).level is Level.DISTRICT
    assert on("dang_ky_mo_to", TODAY).level is Level.COMMUNE


def test_fees_have_their_dates():
    def amounts(day: date) -> dict[Channel, int | None]:
        return {fee.channel: fee.amount for fee in on("thuong_tru", day).fees}

    assert amounts(date(2023, 2, 4)) == {Channel.COUNTER: None, Channel.ONLINE: None}
    assert amounts(date(2023, 2, 5)) == {Channel.COUNTER: 20_000, Channel.ONLINE: 10_000}


def test_one_filing_gives_three_results():
    birth, death = on("lien_thong_khai_sinh", TODAY), on("lien_thong_khai_tu", TODAY)
    assert [child.procedure for child in birth.children] == ["thuong_tru", "the_bhyt_tre_em"]
    assert [child.procedure for child in death.children] == ["xoa_thuong_tru", "mai_tang_phi"]
    codes = ["khai_sinh", *(child.procedure for child in birth.children)]
    assert len({on(code, TODAY).authority for code in codes}) == 3


def test_the_second_list_says_what_is_only_named_and_what_is_missing():
    lists = {one.code: one for one in read_lists([DIRECTORY])}
    assert (lists[DecisionList.QD_06].count, lists[DecisionList.QD_422].count) == (25, 28)
    reported = lists[DecisionList.QD_422]
    assert len(reported.named) == len({one.name for one in reported.named}) == 14
    assert not reported.verified
    assert not any(DecisionList.QD_422 in one.lists for one in CATALOGUE.on(TODAY))


def test_a_wrong_list_is_explained_with_its_line():
    with pytest.raises(DeclarationError) as told:
        read_list("422.toml", 'list = "423"\ntitle = "Thử"\ncount = 0\nsource = "Thử"\nverified = false\n')
    assert [one.line for one in told.value.problems] == [1, 3]


def test_mistakes_of_all_lists_are_told_at_once(tmp_path):
    good = 'title = "Thử"\ncount = 1\nsource = "Thử"\nverified = false\n'
    twice = '[[service]]\nname = "Một"\n[[service]]\nname = "một"\n'
    (tmp_path / "lists").mkdir()
    for name, text in (("a", f'list = "06"\n{good}{twice}'), ("b", 'list = "x"\n'), ("c", f'list = "06"\n{good}')):
        (tmp_path / "lists" / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "lists" / "d.toml").write_bytes('list = "06"'.encode("utf-16"))
    (tmp_path / "lists" / "e.toml").write_text(f'list = "06"\n{good}', encoding="utf-8")
    with pytest.raises(DeclarationError) as told:
        read_lists([tmp_path])
    said = [str(one) for one in told.value.problems]
    assert "lists/a.toml:9: “một” đã có ở trên." in said
    assert "lists/a.toml:3: Có 2 tên mà quyết định chỉ có 1 dịch vụ." in said
    assert any(one.startswith("lists/b.toml:1: “list” là “x”") for one in said)
    assert "lists/d.toml:1: Tệp phải lưu bằng mã UTF-8." in said
    assert "lists/e.toml:1: Danh mục “06” đã có ở tệp khác." in said


@pytest.mark.parametrize("file", sorted((DIRECTORY / "lists").glob("*.toml")), ids=lambda file: file.stem)
def test_every_list_keeps_to_the_published_schema(file):
    schema = Draft202012Validator(json.loads((ROOT / "protocols/service_list.schema.json").read_text(encoding="utf-8")))
    assert schema.is_valid(tomllib.loads(file.read_text(encoding="utf-8")))
    for wrong in ({"count": 0}, {"list": "07"}, {"service": [{"nam": "x"}]}, {"verified": "no"}):
        assert not schema.is_valid(tomllib.loads(file.read_text(encoding="utf-8")) | wrong)


def test_a_national_code_written_from_memory_is_marked():
    """Codes of procedures came from memory and public pages, none from the authority's own list."""
    coded = [one.procedure for one in CATALOGUE.declared if one.procedure.number]
    assert {"khai_sinh", "khai_tu", "ket_hon", "luu_tru"} <= {one.code for one in coded}
    assert not any(one.verified for one in coded)


def test_the_source_says_each_thing_once():
    """What the source says came from a portal it does not say came from general knowledge."""
    for declared in CATALOGUE.declared:
        before, _, after = declared.procedure.source.partition("ghi theo hiểu biết chung")
        known = before.rpartition("Cấp giải quyết")[2]
        if "theo cổng dịch vụ công" in declared.procedure.source:
            assert "phí" not in known
            assert "thời hạn" not in known
        assert "chưa đối chiếu" in after


def test_the_installation_knows_them_though_the_pilot_is_not_built():
    assert {*POLICE, *SECTORS} <= {one.code for one in cases.catalogue().on(TODAY)}
    assert len(cases.service_lists()) == 2
