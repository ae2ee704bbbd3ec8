"""Services of the labour book, each prepared so that it does its work once."""

from datetime import date

from tests.house.acts import TODAY, Doing, World, act
from tests.labour import record_for

from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.wiring import override
from dean06.kernel.ports.social_insurance import InsuranceRecord, RecordRequest, SocialInsurance
from dean06.pilots.p17_health_labour_books.models import LabourAsk, LabourProof
from dean06.pilots.p17_health_labour_books.services import labour_asking as asking
from dean06.pilots.p17_health_labour_books.services import labour_fetching as fetching
from dean06.pilots.p17_health_labour_books.services import labour_proving as proving

SAID = asking.Declared(
    kind="job", employer="Hư Cấu", title="Thợ hàn", occupation="7212", since=date(2024, 1, 1), until=None
)


def clerk_of(world: World) -> Actor:
    return world.demo.cast("labour_clerk", TODAY)


def asked(world: World) -> LabourAsk:
    return LabourAsk.objects.get(pk=asking.ask_insurance(world.citizen))


class Near:
    """Social insurance without a wire."""

    def record(self, request: RecordRequest) -> InsuranceRecord:
        return record_for(LabourAsk.objects.get(pk=request.id))


@act(asking.ask_insurance, "p17_labour.ask_insurance")
def _(world: World) -> Doing:
    return lambda: asking.ask_insurance(world.citizen)


@act(asking.declare, "p17_labour.declare")
def _(world: World) -> Doing:
    return lambda: asking.declare(world.citizen, said=SAID)


@act(asking.remove, "p17_labour.remove")
def _(world: World) -> Doing:
    entry_id = asking.declare(world.citizen, said=SAID)
    return lambda: asking.remove(world.citizen, entry_id=entry_id)


@act(asking.ask_proof, "p17_labour.ask_proof")
def _(world: World) -> Doing:
    ask = asked(world)
    fetching.take_record(SYSTEM, ask_id=ask.pk, record=record_for(ask))
    unit = clerk_of(world).unit_code
    return lambda: asking.ask_proof(world.citizen, occupation="7212", unit_code=unit)


@act(fetching.fetch, "p17_labour.take_record")
def _(world: World) -> Doing:
    ask = asked(world)

    def do() -> None:
        with override(SocialInsurance, Near()):
            fetching.fetch({"ask": str(ask.pk)}, "acts")

    return do


@act(fetching.take_record, "p17_labour.take_record")
def _(world: World) -> Doing:
    ask = asked(world)
    return lambda: fetching.take_record(SYSTEM, ask_id=ask.pk, record=record_for(ask))


@act(fetching.refuse_record, "p17_labour.refuse_record")
def _(world: World) -> Doing:
    ask = asked(world)
    return lambda: fetching.refuse_record(SYSTEM, ask_id=ask.pk, why="stale")


@act(proving.read_proof, "p17_labour_looks.read")
def _(world: World) -> Doing:
    return lambda: proving.read_proof(clerk_of(world), proof_id=LabourProof.objects.get().pk)


@act(proving.agree, "p17_labour.agree")
def _(world: World) -> Doing:
    return lambda: proving.agree(clerk_of(world), proof_id=LabourProof.objects.get().pk, number="1/XNLV")


@act(proving.refuse, "p17_labour.refuse")
def _(world: World) -> Doing:
    return lambda: proving.refuse(clerk_of(world), proof_id=LabourProof.objects.get().pk, reason="Hư cấu")
