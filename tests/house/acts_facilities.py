"""Services of the health book for machines, each prepared so that it does its work once."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from tests.house.acts import Doing, World, act

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books.choices import EntryKind
from dean06.pilots.p17_health_labour_books.fhir.search import read_query
from dean06.pilots.p17_health_labour_books.models import Facility, HealthEntry, HealthShare
from dean06.pilots.p17_health_labour_books.services import checking, facilities, reading, receiving

UNIT = "tram-y-te-hu-cau"
HOA = "000151000201"
CHART = Path(__file__).resolve().parents[2] / "protocols" / "hospital" / "hoa.json"
CALLER = Actor(name="Trạm y tế hư cấu", role=Role.SYSTEM, unit_code=UNIT)


def station() -> UUID:
    """A facility of its own, so that what the demo's hospital sent stays as it is."""
    return Facility.objects.create(unit_code=UNIT, name="Trạm y tế hư cấu", client_id="tram-hu-cau").pk


def sent() -> UUID:
    """Its bundle, taken in."""
    return receiving.receive_bundle(SYSTEM, facility_id=station(), content=CHART.read_bytes()).bundle_id


def shared() -> None:
    """The book, open to the facility."""
    sent()
    HealthShare.objects.create(
        subject_id=parties.find_person(HOA),
        consent_id=uuid4(),
        unit_code=UNIT,
        kinds=EntryKind.values,
        purpose="Khám bệnh",
        expires_at=clock.now() + timedelta(days=1),
    )


@act(facilities.register_facility, "p17.register_facility")
def _(world: World) -> Doing:
    return lambda: facilities.register_facility(
        world.operator, unit_code="trung-tam-y-te", client_id="trung-tam-hu-cau", jwks=[]
    )


@act(receiving.receive_bundle, "p17.receive_bundle")
def _(world: World) -> Doing:
    facility_id = station()
    return lambda: receiving.receive_bundle(SYSTEM, facility_id=facility_id, content=CHART.read_bytes())


@act(checking.check_kept, "p17.check_bundle")
def _(world: World) -> Doing:
    bundle_id = sent()
    return lambda: checking.check_kept(SYSTEM, bundle_id=bundle_id)


@act(reading.search_entries, "p17_looks.search")
def _(world: World) -> Doing:
    shared()
    query = read_query("Observation", [("patient", f"urn:dean06:so-dinh-danh|{HOA}")])
    return lambda: reading.search_entries(CALLER, query=query)


@act(reading.read_entry, "p17_looks.search")
def _(world: World) -> Doing:
    shared()
    row = HealthEntry.objects.filter(facility__unit_code=UNIT, resource_type="Condition").first()
    return lambda: reading.read_entry(CALLER, resource_type="Condition", entry_id=row.pk)


@act(reading.summarise, "p17_looks.summary")
def _(world: World) -> Doing:
    shared()
    return lambda: reading.summarise(CALLER, personal_id=HOA)
