"""The 23 manifests, their pages in docs/pilots and what is really built agree."""

import ast
import importlib.util
from pathlib import Path

import pytest
from tests.house.source import tree

from dean06.kernel.manifest.api import (
    PROGRAMME_GROUPS,
    ManifestError,
    all_pilots,
    built_pilots,
    function_at,
    pilots_by_group,
)
from dean06.kernel.manifest.types import Deadline, PersonalData, Pilot, Reading
from dean06.kernel.parties.names import resolve
from dean06.kernel.privacy.api import categories_of

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "pilots"
DIRECTIVE_PAGE = "00-chi-dao.md"  # about what orders the pilots
NAMES = [entry.slug for entry in all_pilots()]
# The list of the architecture: a pilot is not renamed by accident.
SLUGS = [
    "p01_essential_services",
    "p02_certified_documents",
    "p03_vneid_services",
    "p04_hospital_kiosk",
    "p05_passenger_stays",
    "p06_site_gates",
    "p07_chip_ticketing",
    "p08_unsecured_loans",
    "p09_supervised_exams",
    "p10_local_commerce",
    "p11_staff_comms",
    "p12_open_courses",
    "p13_crime_reports",
    "p14_legal_aid",
    "p15_schools",
    "p16_criminal_records",
    "p17_health_labour_books",
    "p18_data_exchange",
    "p19_land_holders",
    "p20_register_digitisation",
    "p21_innovation_contest",
    "p22_security_operations",
    "p23_security_training",
]
EVERY_PILOT = pytest.mark.parametrize("pilot", all_pilots(), ids=NAMES)


def test_exactly_the_23_pilots_of_the_dispatch() -> None:
    assert NAMES == SLUGS
    assert [entry.number for entry in all_pilots()] == list(range(1, 24))


def test_groups_as_listed_and_as_declared() -> None:
    """The dispatch lists 3+7+8+2+3 and declares 3+8+7+2+3: both are facts, and they differ."""
    assert [len(pilots) for _, pilots in pilots_by_group()] == [3, 7, 8, 2, 3]
    assert [group.declared_count for group in PROGRAMME_GROUPS] == [3, 8, 7, 2, 3]
    assert [group.code for group in PROGRAMME_GROUPS] == ["I", "II", "III", "IV", "V"]


def test_groups_follow_the_numbers() -> None:
    order = [group.code for group in PROGRAMME_GROUPS]
    places = [order.index(entry.group) for entry in all_pilots()]
    assert places == sorted(places)


def test_titles_tell_pilots_apart() -> None:
    assert len({entry.title for entry in all_pilots()}) == 23
    assert len({entry.short_title for entry in all_pilots()}) == 23


@EVERY_PILOT
def test_units_are_written_in_their_canonical_names(pilot: Pilot) -> None:
    for name in (*pilot.narrative.units, *pilot.table.units):
        found = resolve(name)
        assert found is not None, f"{name!r} is not a known unit"
        assert found.name == name, f"write {found.name!r}, not {name!r}"


@EVERY_PILOT
def test_a_deadline_has_a_day_only_when_its_words_name_one(pilot: Pilot) -> None:
    for reading in (pilot.narrative, pilot.table):
        if reading.deadline is not None:
            assert _names_a_day(reading.deadline) == (reading.deadline.on is not None)


def _names_a_day(deadline: Deadline) -> bool:
    return any(char.isdigit() for char in deadline.text.replace("06/CP", ""))


@EVERY_PILOT
def test_no_django_in_a_manifest(pilot: Pilot) -> None:
    source = ROOT / "src" / "dean06" / "pilots" / pilot.slug / "manifest.py"
    for node in ast.walk(tree(source)):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        for module in modules:
            allowed = module == "datetime" or module.startswith(("dean06.kernel.manifest.", "dean06.kernel.base.actor"))
            assert allowed, f"{source.name} imports {module}"


@EVERY_PILOT
def test_its_page_says_what_the_manifest_says(pilot: Pilot) -> None:
    page = (DOCS / pilot.docs_page).read_text(encoding="utf-8")
    assert page.startswith(f"# Mô hình điểm {pilot.number}: {pilot.title}\n")
    assert f"Nhóm {pilot.group} · Trạng thái: **{pilot.status.label}**" in page
    assert pilot.summary_vi in page
    rows = dict(_row(line) for line in page.splitlines() if line.startswith("| ") and line.count("|") == 4)
    narrative, table = pilot.narrative, pilot.table
    assert rows["Chủ trì"] == (_lead(narrative), _lead(table))
    assert rows["Phối hợp"] == (_said(narrative.coordinate), _said(table.coordinate))
    assert rows["Lực lượng triển khai"] == (_said(narrative.force), _said(table.force))
    assert rows["Thời gian hoàn thành"] == (_until(narrative), _until(table))
    assert rows["Nền tảng"] == (_said(narrative.platforms), _said(table.platforms))
    for data in pilot.personal_data:
        for text in (data.field, data.purpose, data.legal_basis, data.retention):
            assert text in page


def _row(line: str) -> tuple[str, tuple[str, str]]:
    head, first, second = (cell.strip() for cell in line.strip("|").split("|"))
    return head, (first, second)


def _said(values: tuple[str, ...]) -> str:
    return "; ".join(values) or "không nêu"


def _lead(reading: Reading) -> str:
    return f"{'đề nghị ' if reading.lead_is_request else ''}{_said(reading.lead)}"


def _until(reading: Reading) -> str:
    return reading.deadline.text if reading.deadline else "không nêu"


def test_no_page_without_a_pilot() -> None:
    pages = {path.name for path in DOCS.glob("[0-9][0-9]-*.md") if path.name != DIRECTIVE_PAGE}
    assert pages == {entry.docs_page for entry in all_pilots()}


def test_built_pilots_have_what_they_declare() -> None:
    for entry in built_pilots():
        for path in filter(None, (entry.figures, *(indicator.selector for indicator in entry.indicators))):
            assert callable(function_at(path)), path
        for module in filter(None, (entry.urls, entry.api)):
            assert importlib.util.find_spec(module) is not None, module
        for port in entry.ports:
            assert importlib.util.find_spec(f"dean06.kernel.ports.{port}") is not None, port


def test_what_a_built_pilot_keeps_for_a_time_is_deleted_after_it() -> None:
    for pilot in built_pilots():
        kept = {held.keep_days for held in pilot.personal_data if held.keep_days}
        enforced = {one.keep_days for one in categories_of(pilot.slug)}
        assert kept <= enforced, f"{pilot.slug}: register a category (kernel.privacy) for each period of its manifest"


def test_a_period_in_words_is_a_period_a_machine_can_enforce() -> None:
    facts = {"field": "x", "purpose": "y", "legal_basis": "z"}
    with pytest.raises(ManifestError, match="says 365 days"):
        PersonalData(**facts, retention="Đề xuất 12 tháng")
    assert PersonalData(**facts, retention="Đề xuất 12 tháng", keep_days=365).keep_days == 365
    assert PersonalData(**facts, retention="Theo hồ sơ").keep_days is None


@EVERY_PILOT
def test_what_is_not_built_has_no_pages_to_show(pilot: Pilot) -> None:
    """The other half of honesty: a package that serves pages must say it is built."""
    package = ROOT / "src" / "dean06" / "pilots" / pilot.slug
    serves = [name for name in ("urls.py", "views.py", "api.py") if (package / name).exists()]
    assert pilot.is_built or not serves, f"{pilot.slug} has {serves} but is declared not built"
