"""Seeding says what it does, does it through the services, and does nothing the second time."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from pytest_django import DjangoDbBlocker
from tests import seeded

from dean06.config import seeding
from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("seeding")]
# Loading reference data is an act each time; its entry carries the counts, which are zero.
ALWAYS = ["parties.load_reference_data"]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[seeded.Demo]:
    with django_db_blocker.unblock():
        yield from seeded.played()


def counts() -> dict[str, int]:
    """Rows by table, the log's own left out."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in {"audit", "procrastinate"} and model._meta.managed
    }


def test_a_second_time_changes_nothing(demo: seeded.Demo, db: None) -> None:
    with clock.at(seeded.NOW):
        before, last = counts(), AuditEntry.objects.latest("at", "id")
        seeding.demo_data()
        assert counts() == before
    new = AuditEntry.objects.filter(at__gte=last.at).exclude(pk=last.pk).exclude(action="messaging.send")
    assert [entry.action for entry in new if entry.id > last.id] == ALWAYS


def test_steps_tell_what_they_do(demo: seeded.Demo, db: None) -> None:
    labels = [step.label for step in seeding.steps()]
    assert labels == ["Nạp địa giới, đơn vị và nhân sự hư cấu"], "what is done is not announced again"


def test_everybody_invented_is_marked_so(demo: seeded.Demo, db: None) -> None:
    party = apps.get_model("parties", "Party")
    assert party.objects.exists()
    assert not party.objects.filter(is_fictional=False, kind="person").exists()
    assert not party.objects.filter(kind="person").exclude(personal_id__startswith="000").exists()
