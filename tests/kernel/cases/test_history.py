"""What the database itself refuses, whoever asks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.kernel.cases.declarations import BIRTH
from tests.kernel.cases.office import AGENCY, CHILD_UNITS, MORNING, SCANNED, UNIT, Office, procedures

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict
from dean06.kernel.base.ids import new_id
from dean06.kernel.cases.models import Case, CaseEvent, FileCounter, Interlink, Task
from dean06.kernel.cases.services import drafts, filing, handling
from dean06.kernel.cases.services.codes import take_codes
from dean06.kernel.cases.statuses import Status, may_follow

COUNTERS = 8


def refused(statement: str, *values: object) -> str:
    """The constraint that refused a statement."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return error.value.__cause__.diag.constraint_name


def test_the_databases_list_of_statuses_is_the_nations(db):
    for old in Status:
        for new in Status:
            with connection.cursor() as cursor:
                cursor.execute("SELECT cases_may_follow(%s, %s)", [old, new])
                assert cursor.fetchone() == (old == new or may_follow(old, new),), (old, new)


def test_the_history_cannot_be_changed(office):
    case = office.received()
    for table in ("cases_caseevent", "cases_procedureversion", "cases_filing"):
        assert refused(f"DELETE FROM {table}") == "cases_append_only"
    assert refused("UPDATE cases_caseevent SET note = 'x'") == "cases_append_only"
    assert refused("DELETE FROM cases_case WHERE id = %s", case.pk) == "cases_append_only"


def test_a_case_moves_by_its_events_only(office):
    case = office.received()
    for change in ("status = 9", "revision = revision + 1"):
        assert refused(f"UPDATE cases_case SET {change} WHERE id = %s", case.pk) == "cases_only_by_event"
    for change in ("code = 'x'", "unit_code = 'x'", "received_at = now()", "submitted_at = now()", "channel = 'post'"):
        assert refused(f"UPDATE cases_case SET {change} WHERE id = %s", case.pk) == "cases_filed_facts"
    assert refused("UPDATE cases_case SET promised_at = due_at WHERE id = %s", case.pk) == "cases_promise_is_later"
    assert refused("UPDATE cases_case SET due_at = NULL WHERE id = %s", case.pk) == "cases_due_once_received"


def event(case, number, status):
    return CaseEvent(case=case, number=number, at=clock.now(), act="x", status=status, by_name="x")


@pytest.mark.parametrize(
    ("step", "status", "constraint"),
    [
        (0, Status.PROCESSING, "cases_revision"),
        (2, Status.PROCESSING, "cases_revision"),
        (1, Status.HANDED_OVER, "cases_status_follows"),
    ],
)
def test_an_event_must_be_the_next_and_its_status_must_follow(office, step, status, constraint):
    case = office.received()
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        event(case, case.revision + step, status).save(force_insert=True)
    assert error.value.__cause__.diag.constraint_name in (constraint, "cases_event_number")


def test_a_case_lies_with_one_at_a_time(office):
    case = office.case()
    task = Task.objects.get(case=case)
    task.pk = new_id()
    with pytest.raises(IntegrityError, match="cases_with_one_at_a_time"), transaction.atomic():
        task.save(force_insert=True)


def test_an_interlink_is_a_case_or_a_failure(office):
    office.case()
    with pytest.raises(IntegrityError, match="cases_interlink_case_or_failure"), transaction.atomic():
        Interlink.objects.update(failure="x")


def test_the_counter_goes_up_by_one_and_never_back(office):
    office.case()
    assert refused("UPDATE cases_filecounter SET last = last + 2") == "cases_counter_gapless"
    assert refused("UPDATE cases_filecounter SET last = last - 1") == "cases_counter_gapless"
    assert refused("DELETE FROM cases_filecounter") == "cases_append_only"


@pytest.mark.django_db(transaction=True)
def test_codes_are_taken_inside_a_transaction_only():
    with pytest.raises(RuntimeError):
        take_codes([AGENCY], MORNING.date())


def test_a_day_has_9999_codes(office):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_filecounter DISABLE TRIGGER cases_count_up")
        FileCounter.objects.create(agency=AGENCY, day=MORNING.date(), last=9999)
        cursor.execute("ALTER TABLE cases_filecounter ENABLE TRIGGER cases_count_up")
    with pytest.raises(Conflict) as full:
        office.file()
    assert full.value.code == "no_code"


def together(work):
    """Results of ``work(number)`` in as many threads at the same moment; a Conflict is a result."""
    start = Barrier(COUNTERS)

    def one(number: int):
        try:
            with clock.at(MORNING):
                start.wait(timeout=60)
                return work(number)
        except Conflict as said:
            return said
        finally:
            connection.close()

    with ThreadPoolExecutor(COUNTERS) as pool:
        return list(pool.map(one, range(COUNTERS)))


@pytest.fixture
def open_office(transactional_db):
    """The office with every transaction really committed."""
    with procedures(), clock.at(MORNING):
        yield Office()


def test_eight_counters_give_out_codes_without_a_gap(open_office):
    filed = together(lambda n: [open_office.file(f"{n}.{turn}") for turn in range(3)])
    total = COUNTERS * 3
    codes = sorted(one.code for batch in filed for one in batch)
    assert codes == [f"{AGENCY}-251205-{number:04d}" for number in range(1, total + 1)]
    everything = Case.objects.values_list("code", flat=True)
    for agency in ("000.01.02.H27", "000.91.01.H27"):
        numbers = sorted(int(code[-4:]) for code in everything if code.startswith(agency))
        assert numbers == list(range(1, total + 1))


def test_one_filing_pressed_in_eight_windows_is_one_case(open_office):
    filed = together(lambda _: open_office.file("the same"))
    assert len({one.case_id for one in filed}) == 1
    assert sum(not one.is_repeat for one in filed) == 1
    assert FileCounter.objects.get(agency=AGENCY).last == 1


def test_one_draft_handed_in_from_eight_windows_is_one_case_for_each_of_them(open_office):
    facts = {"procedure": "khai_sinh", "unit_code": UNIT, "answers": BIRTH}
    draft_id = drafts.save_draft(open_office.mother, **facts)
    submit = {"draft_id": draft_id, "expected_revision": 1, "papers": [SCANNED], "child_units": CHILD_UNITS}
    filed = together(lambda _: filing.submit_draft(open_office.mother, **submit))
    assert len({getattr(one, "case_id", one) for one in filed}) == 1
    assert sum(not one.is_repeat for one in filed) == 1


def test_of_eight_officers_one_receives_and_the_others_learn_who(open_office):
    case = open_office.case()
    results = together(lambda _: handling.receive(open_office.clerk, case_id=case.pk, expected_revision=1))
    refusals = [one for one in results if isinstance(one, Conflict)]
    assert len(refusals) == COUNTERS - 1
    assert all("Lê Thị Lan" in one.message for one in refusals)
    assert CaseEvent.objects.filter(case=case, status=Status.RECEIVED).count() == 1
