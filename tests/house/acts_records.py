"""Services of criminal-record certificates, each prepared so that it does its work once."""

from datetime import timedelta
from uuid import UUID

from tests.house.acts import TODAY, Doing, World, act
from tests.records import answer_to

from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.wiring import override
from dean06.kernel.cases import api as cases
from dean06.kernel.ports.judicial_register import JudicialRegister, Order, Receipt
from dean06.pilots.p16_criminal_records import seed
from dean06.pilots.p16_criminal_records.models import Match, RecordRequest, Search
from dean06.pilots.p16_criminal_records.services import answering, judging, ordering, reading, sending

WHY = "Hư cấu"


def clerk_of(world: World) -> Actor:
    return world.demo.cast("record_clerk", TODAY)


def at_hand(world: World) -> tuple[Actor, UUID]:
    """The demo's request, answered, at the searching step."""
    clerk, request = clerk_of(world), RecordRequest.objects.select_related("case").get()
    cases.assign(clerk, case_id=request.case_id, expected_revision=request.case.revision, step="thu_ly")
    return clerk, request.case_id


def received(world: World) -> UUID:
    """A case of the citizen's, taken in and no more."""
    clerk = clerk_of(world)
    filed = seed.file_at_counter(clerk, world.citizen, key="acts")
    cases.receive(clerk, case_id=filed.case_id, expected_revision=1)
    return filed.case_id


def searched(world: World) -> Search:
    """Its search, not sent yet."""
    case_id = received(world)
    ordering.open_request(SYSTEM, case_id=case_id)
    return Search.objects.get(request__case_id=case_id)


class Near:
    """A register that takes everything in, without a wire."""

    def order(self, order: Order) -> Receipt:
        return Receipt(number="TN-1", answer_by=order.ordered_at + timedelta(days=1))


@act(ordering.open_request, "p16.open_request")
def _(world: World) -> Doing:
    case_id = received(world)
    return lambda: ordering.open_request(SYSTEM, case_id=case_id)


@act(ordering.order_again, "p16.order_again")
def _(world: World) -> Doing:
    clerk, case_id = at_hand(world)
    return lambda: ordering.order_again(clerk, case_id=case_id, reason=WHY)


@act(sending.send_order, "p16.send_order")
def _(world: World) -> Doing:
    search = searched(world)

    def do() -> None:
        with override(JudicialRegister, Near()):
            sending.send_order({"search": str(search.pk)}, "acts")

    return do


@act(answering.take_answer, "p16.take_answer")
def _(world: World) -> Doing:
    answer = answer_to(searched(world))
    return lambda: answering.take_answer(SYSTEM, answer=answer)


@act(answering.refuse_answer, "p16.refuse_answer")
def _(world: World) -> Doing:
    search = searched(world)
    return lambda: answering.refuse_answer(SYSTEM, search_id=search.pk, why="malformed")


@act(judging.judge_match, "p16.judge_match")
def _(world: World) -> Doing:
    clerk, case_id = at_hand(world)
    match_id = Match.objects.get().pk
    return lambda: judging.judge_match(clerk, case_id=case_id, match_id=match_id, is_same=False, reason=WHY)


@act(judging.begin_verification, "p16.begin_verification")
def _(world: World) -> Doing:
    clerk, case_id = at_hand(world)
    return lambda: judging.begin_verification(clerk, case_id=case_id, reason=WHY)


@act(judging.write_finding, "p16.write_finding")
def _(world: World) -> Doing:
    clerk, case_id = at_hand(world)
    judging.judge_match(clerk, case_id=case_id, match_id=Match.objects.get().pk, is_same=False, reason=WHY)
    return lambda: judging.write_finding(clerk, case_id=case_id, expected_search=1, standing={}, reasons={})


@act(reading.read_request, "p16_looks.read")
def _(world: World) -> Doing:
    clerk, case_id = at_hand(world)
    return lambda: reading.read_request(clerk, case_id=case_id)
