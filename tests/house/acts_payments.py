"""The services of payments, each prepared so that it does its work once."""

from datetime import timedelta
from itertools import count
from uuid import UUID

from tests.house.acts import TODAY, Doing, World, act
from tests.kernel.payments.fake_bank import FakeBank, entry

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.money import Dong
from dean06.kernel.base.wiring import override
from dean06.kernel.payments.models import Order, Refund, StatementLine
from dean06.kernel.payments.services import (
    counter,
    incoming,
    ledger,
    looking,
    notices,
    orders,
    refunds,
    sending,
    statements,
)
from dean06.kernel.payments.types import BankCredit, Booked, Method, Origin, Source, direct, hold
from dean06.kernel.ports.bank import Bank, Notice, Statement

ACCOUNT = "000600.0600000100"
PRICE = Dong(50_000)
NUMBERS = count(1)


def _books(world: World) -> None:
    for code in ("ngan-hang", "phi"):
        ledger.open_account(SYSTEM, code=code, title=code)


@act(ledger.open_account, "payments.open_account")
def _(world: World) -> Doing:
    return lambda: ledger.open_account(SYSTEM, code="ngan-hang", title="Tiền gửi")


@act(ledger.post, "payments.post")
def _(world: World) -> Doing:
    _books(world)
    drafts = [direct("ngan-hang", "phi", Dong(8_000))]
    return lambda: ledger.post(SYSTEM, key="guard", drafts=drafts, reason="Lệ phí")


@act(ledger.expire_due, "payments.post")
def _(world: World) -> Doing:
    _books(world)
    with clock.at(TODAY - timedelta(days=2)):
        drafts = [hold("ngan-hang", "phi", Dong(8_000), expires_at=clock.now() + timedelta(days=1))]
        ledger.post(SYSTEM, key="guard", drafts=drafts, reason="Lệ phí")
    return ledger.expire_due


def _order(world: World) -> Order:
    """The citizen's, to be paid to the clerk's unit."""
    opened = orders.open_order(
        SYSTEM,
        key=f"guard:{next(NUMBERS)}",
        payer_id=world.citizen.party_id or UUID(int=0),
        unit_code=world.clerk.unit_code,
        amount=PRICE,
        purpose="Lệ phí",
        subject=f"guard:{next(NUMBERS)}",
    )
    return Order.objects.get(pk=opened.order_id)


def _credit(content: str, amount: int = PRICE) -> Booked:
    told = BankCredit(
        account_code=ACCOUNT,
        bank_reference=f"FT{next(NUMBERS)}",
        amount=Dong(amount),
        content=content,
        booked_at=clock.now(),
    )
    return incoming.book_credit(SYSTEM, credit=told, source=Source.NOTICE)


def _refund(world: World) -> Refund:
    """What was paid too much, on its way back."""
    _credit(_order(world).code, PRICE + 1)
    return Refund.objects.latest("asked_at")


@act(orders.open_order, "payments.open_order")
def _(world: World) -> Doing:
    return lambda: _order(world)


@act(orders.cancel_order, "payments.cancel_order")
def _(world: World) -> Doing:
    order = _order(world)
    return lambda: orders.cancel_order(world.citizen, order_id=order.pk)


@act(orders.call_off, "payments.cancel_order")
def _(world: World) -> Doing:
    order = _order(world)
    return lambda: orders.call_off(SYSTEM, subject=order.subject)


@act(orders.expire_orders, "payments.expire_order")
def _(world: World) -> Doing:
    with clock.at(clock.now() - timedelta(days=5)):
        _order(world)
    return orders.expire_orders


@act(counter.pay_at_counter, "payments.pay_at_counter")
def _(world: World) -> Doing:
    order = _order(world)
    return lambda: counter.pay_at_counter(world.clerk, order_id=order.pk, method=Method.CASH, amount=PRICE)


@act(incoming.book_credit, "payments.credit")
def _(world: World) -> Doing:
    order = _order(world)
    return lambda: _credit(order.code)


@act(incoming.assign_credit, "payments.assign_credit")
def _(world: World) -> Doing:
    order, booked = _order(world), _credit("khong ro")
    return lambda: incoming.assign_credit(world.operator, credit_id=booked.credit_id, order_code=order.code)


@act(incoming.return_credit, "payments.return_credit")
def _(world: World) -> Doing:
    booked = _credit("khong ro")
    return lambda: incoming.return_credit(world.operator, credit_id=booked.credit_id)


