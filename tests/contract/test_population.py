"""What every implementation of the population register port owes, run against the twin over real sockets."""

from collections.abc import Iterator

import pytest
from tests.sandbox.population_twin import CLIENT, HOA, KHANH, TODAY, PopulationTwin, running_register

from dean06.adapters.population import Limits, PopulationClient, PopulationConfig
from dean06.kernel.ports.population import (
    BatchRow,
    Cause,
    ChangeKind,
    Claim,
    Comparison,
    Field,
    LifeStatus,
    Match,
    PopulationRegister,
    Reason,
    RegisterFailed,
)

MOST_POLLS = 5000
NOBODY = "000199000999"
CAUSE = Cause(purpose="HO_TICH", legal_basis="Luật Hộ tịch 60/2014/QH13", act="act-1")
BATCH = Cause(purpose="SO_HOA", legal_basis="Luật Hộ tịch 60/2014/QH13", act="act-1")
LIMITS = Limits(read_s=1, total_s=2, breaker_failures=99)
ALL = frozenset(Field) - {Field.BLOOD_GROUP, Field.CARD}  # what the purpose allows


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PopulationTwin]:
    options = ["--today", TODAY, "--calls-per-minute", "60000"]
    with running_register(tmp_path_factory.mktemp("register"), *options) as twin:
        yield twin


@pytest.fixture
def twin(shared: PopulationTwin) -> PopulationTwin:
    shared.admin("DELETE", "faults")
    shared.admin("POST", "forget")
    return shared


@pytest.fixture
def register(twin: PopulationTwin) -> Iterator[PopulationRegister]:
    client = PopulationClient(PopulationConfig(url=twin.issuer, client=CLIENT, limits=LIMITS))
    yield client
    client.close()


def test_a_true_claim_matches(register):
    claim = Claim(full_name="TRẦN THỊ HOA", birth="1951-04-12", sex="female")
    assert register.verify(HOA, claim, cause=CAUSE) == Comparison(result=Match.MATCH)


def test_a_false_claim_says_where_it_differs_and_not_what_is_right(register):
    found = register.verify(HOA, Claim(full_name="Trần Thị Hòa", birth="1951", sex="male"), cause=CAUSE)
    assert found.result is Match.PARTIAL
    assert found.differs == {"full_name", "sex"}


def test_everything_the_register_knows_about_a_person(register):
    facts = register.lookup(HOA, ALL, cause=CAUSE)
    assert facts.personal_id == HOA
    assert facts.full_name.casefold() == "trần thị hoa"
    assert facts.birth.on.isoformat() == "1951-04-12"
    assert facts.sex == "female"
    assert facts.life_status is LifeStatus.ALIVE
    assert facts.addresses[Field.PERMANENT_ADDRESS].detail


def test_only_what_was_asked(register):
    facts = register.lookup(HOA, frozenset({Field.SEX}), cause=CAUSE)
    assert (facts.sex, facts.full_name, facts.birth, facts.addresses) == ("female", "", None, {})


def test_nobody(register):
    assert register.lookup(NOBODY, ALL, cause=CAUSE) is None
    assert register.household(NOBODY, ALL, cause=CAUSE) is None
    assert register.verify(NOBODY, Claim(birth="1951"), cause=CAUSE) == Comparison(result=Match.NOT_FOUND)


def test_a_household_has_its_head_first_and_the_living_only(register):
    wanted = frozenset({Field.FULL_NAME, Field.HOUSEHOLD_HEAD, Field.LIFE_STATUS})
    members = register.household(KHANH, wanted, cause=CAUSE)
    assert KHANH in {one.personal_id for one in members}
    assert members[0].related[Field.HOUSEHOLD_HEAD].relation == "01"
    assert {one.life_status for one in members} == {LifeStatus.ALIVE}


