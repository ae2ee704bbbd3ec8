"""The checker finds every kind of loss and doubling: each is planted in a right world, behind the back of triggers."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from tests.crash.checker import Told, faults
from tests.kernel.cases.declarations import BIRTH
from tests.kernel.cases.office import MORNING, SCANNED, UNIT, Office, procedures
from tests.templates import saying

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.base.money import Dong
from dean06.kernel.cases.models import Filing
from dean06.kernel.cases.services import drafts, filing
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.models import Delivery, Message, PhoneNumber
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.collecting import account_of
from dean06.kernel.payments.types import BankCredit, Source

ACCOUNT = account_of(UNIT, MORNING.date()).code


@pytest.fixture
def told(db, settings) -> Iterator[Told]:
    """Two filings, two payments, two messages, all done and told of."""
    settings.SMS = [{"name": "mot", "url": "http://127.0.0.1:1", "key": "k", "secret": "s", "sender": "DUCTHO"}]
    with procedures(), clock.at(MORNING), transaction.atomic():
        office, right = Office(), Told()
        PhoneNumber.objects.create(
            party_id=office.mother.party_id, phone="84912345678", nonce="x", confirmed_at=MORNING
        )
        for number in range(2):
            _file(office, right)
            _pay(office, right, number)
            _say(office, right, number)
        for name in list(OutboxMessage.objects.values_list("message_id", flat=True)):
            outbox.deliver(name)
        Delivery.objects.update(state="sent", sent_at=MORNING)
        right.taken = [str(pk) for pk in Delivery.objects.values_list("pk", flat=True)]
        yield right
        transaction.set_rollback(True)  # torn rows would be found by the end of the test


def _file(office: Office, right: Told) -> None:
    draft = drafts.save_draft(office.mother, procedure="khai_sinh", unit_code=UNIT, answers=BIRTH)
    done = filing.submit_draft(office.mother, draft_id=draft, expected_revision=1, papers=[SCANNED])
    right.filings[str(draft)] = str(done.case_id)


def _pay(office: Office, right: Told, number: int) -> None:
    names = {"key": f"k{number}", "subject": f"s{number}", "purpose": "Lệ phí thử"}
    order = payments.open_order(SYSTEM, payer_id=office.mother.party_id, unit_code=UNIT, amount=Dong(5_000), **names)
    credit = BankCredit(
        account_code=ACCOUNT,
        bank_reference=f"FT{number}",
        amount=Dong(5_000),
        content=order.code,
        booked_at=MORNING,
    )
    payments.book_credit(SYSTEM, credit=credit, source=Source.NOTICE)
    right.credits[f"FT{number}"] = 5_000


def _say(office: Office, right: Told, number: int) -> None:
    to = [office.mother.party_id]
    messaging.send(SYSTEM, reference=f"m{number}", **saying(kind="alert"), to_party_ids=to)
    right.messages.add(f"m{number}")


def sql(text: str) -> Callable[[Told], None]:
    """Behind the back of triggers and foreign keys, as a torn table would be."""

    def plant(_told: Told) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(text)
            assert cursor.rowcount > 0
            cursor.execute("SET LOCAL session_replication_role = origin")

    return plant


def doubled_case(_told: Told) -> None:
    """The same form a second time under a filing of its own: the key was lost, and the client asked again."""
    first = Filing.objects.first()
    second = Filing.objects.create(
        key=f"{first.applicant_id}:draft:{new_id()}", digest=first.digest, applicant=first.applicant, filed_by="x"
    )
    sql(f"""
        INSERT INTO cases_case SELECT (jsonb_populate_record(one, jsonb_build_object(
            'id', gen_random_uuid(), 'code', left(code, -4) || '9999', 'filing_id', '{second.pk}'))).*
        FROM cases_case AS one WHERE filing_id = '{first.pk}' AND parent_id IS NULL
    """)(_told)


ONE = "SELECT id FROM {} ORDER BY id LIMIT 1"
FAULTS = {
    "case lost": sql("DELETE FROM cases_case WHERE id = (SELECT id FROM cases_case WHERE parent_id IS NULL LIMIT 1)"),
    "filing lost": sql(f"DELETE FROM cases_filing WHERE id = ({ONE.format('cases_filing')})"),
    "filing nobody asked for": doubled_case,
    "codes of a day are not gapless": sql("UPDATE cases_filecounter SET last = last + 1"),
    "a case is not where its events left it": sql("DELETE FROM cases_caseevent WHERE number = 1"),
    "an open task does not repeat its case": sql("UPDATE cases_task SET urgency = urgency - interval '1 day'"),
    "0 audit entries of the filing": sql(
        f"DELETE FROM audit_auditentry WHERE id = ({ONE.format('audit_auditentry')}) OR action = 'cases.file'"
    ),
    "credit lost": sql(f"DELETE FROM payments_credit WHERE id = ({ONE.format('payments_credit')})"),
    "credit nobody told of": sql("UPDATE payments_credit SET bank_reference = 'FT9' WHERE bank_reference = 'FT0'"),
    "is not the sum of its transfers": sql(
        f"DELETE FROM payments_transfer WHERE id = ({ONE.format('payments_transfer')})"
    ),
    "at the bank": sql("UPDATE payments_account SET debits = debits + 5000 WHERE code LIKE 'bank.%'"),
    "paid order without a receipt": sql(f"DELETE FROM payments_receipt WHERE id = ({ONE.format('payments_receipt')})"),
    "message lost": sql("DELETE FROM messaging_message WHERE reference = 'm0'"),
    "not in its inbox": sql("UPDATE messaging_inboxmessage SET delivered_at = NULL"),
    "message to nobody": sql("DELETE FROM messaging_inboxmessage"),
    "outbox message not done": sql("UPDATE base_outboxmessage SET state = 'pending'"),
    "is queued": sql("UPDATE messaging_delivery SET state = 'queued'"),
    "delivery nobody took": lambda told: told.taken.pop(),
    "delivery we know nothing of": lambda told: told.taken.append(str(new_id())),
    "delivery 2 times": lambda told: told.taken.append(told.taken[0]),
}


def test_a_right_world_has_no_fault(told: Told) -> None:
    assert faults(told) == []
    assert told.taken
    assert Message.objects.count() > len(told.messages), "payers are told too"


@pytest.mark.parametrize("expected", FAULTS)
def test_a_planted_fault_is_found(told: Told, expected: str) -> None:
    FAULTS[expected](told)
    found = faults(told)
    assert any(expected in one for one in found), found