@act(refunds.refund_order, "payments.refund_order")
def _(world: World) -> Doing:
    order = _order(world)
    _credit(order.code)
    return lambda: refunds.refund_order(world.clerk, order_id=order.pk, note="Thu nhầm")


@act(refunds.note_accepted, "payments.refund_accepted")
def _(world: World) -> Doing:
    refund = _refund(world)
    return lambda: refunds.note_accepted(refund.pk)


@act(refunds.note_done, "payments.refund_done")
def _(world: World) -> Doing:
    refund = _refund(world)
    return lambda: refunds.note_done(refund.pk, bank_reference="RF1")


@act(refunds.note_failed, "payments.refund_failed")
def _(world: World) -> Doing:
    refund = _refund(world)
    return lambda: refunds.note_failed(refund.pk, reason="Tài khoản đã đóng")


@act(refunds.retry_refund, "payments.retry_refund")
def _(world: World) -> Doing:
    refund = _refund(world)
    refunds.note_failed(refund.pk, reason="Tài khoản đã đóng")
    return lambda: refunds.retry_refund(world.operator, refund_id=refund.pk)


@act(sending.send_refund, "payments.refund_done")
def _(world: World) -> Doing:
    refund = _refund(world)

    def send() -> None:
        with override(Bank, FakeBank()):
            sending.send_refund({"refund": str(refund.pk)}, f"payments.refund:{refund.bank_key}")

    return send


@act(sending.ask_about_accepted, "payments.refund_done")
def _(world: World) -> Doing:
    bank, refund = FakeBank(), _refund(world)
    refunds.note_accepted(refund.pk)
    bank.refund(sending._order(refund))

    def ask() -> None:
        with override(Bank, bank):
            sending.ask_about_accepted()

    return ask


@act(notices.receive_notice, "payments.credit")
def _(world: World) -> Doing:
    bank, order = FakeBank(), _order(world)
    bank.notice = Notice(
        message_id="msg_guard",
        account_code=ACCOUNT,
        bank_reference="FTguard",
        amount=PRICE,
        currency="VND",
        content=order.code,
        booked_at=clock.now(),
    )

    def receive() -> None:
        with override(Bank, bank):
            notices.receive_notice(headers={}, body=b"{}")

    return receive


def _statement(amount: int) -> Statement:
    """A day with one credit the books have under this reference."""
    booked = BankCredit(account_code=ACCOUNT, bank_reference="FTday", amount=PRICE, content="x", booked_at=clock.now())
    incoming.book_credit(SYSTEM, credit=booked, source=Source.NOTICE)
    line = entry("FTday", amount, booked.booked_at)
    return Statement(account_code=ACCOUNT, day=clock.today(), entries=(line,))


@act(statements.import_statement, "payments.import_statement")
def _(world: World) -> Doing:
    told = _statement(PRICE)
    return lambda: statements.import_statement(world.operator, statement=told, origin=Origin.UPLOAD)


@act(statements.fetch_statement, "payments.import_statement")
def _(world: World) -> Doing:
    bank = FakeBank()
    bank.entries = list(_statement(PRICE).entries)

    def fetch() -> None:
        with override(Bank, bank):
            statements.fetch_statement(world.operator, account_code=ACCOUNT, day=clock.today())

    return fetch


@act(statements.upload_statement, "payments.import_statement")
def _(world: World) -> Doing:
    bank, told = FakeBank(), _statement(PRICE)
    bank.file = told

    def upload() -> None:
        with override(Bank, bank):
            statements.upload_statement(world.operator, data=b"")

    return upload


@act(statements.resolve_line, "payments.resolve_line")
def _(world: World) -> Doing:
    statements.import_statement(world.operator, statement=_statement(PRICE + 1), origin=Origin.UPLOAD)
    line = StatementLine.objects.get(bank_reference="FTday")
    return lambda: statements.resolve_line(world.operator, line_id=line.pk, note="Đã hỏi ngân hàng")


@act(looking.find_order, "payment_looks.find")
def _(world: World) -> Doing:
    order = _order(world)
    return lambda: looking.find_order(world.clerk, code=order.code)


@act(looking.read_order, "payment_looks.read")
def _(world: World) -> Doing:
    order = _order(world)
    return lambda: looking.read_order(world.clerk, order_id=order.pk)
