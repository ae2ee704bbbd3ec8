"""The demo's certifications, through the services people use: a land paper signed and paid, a torn one refused."""

import io
from collections.abc import Callable
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.money import Dong
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import Method
from dean06.pilots.p02_certified_documents import selectors
from dean06.pilots.p02_certified_documents.rules import State
from dean06.pilots.p02_certified_documents.services import deciding, receiving, scanning
from dean06.pilots.p02_certified_documents.types import Original

OWNER, OFFICER = "hoa", "tung_anh_clerk"
SIZE, MARGIN, STEP, LETTER = (1000, 1400), 110, 60, 30
LAND = Original(
    name="Giấy chứng nhận quyền sử dụng đất (hư cấu)", issuer="UBND huyện Đức Thọ (hư cấu)", number="HC 000001"
)
TORN = Original(name="Giấy mượn đất (hư cấu)", issuer="UBND xã hư cấu")
LINES = ("GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT (BẢN HƯ CẤU)", "Số: HC 000001", "Thửa đất số 12, tờ bản đồ số 7")

Players = Callable[[str], Actor]


def is_seeded(players: Players) -> bool:
    """Whether the demo's papers are in the book."""
    return len(selectors.own(players(OWNER))) > 1


def play(players: Players) -> None:
    """A land paper certified and paid in cash, another refused. Again it does nothing: keys name the originals."""
    officer, owner = players(OFFICER), players(OWNER)
    day = calendar.default_calendar().last_working_day_before(clock.today())
    with clock.at(clock.local(clock.now()).replace(year=day.year, month=day.month, day=day.day, hour=9)):
        _certified(officer, owner)
        _refused(officer, owner)


def picture() -> bytes:
    """A page with fictional words (PNG)."""
    image, out = Image.new("L", SIZE, 250), io.BytesIO()
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(LETTER)
    for number, words in enumerate(LINES * 4):
        draw.text((MARGIN, MARGIN + number * STEP), words, fill=20, font=font)
    image.save(out, "PNG")
    return out.getvalue()


def _certified(officer: Actor, owner: Actor) -> None:
    made = receiving.receive(officer, key="demo:land", requester_id=_party(owner), original=LAND)
    view = next(one for one in selectors.own(owner) if one.line.id == made)
    if view.line.state is not State.OPEN:
        return
    scanning.add_scan(
        officer,
        certification_id=made,
        revision=view.revision,
        stream=io.BytesIO(picture()),
        file_name="so-do-hu-cau.png",
    )
    deciding.certify(officer, certification_id=made, revision=view.revision + 1, compared=[1], owned=True)
    order = payments.order_for(SYSTEM, subject=deciding.SUBJECT.format(id=made))
    if order:
        payments.pay_at_counter(officer, order_id=order.id, method=Method.CASH, amount=Dong(order.amount))


def _refused(officer: Actor, owner: Actor) -> None:
    made = receiving.receive(officer, key="demo:torn", requester_id=_party(owner), original=TORN)
    view = next(one for one in selectors.own(owner) if one.line.id == made)
    if view.line.state is State.OPEN:
        words = "Giấy rách mất phần ghi diện tích. Xin cấp lại rồi mang đến."
        deciding.refuse(officer, certification_id=made, revision=view.revision, ground="damaged", reason=words)


def _party(person: Actor) -> UUID:
    if person.party_id is None:
        raise ValueError("a person of the demo is in the books")
    return person.party_id
