"""Pages about money: a person's own orders, the cashier, the operator's desk, the bank's notices."""

import base64
import hashlib
import hmac
import io
import json
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader
from tests.house.conftest import demo, now
from tests.kernel.payments.fake_bank import entry
from tests.seeded import NOW, Demo

from dean06.adapters.bank import BankClient
from dean06.adapters.bank.settings import from_settings
from dean06.config.sandbox import NOTICE_PATH
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.money import Dong
from dean06.kernel.base.wiring import override
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Order, Refund
from dean06.kernel.payments.types import BankCredit, Method, Origin, Source, State
from dean06.kernel.ports.bank import Bank, Side, Statement
from dean06.sandbox.bank.vietqr import scan

__all__ = ["demo", "now"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
PRICE = Dong(8_000)
TWIN_FILE = "Tài khoản,Thời gian,Số tham chiếu,Ghi có,Ghi nợ,Nội dung\n"


def owed(demo: Demo, subject: str = "test:1", **change) -> Order:
    """An order of the citizen, to the clerk's unit."""
    asked = {
        "key": subject,
        "payer_id": demo.people["hoa"],
        "unit_code": demo.actor(Role.CLERK).unit_code,
        "amount": PRICE,
        "purpose": "Lệ phí bản sao trích lục",
        "subject": subject,
    }
    return Order.objects.get(pk=payments.open_order(SYSTEM, **(asked | change)).order_id)


def paid(order: Order, amount: int = PRICE, reference: str = "FT77") -> None:
    told = BankCredit(
        account_code=order.account_code,
        bank_reference=reference,
        amount=Dong(amount),
        content=order.code,
        booked_at=clock.now(),
    )
    payments.book_credit(SYSTEM, credit=told, source=Source.NOTICE)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_code_on_the_page_is_read_by_a_bank_and_pays_this_order(demo: Demo, now: None) -> None:
    order = owed(demo)
    page = demo.browser(Role.CITIZEN).get(reverse("portal:payment", args=[order.pk])).content.decode()
    payload = re.search(r"00020101[0-9A-Za-z ]+", page)
    assert payload
    scanned = scan(payload[0])
    assert (scanned.account, scanned.amount, scanned.content) == (order.account_code, PRICE, order.code)
    assert "<svg" in page
    assert order.code in page


def test_the_page_turns_paid_by_its_part_alone(demo: Demo, now: None) -> None:
    order, browser = owed(demo), demo.browser(Role.CITIZEN)
    address = reverse("portal:payment", args=[order.pk])
    assert "every 5s" in browser.get(address, headers={"HX-Request": "true"}).content.decode()
    paid(order)
    part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Đã thanh toán" in part
    assert "every 5s" not in part, "it stops asking"
    assert "<html" not in part
    receipt = browser.get(reverse("portal:payment_receipt", args=[order.pk]))
    said = text_of(receipt.content)
    assert receipt["Content-Type"] == "application/pdf"
    for words in ("BIÊN LAI", "8.000 đ", "Tám nghìn đồng", order.code, "không có giá trị thanh toán"):
        assert words in said


def test_what_has_not_changed_is_not_swapped(demo: Demo, now: None) -> None:
    order, browser = owed(demo), demo.browser(Role.CITIZEN)
    address = reverse("portal:payment", args=[order.pk])
    shown = browser.get(address).content.decode()
    (asked,) = re.findall(r'hx-get="([^"]+)"', shown)
    assert browser.get(asked, headers={"HX-Request": "true"}).status_code == 204
    assert browser.get(asked).status_code == 200, "a browser without script gets the page"
    paid(order, 3_000)
    assert "còn thiếu" in browser.get(asked, headers={"HX-Request": "true"}).content.decode()


def test_a_part_is_said_and_the_code_asks_for_the_rest(demo: Demo, now: None) -> None:
    order = owed(demo)
    paid(order, 3_000)
    page = demo.browser(Role.CITIZEN).get(reverse("portal:payment", args=[order.pk])).content.decode()
    assert "còn thiếu <strong>5.000 đ</strong>" in page
    assert scan(re.search(r"00020101[0-9A-Za-z ]+", page)[0]).amount == 5_000


def test_nobody_else_sees_an_order(demo: Demo, now: None) -> None:
    order = owed(demo)
    stranger = demo.browser(Role.CITIZEN, "minh")
    for name in ("payment", "payment_receipt"):
        assert stranger.get(reverse(f"portal:{name}", args=[order.pk])).status_code == 404
    elsewhere = demo.browser(Role.CLERK, "tung_anh_clerk")
    assert elsewhere.get(reverse("portal:cashier_order", args=[order.pk])).status_code == 404
    found = elsewhere.post(reverse("portal:cashier"), {"code": order.code})
    assert (found.status_code, order.purpose in found.content.decode()) == (422, False)


def test_a_cashier_finds_takes_and_gives_back(demo: Demo, now: None) -> None:
    order, browser = owed(demo), demo.browser(Role.CLERK)
    typed = f" {order.code[:5]} {order.code[5:].lower()} "
    found = browser.post(reverse("portal:cashier"), {"code": typed})
    address = reverse("portal:cashier_order", args=[order.pk])
    assert found["Location"] == address
    wrong = browser.post(address, {"method": "cash", "amount": "7.999"})
    assert (wrong.status_code, Order.objects.get(pk=order.pk).state) == (422, State.OPEN)
    assert browser.post(address, {"method": "cash", "amount": "8.000"}).status_code == 302
    assert Order.objects.get(pk=order.pk).state == State.PAID
    assert "Tiền mặt" in text_of(browser.get(reverse("portal:cashier_receipt", args=[order.pk])).content)
    browser.post(reverse("portal:cashier_refund", args=[order.pk]), {"note": "Thu nhầm"})
    assert Order.objects.get(pk=order.pk).state == State.REFUNDED


def test_a_mistyped_code_is_said_to_be_one(demo: Demo, now: None) -> None:
    answer = demo.browser(Role.CLERK).post(reverse("portal:cashier"), {"code": "DT123456789"})
    assert "Mã thanh toán không đúng" in answer.content.decode()


def test_a_cashiers_looks_are_told_to_the_payer(demo: Demo, now: None) -> None:
    order = owed(demo)
    demo.browser(Role.CLERK).get(reverse("portal:cashier_order", args=[order.pk]))
    assert "Xem khoản thanh toán" in demo.browser(Role.CITIZEN).get(reverse("portal:my_data")).content.decode()


class Desk:
    """The operator at the reconciliation page."""

    def __init__(self, demo: Demo) -> None:
        self.browser = demo.browser(Role.OPERATOR)
        self.demo = demo

    def page(self) -> str:
        return self.browser.get(reverse("portal:reconciliation")).content.decode()

    def upload(self, text: str):
        file = SimpleUploadedFile("sao-ke.csv", text.encode())
        with override(Bank, BankClient(from_settings(settings.BANK))):
            return self.browser.post(reverse("portal:upload_statement"), {"file": file})


@pytest.fixture
def desk(demo: Demo, now: None) -> Desk:
    return Desk(demo)


def test_an_uploaded_statement_books_what_was_missing(desk: Desk) -> None:
    order = owed(desk.demo)
    line = f"{order.account_code},{NOW:%d/%m/%Y} 08:30:00,FT901,8.000,,{order.code}\n"
    assert desk.upload(TWIN_FILE + line).status_code == 302
    assert Order.objects.get(pk=order.pk).state == State.PAID
    assert "1 ghi sổ từ sao kê" in desk.page()


def test_wrong_lines_are_named_and_nothing_is_booked(desk: Desk) -> None:
    order = owed(desk.demo)
    good = f"{order.account_code},{NOW:%d/%m/%Y} 08:30:00,FT901,8.000,,{order.code}\n"
    answer = desk.upload(TWIN_FILE + good + good.replace("FT901", "").replace("8.000", "x"))
    assert answer.status_code == 422
    assert "Dòng 3" in answer.content.decode()
    assert Order.objects.get(pk=order.pk).state == State.OPEN


def test_unknown_money_is_assigned_or_sent_back(desk: Desk) -> None:
    order = owed(desk.demo)
    for number, amount in (("1", PRICE), ("2", 555)):
        told = BankCredit(account_code=order.account_code, bank_reference=f"FT8{number}", amount=Dong(amount),
                          content="quen noi dung", booked_at=clock.now())  # fmt: skip
        payments.book_credit(SYSTEM, credit=told, source=Source.NOTICE)
    page = desk.page()
    rows = {one.bank_reference: one.id for one in payments.suspense(desk.demo.actor(Role.OPERATOR))}
    assert "quen noi dung" in page
    desk.browser.post(reverse("portal:assign_credit", args=[rows["FT81"]]), {"code": order.code.lower()})
    assert Order.objects.get(pk=order.pk).state == State.PAID
    desk.browser.post(reverse("portal:return_credit", args=[rows["FT82"]]))
    assert Refund.objects.filter(credit__bank_reference="FT82").count() == 1


def test_a_difference_is_settled_in_words(desk: Desk) -> None:
    day = NOW.date()
    lines = (entry("RF99", 5, clock.now(), side=Side.DEBIT),)
    told = Statement(account_code="000600.0600000100", day=day, entries=lines)
    payments.import_statement(SYSTEM, statement=told, origin=Origin.BANK)
    (line,) = [one for one in payments.differences(desk.demo.actor(Role.OPERATOR)) if one.bank_reference == "RF99"]
    desk.browser.post(reverse("portal:resolve_line", args=[line.id]), {"note": "Phí tài khoản"})
    assert "Phí tài khoản" in desk.page()


def signed(body: dict, *, secret: str = "", message: str = "msg_1") -> dict[str, str]:
    """Headers of a notice as the bank would sign it now."""
    raw, hour = json.dumps(body).encode(), str(int(clock.now().timestamp()))
    key = (secret or settings.BANK["notice_secret"]).encode()
    digest = hmac.new(key, f"{message}.{hour}.".encode() + raw, hashlib.sha256).digest()
    return {
        "webhook-id": message,
        "webhook-timestamp": hour,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def notice(order: Order, reference: str = "FT55") -> dict:
    return {
        "type": "credit.booked",
        "data": {
            "account": order.account_code,
            "reference": reference,
            "amount": PRICE,
            "currency": "VND",
            "content": order.code,
            "booked_at": "2026-11-24T09:00:00+07:00",
        },
    }


def send(client, body: dict, headers: dict[str, str]):
    return client.post(NOTICE_PATH, body, content_type="application/json", headers=headers)


def test_a_notice_pays_and_a_replay_changes_nothing(demo: Demo, client) -> None:
    with override(Bank, BankClient(from_settings(settings.BANK))):
        order = owed(demo)
        body = notice(order)
        headers = signed(body)
        first, again = send(client, body, headers), send(client, body, headers)
    assert (first.status_code, first.json()) == (200, {"verdict": "exact", "repeat": False})
    assert (again.status_code, again.json()["repeat"]) == (200, True)
    assert Order.objects.get(pk=order.pk).state == State.PAID


def test_a_forged_notice_gets_a_problem_document(demo: Demo, client) -> None:
    with override(Bank, BankClient(from_settings(settings.BANK))):
        order = owed(demo)
        body = notice(order)
        forged = send(client, body, signed(body, secret="khoa-cua-ke-gia-mao-nao-do"))
        unsigned = send(client, body, {})
    assert (forged.status_code, unsigned.status_code) == (403, 422)
    assert forged["Content-Type"] == "application/problem+json"
    assert forged.json()["code"] == "notice_bad_signature"
    assert Order.objects.get(pk=order.pk).state == State.OPEN


def test_the_bank_is_told_where_the_portal_listens() -> None:
    assert reverse("portal:bank_notice") == NOTICE_PATH


def test_money_by_card_at_the_counter_is_on_the_receipt(demo: Demo, now: None) -> None:
    order = owed(demo)
    payments.pay_at_counter(demo.actor(Role.CLERK), order_id=order.pk, method=Method.POS, amount=PRICE)
    address = reverse("portal:payment_receipt", args=[order.pk])
    assert "máy POS" in text_of(demo.browser(Role.CITIZEN).get(address).content)