def test_a_batch_in_parts_with_the_same_part_twice(register):
    assert register.batch_state("contract-0001", cause=BATCH) is None
    register.open_batch("contract-0001", 3, cause=BATCH)
    first = [BatchRow(offset=0, personal_id=HOA, claim=Claim(birth="1951"))]
    rest = [
        BatchRow(offset=1, personal_id=HOA, claim=Claim(birth="1952")),
        BatchRow(offset=2, personal_id=NOBODY, claim=Claim(birth="1951")),
    ]
    assert register.send_rows("contract-0001", first, cause=BATCH).received == 1
    assert register.send_rows("contract-0001", first, cause=BATCH).received == 1
    assert register.open_batch("contract-0001", 3, cause=BATCH).received == 1
    state = register.send_rows("contract-0001", rest, cause=BATCH)
    assert (state.total, state.received) == (3, 3)
    polls = (register.batch_state("contract-0001", cause=BATCH) for _ in range(MOST_POLLS))
    assert any(state is not None and state.done == state.total for state in polls)
    results = register.batch_results("contract-0001", start=0, limit=1000, cause=BATCH)
    assert [(place, one.result) for place, one in results] == [
        (0, Match.MATCH),
        (1, Match.NO_MATCH),
        (2, Match.NOT_FOUND),
    ]
    assert register.batch_results("contract-0001", start=3, limit=1000, cause=BATCH) == []


def test_other_rows_in_the_same_place_are_a_conflict(register):
    register.open_batch("contract-0002", 2, cause=BATCH)
    register.send_rows("contract-0002", [BatchRow(offset=0, personal_id=HOA, claim=Claim(birth="1951"))], cause=BATCH)
    with pytest.raises(RegisterFailed) as failed:
        register.send_rows(
            "contract-0002", [BatchRow(offset=0, personal_id=HOA, claim=Claim(birth="1952"))], cause=BATCH
        )
    assert failed.value.reason is Reason.CONFLICT


def test_a_change_is_told_after_the_mark(register, twin):
    page = register.changes_since("", limit=1000, cause=CAUSE)
    while page.more:
        page = register.changes_since(page.next, limit=1000, cause=CAUSE)
    twin.happen("death", KHANH)
    (change,) = register.changes_since(page.next, limit=10, cause=CAUSE).changes
    assert (change.personal_id, change.kind) == (KHANH, ChangeKind.DEATH)
    facts = register.lookup(KHANH, frozenset({Field.LIFE_STATUS}), cause=CAUSE)
    assert facts.life_status is LifeStatus.DEAD


def test_what_the_provider_does_not_allow(register):
    loan = Cause(purpose="TIN_DUNG", legal_basis="x", act="act-1")
    with pytest.raises(RegisterFailed) as failed:
        register.lookup(HOA, frozenset({Field.SEX}), cause=loan)
    assert failed.value.reason is Reason.PURPOSE_REFUSED
    with pytest.raises(RegisterFailed) as failed:
        register.lookup(HOA, frozenset({Field.CARD}), cause=CAUSE)
    assert failed.value.reason is Reason.FIELD_REFUSED


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("down", Reason.MAINTENANCE),
        ("too_many", Reason.BUSY),
        ("unreachable", Reason.UNREACHABLE),
        ("redirect", Reason.OUT_OF_PROTOCOL),
        ("garbage", Reason.OUT_OF_PROTOCOL),
        ("oversized", Reason.OUT_OF_PROTOCOL),
        ("wrong_hash", Reason.NOT_OUR_ANSWER),
        ("other_person", Reason.OTHER_PERSON),
        ("cut", Reason.UNREACHABLE),
        ("hang", Reason.TIMED_OUT),
    ],
)
@pytest.mark.parametrize("verb", ["lookup", "household"])
def test_every_way_the_register_can_fail_has_its_answer(register, twin, verb, fault, reason):
    ask = getattr(register, verb)
    twin.admin("PUT", "faults", json={"faults": [fault], "seconds": 30, "count": 0})
    with pytest.raises(RegisterFailed) as failed:
        ask(HOA, ALL, cause=CAUSE)
    assert failed.value.reason is reason
    twin.admin("DELETE", "faults")
    assert HOA in str(ask(HOA, ALL, cause=CAUSE))


def test_no_fault_of_the_twin_is_forgotten_here(twin):
    answer = twin.client.put("/admin/faults", json={"faults": ["no such"]}, headers=twin._headers)
    known = {"down", "too_many", "unreachable", "redirect", "garbage", "oversized", "wrong_hash", "other_person", "cut"}
    assert set(answer.json()["known"]) == known | {"hang", "slow"}
