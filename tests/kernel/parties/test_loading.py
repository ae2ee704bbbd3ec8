"""Loading reference data and the demo's people: idempotent, audited, all or nothing."""

from datetime import date
from pathlib import Path

import pytest

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.parties import api
from dean06.kernel.parties.models import Area, AreaSuccession, Party, Unit, UnitAlias, UnitSuccession

ROOT = Path(__file__).parents[3]
DEMO_PEOPLE = ROOT / "protocols" / "demo_people.toml"
TABLES = (Area, AreaSuccession, Unit, UnitAlias, UnitSuccession)
pytestmark = pytest.mark.django_db


def counts() -> list[int]:
    return [table.objects.count() for table in TABLES]


def test_loading_twice_adds_nothing() -> None:
    first = api.load_reference_data()
    loaded = counts()
    assert first.created == sum(loaded)
    assert all(loaded)
    again = api.load_reference_data()
    assert (again.created, again.changed) == (0, 0)
    assert counts() == loaded
    assert AuditEntry.objects.filter(action="parties.load_reference_data").count() == 2


def test_loading_corrects_what_drifted() -> None:
    api.load_reference_data()
    Unit.objects.filter(code="phong-y-te").update(name="Phòng Y Tế cũ", name_fold="phong y te cu")
    result = api.load_reference_data()
    assert (result.created, result.changed) == (0, 1)
    unit = Unit.objects.get(code="phong-y-te")
    assert (unit.name, unit.name_fold) == ("Phòng Y tế", "phong y te")


def test_only_who_runs_the_installation_loads() -> None:
    with pytest.raises(NotPermitted):
        api.load_reference_data(Actor(name="Cán bộ", role=Role.CLERK))
    assert not Unit.objects.exists()


def test_all_demo_people_fit_the_register(operator: Actor) -> None:
    api.load_reference_data()
    ids = api.load_demo_people(operator, DEMO_PEOPLE)
    assert ids == api.load_demo_people(operator, DEMO_PEOPLE)
    assert Party.objects.count() == len(ids)
    assert not Party.objects.filter(is_fictional=False).exists()
    for day in (date(2023, 12, 1), date(2026, 1, 1)):
        leaders = api.holders(api.authority(day), Role.LEADER, day)
        assert any(holder.title.startswith("Chủ tịch") for holder in leaders)


def test_demo_people_never_join_real_ones(operator: Actor) -> None:
    api.register_person(
        operator,
        personal_id="042085000001",
        full_name="Người Thật",
        birth_on=date(1985, 1, 1),
        sex="male",
        is_fictional=False,
    )
    with pytest.raises(Conflict):
        api.load_demo_people(operator, DEMO_PEOPLE)


def test_demo_people_must_say_they_are_fictional(operator: Actor, tmp_path: Path) -> None:
    file = tmp_path / "people.toml"
    file.write_text('[[people]]\nkey = "a"\n', encoding="utf-8")
    with pytest.raises(Invalid, match="fictional = true"):
        api.load_demo_people(operator, file)


def test_a_broken_person_leaves_nothing_behind(operator: Actor, tmp_path: Path) -> None:
    file = tmp_path / "people.toml"
    good = 'key = "a"\npersonal_id = "000000000001"\nfull_name = "A"\nsex = "male"\nbirth_on = 1990-01-01\n'
    file.write_text(f'fictional = true\n[[people]]\n{good}[[people]]\nkey = "b"\n', encoding="utf-8")
    with pytest.raises(Invalid, match="thiếu trường 'personal_id'"):
        api.load_demo_people(operator, file)
    assert not Party.objects.exists()
