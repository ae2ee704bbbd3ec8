"""A manifest that contradicts itself cannot be written."""

from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any

import pytest

from dean06.kernel.base.actor import Role
from dean06.kernel.manifest.checks import ManifestError
from dean06.kernel.manifest.types import (
    CaseType,
    Deadline,
    Indicator,
    PersonalData,
    Pilot,
    PilotRole,
    Reading,
    Status,
)

COUNT = Indicator(
    code="filed", label="Hồ sơ đã nộp", unit_vi="hồ sơ", selector="dean06.pilots.p07_demo.selectors:filed"
)


def pilot(**changes: Any) -> Pilot:
    facts: dict[str, Any] = {
        "number": 7,
        "slug": "p07_demo",
        "title": "Mô hình thử",
        "short_title": "Thử",
        "group": "II",
        "narrative": Reading(),
        "table": Reading(lead=("Công an huyện",), deadline=Deadline(text="Năm 2024", on=date(2024, 12, 31))),
        "summary_vi": "Để thử.",
    }
    return Pilot(**(facts | changes))


def built(**changes: Any) -> Pilot:
    clerk = PilotRole(code="clerk", title="Cán bộ", base=Role.CLERK)
    facts: dict[str, Any] = {
        "status": Status.BUILT,
        "urls": "dean06.pilots.p07_demo.urls",
        "indicators": (COUNT,),
        "roles": (clerk,),
    }
    return pilot(**(facts | changes))


def test_a_sound_pilot_derives_its_places() -> None:
    entry = pilot()
    assert (entry.module, entry.mount, entry.api_mount) == ("dean06.pilots.p07_demo", "p07/", "api/p07/")
    assert entry.docs_page == "07-demo.md"
    assert entry.group_title == "Phát triển kinh tế - xã hội"
    assert (entry.lead, entry.deadline_text) == (("Công an huyện",), "Năm 2024")
    assert not entry.is_built
    assert entry.status.label == "Chưa triển khai"


def test_a_pilot_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        pilot().number = 8  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"slug": "p08_demo"}, "does not carry its number"),
        ({"slug": "demo"}, "not pNN_words"),
        ({"number": 0, "slug": "p00_demo"}, "does not carry its number"),
        ({"title": ""}, "title: a text is missing"),
        ({"title": " Mô hình "}, "stray space"),
        ({"short_title": "Tên ngắn mà lại dài hơn tên đầy đủ"}, "longer than title"),
        ({"group": "VI"}, "group 'VI'"),
        ({"table": Reading()}, "names a lead"),
        ({"ports": ("asm",)}, "unknown: asm"),
        ({"ports": "population"}, "a tuple is needed"),
        ({"case_types": (CaseType(code="a", title="A"), CaseType(code="a", title="B"))}, "given twice: a"),
        ({"urls": "dean06.pilots.p07_demo.urls"}, "not built, yet declares urls"),
        ({"indicators": (COUNT,)}, "not built, yet declares indicators"),
    ],
)
def test_contradictions_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ManifestError, match=words):
        pilot(**changes)


def test_built_means_mounted_counted_and_peopled() -> None:
    assert built().is_built
    with pytest.raises(ManifestError, match="neither urls nor api"):
        built(urls="")
    with pytest.raises(ManifestError, match="nothing to count"):
        built(indicators=())
    with pytest.raises(ManifestError, match="nobody has a role"):
        built(roles=())


def test_every_indicator_is_counted_by_somebody() -> None:
    uncounted = Indicator(code="share", label="Tỷ lệ", unit_vi="%")
    with pytest.raises(ManifestError, match="no figures count it"):
        built(indicators=(COUNT, uncounted))
    assert built(indicators=(COUNT, uncounted), figures="dean06.pilots.p07_demo.selectors:figures").is_built
    with pytest.raises(ManifestError, match=r"package\.module:function"):
        built(figures="selectors.figures")


def test_parts_are_checked_too() -> None:
    with pytest.raises(ManifestError, match="exclusive bound needs a day"):
        Deadline(text="Trước khi khai trương", bound="exclusive")
    with pytest.raises(ManifestError, match="requested lead must be named"):
        Reading(lead_is_request=True)
    with pytest.raises(ManifestError, match="given twice"):
        Reading(force=("Phòng Y tế", "Phòng Y tế"))
    with pytest.raises(ManifestError, match="not snake_case"):
        CaseType(code="Hồ sơ", title="Hồ sơ")
    with pytest.raises(ManifestError, match=r"package\.module:function"):
        Indicator(code="a", label="A", unit_vi="lượt", selector="selectors.filed")
    with pytest.raises(ManifestError, match="must be positive"):
        Indicator(code="a", label="A", unit_vi="lượt", selector="a.b:c", target=0)
    with pytest.raises(ManifestError, match=r"PersonalData\.legal_basis"):
        PersonalData(field="Họ tên", purpose="Để thử", legal_basis="", retention="Không lưu")


def test_units_of_a_reading_come_once_in_order() -> None:
    reading = Reading(lead=("A",), coordinate=("B", "C"), force=("A", "D"))
    assert reading.units == ("A", "B", "C", "D")
