"""What a person's page shows: filters with counts, and looks the law withholds until a day."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from tests.kernel.audit.conftest import CLERK, intruder

from dean06.kernel.audit import api, entry
from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.audit.types import BULK_FROM, LookFilter, LookKind, UnitLooks, WithheldLooks
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM

WHY = {"purpose": "Giải quyết hồ sơ", "legal_basis": "Luật thử", "object_type": "test.file", "object_id": "7"}
RENAMED = replace(CLERK, unit_name="Phòng Y tế và Dân số")
POLICE = replace(CLERK, unit_code="cong-an", unit_name="Công an huyện")


def look(person: UUID, *, actor: Any = CLERK, crowd: int = 0, on: date = date(2023, 12, 1), **more: Any) -> UUID:
    action = more.pop("action", "test.look")
    with clock.at(on):
        return api.record(actor, action, subjects=[person, *(uuid4() for _ in range(crowd))], **WHY, **more)


@pytest.fixture
def person() -> UUID:
    """Looked at by three, once in a list, and twice by the police who may not tell yet."""
    person = uuid4()
    look(person, on=date(2023, 12, 1), case_ref="HS-1", device="kiosk-2", action="p06_site_gates.read")
    look(person, on=date(2023, 12, 2), actor=RENAMED)
    look(person, on=date(2023, 12, 3), actor=SYSTEM, crowd=BULK_FROM - 1)
    look(person, on=date(2023, 12, 4), actor=POLICE, release_on=date(2024, 2, 1))
    look(person, on=date(2023, 12, 5), actor=POLICE, crowd=BULK_FROM, release_on=date(2024, 1, 1))
    look(person, on=date(2023, 12, 6), actor=POLICE, release_on=date(2024, 1, 1))
    return person


@pytest.mark.django_db
def test_a_look_says_its_case_its_device_its_pilot_and_how_many_it_concerned(person: UUID) -> None:
    with clock.at(date(2023, 12, 20)):
        bulk, _, first = api.looks_at(person)
    assert (first.case_ref, first.device, first.pilot, first.subject_count) == ("HS-1", "kiosk-2", 6, 1)
    assert (first.is_bulk, first.was_withheld, first.release_on) == (False, False, None)
    assert (bulk.is_bulk, bulk.subject_count, bulk.pilot) == (True, BULK_FROM, None)


@pytest.mark.django_db
def test_withheld_looks_are_counted_with_their_day_and_shown_from_that_day(person: UUID) -> None:
    new_year, february = date(2024, 1, 1), date(2024, 2, 1)
    with clock.at(date(2023, 12, 31)):
        assert api.withheld_looks(person) == [
            WithheldLooks(release_on=new_year, count=2),
            WithheldLooks(release_on=february, count=1),
        ]
        assert api.count_looks_at(person) == len(api.looks_at(person)) == 3
        assert "cong-an" not in {unit.unit_code for unit in api.count_looks(person).units}
    with clock.at(new_year):
        assert api.withheld_looks(person) == [WithheldLooks(release_on=february, count=1)]
        shown = api.looks_at(person)
        assert [one.was_withheld for one in shown] == [True, True, False, False, False]
        assert (shown[0].unit_name, shown[0].release_on) == ("Công an huyện", new_year)
    with clock.at(february):
        assert api.withheld_looks(person) == []
        assert api.count_looks_at(person) == 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("only", "days"),
    [
        (LookFilter(), [3, 2, 1]),
        (LookFilter(kind=LookKind.SINGLE), [2, 1]),
        (LookFilter(kind=LookKind.BULK), [3]),
        (LookFilter(since=date(2023, 12, 2)), [3, 2]),
        (LookFilter(until=date(2023, 12, 2)), [2, 1]),
        (LookFilter(since=date(2023, 12, 2), until=date(2023, 12, 2)), [2]),
        (LookFilter(unit_code="phong-y-te"), [2, 1]),
        (LookFilter(unit_code=""), [3]),
        (LookFilter(unit_code="cong-an"), []),
        (LookFilter(unit_code="phong-y-te", until=date(2023, 12, 1)), [1]),
    ],
)
def test_filters_narrow_list_and_count_alike(person: UUID, only: LookFilter, days: list[int]) -> None:
    with clock.at(date(2023, 12, 20)):
        assert [clock.local(one.at).day for one in api.looks_at(person, only=only)] == days
        assert api.count_looks_at(person, only=only) == len(days)


@pytest.mark.django_db
def test_the_counts_beside_the_filters(person: UUID) -> None:
    health = UnitLooks(unit_code="phong-y-te", unit_name="Phòng Y tế và Dân số", count=2)
    platform = UnitLooks(unit_code="", unit_name="", count=1)
    with clock.at(date(2023, 12, 20)):
        counts = api.count_looks(person)
        assert (counts.total, counts.single, counts.bulk, counts.units) == (3, 2, 1, (health, platform))
        chosen = api.count_looks(person, only=LookFilter(unit_code="phong-y-te", kind=LookKind.BULK))
        assert (chosen.total, chosen.single, chosen.bulk, chosen.units) == (2, 2, 0, (platform,))
        nobody = api.count_looks(uuid4())
        assert (nobody.total, nobody.units) == (0, ())


@pytest.mark.django_db(transaction=True)
def test_a_withheld_look_is_not_in_the_bundle_before_its_day(write: Callable[..., UUID]) -> None:
    person = uuid4()
    write(person)
    with transaction.atomic():
        secret = look(person, actor=POLICE, release_on=date(2024, 1, 1))
    with clock.at(date(2023, 12, 31)):
        assert str(secret) not in json.dumps(api.export_bundle(person))
    with clock.at(date(2024, 1, 1)):
        assert str(secret) in json.dumps(api.export_bundle(person))


@pytest.mark.django_db(transaction=True)
def test_entries_of_form_1_stay_readable_and_provable(write: Callable[..., UUID]) -> None:
    """As an installation finds them that was upgraded: no new keys in the body, columns filled by the migration."""
    person = uuid4()
    entry_id = write(person)
    row = AuditEntry.objects.get(id=entry_id)
    content = {key: value for key, value in json.loads(row.body).items() if key not in entry.NEW_IN_2}
    body = json.dumps({**content, "v": 1}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with intruder() as run:
        run("UPDATE audit_auditentry SET body = %s, unit_code = '', subject_count = 0", body)
        run("UPDATE audit_auditleaf SET leaf_hash = %s", entry.leaf_of(body))
    executor = MigrationExecutor(connection)
    fill = executor.loader.get_migration("audit", "0003_case_device_release").operations[-1]
    with connection.cursor() as cursor:
        cursor.execute(fill.sql)
    assert api.verify().is_intact
    shown = api.looks_at(person)[0]
    assert (shown.unit_code, shown.subject_count, shown.case_ref, shown.release_on) == ("phong-y-te", 1, "", None)
    assert api.count_looks_at(person, only=LookFilter(unit_code="phong-y-te")) == 1
