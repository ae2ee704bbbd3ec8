"""The demo's people and history in a test database, and browsers signed in as them without going through VNeID.

The story is played once for a module and rolled back after its last test (fixture ``demo`` of tests/house).
"""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.test import Client
from tests import papers
from tests.kernel.cases.fake_portal import FakePortal
from tests.kernel.devices.conftest import HOA, Desk, trust
from tests.kernel.registry.conftest import Register
from tests.labour import record_for
from tests.records import answer_to
from tests.templates import saying

from dean06.config import seeding
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Actor, Role
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.base.money import Dong
from dean06.kernel.base.wiring import override
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.services import arrivals
from dean06.kernel.cases.services.arrival_reading import PORTAL
from dean06.kernel.cases.types import Channel, IncomingPaper, PaperSource
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Audience
from dean06.kernel.identity.hats import hats_of
from dean06.kernel.identity.models import SignInSession, User
from dean06.kernel.identity.sessions import SIGN_IN
from dean06.kernel.messaging import api as messaging
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import BankCredit, Origin, Source
from dean06.kernel.ports.bank import Statement
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.ports.national_portal import NationalPortal
from dean06.kernel.ports.population import Claim, PopulationRegister
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import RequestKind
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import ListedClaim
from dean06.pilots.p02_certified_documents import seed as certified_documents
from dean06.pilots.p02_certified_documents import selectors as certifications
from dean06.pilots.p02_certified_documents.services import booking, receiving, scanning
from dean06.pilots.p02_certified_documents.types import Original
from dean06.pilots.p16_criminal_records.models import Search
from dean06.pilots.p16_criminal_records.services import answering
from dean06.pilots.p17_health_labour_books.models import LabourAsk
from dean06.pilots.p17_health_labour_books.services import labour_asking, labour_fetching
from dean06.programme import seed
from dean06.sandbox.card.chip import personalise
from dean06.sandbox.card.issuer import Authority

# After the last line of the story: units have changed once, the district is gone, work goes on.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=clock.VN_TZ)
# Who wears which hat.
WEARERS: dict[Role, str] = {
    Role.CITIZEN: "hoa",
    Role.CLERK: "culture_clerk",
    Role.COORDINATOR: "coordinator",
    Role.LEADER: "leader",
    Role.OPERATOR: "operator",
}
LEVEL = 2


@dataclass(frozen=True)
class Demo:
    """What the story left behind: people by key, and who they are when they act."""

    people: dict[str, UUID]
    cast: seed.Cast

    def actor(self, role: Role) -> Actor:
        """The wearer of a hat as an actor of today."""
        if role is Role.PUBLIC:
            return ANONYMOUS
        key = WEARERS[role]
        if role is Role.CITIZEN:
            party = self.people[key]
            return Actor(party_id=party, user_id=self._user(key).pk, name=key, role=role, assurance_level=LEVEL)
        return self.cast(key, NOW.date())

    def browser(self, role: Role, key: str = "", *, level: int = LEVEL) -> Client:
        """A browser signed in as the wearer of the hat (or as another person); nobody for ``Role.PUBLIC``."""
        client = Client()
        if role is Role.PUBLIC:
            return client
        user = self._user(key or WEARERS[role])
        hat = next(hat for hat in hats_of(user, NOW.date()) if hat.role is role)
        row = SignInSession.objects.create(
            user=user, hat_key=hat.key, level=level, auth_time=NOW, started_at=NOW, last_seen_at=NOW
        )
        session = client.session
        session[SIGN_IN] = str(row.pk)
        session.save()
        client.cookies["dean06"] = session.session_key
        return client

    def _user(self, key: str) -> User:
        return User.objects.get(party_id=self.people[key])


def _write_letters(demo: Demo) -> None:
    """One to the citizen, one to somebody else, one to the officers of a unit; delivered."""
    clerk = demo.actor(Role.CLERK)
    to = {"own": {"to_party_ids": [demo.people["hoa"]]}, "other": {"to_party_ids": [demo.people["minh"]]}}
    to["unit"] = {"to_unit_code": clerk.unit_code, "to_role": Role.CLERK}
    for name, receiver in to.items():
        messaging.send(SYSTEM, reference=f"test:{name}", **saying("Thông báo", "Nội dung hư cấu"), **receiver)
    for letter in list(OutboxMessage.objects.filter(state=OutboxState.PENDING)):
        outbox.deliver(letter.message_id)


def _read_a_card(demo: Demo) -> None:
    """The clerk's counter has a reader, and a card was read there."""
    clerk, office = demo.actor(Role.CLERK), Authority(now=NOW)
    settings.CSCA_DIR = Path(tempfile.mkdtemp(dir=settings.STATE))  # workers share the state: each has its own office
    trust(settings.CSCA_DIR, office)
    desk = Desk.at(clerk, settings.CSCA_DIR)
    desk.read(personalise(HOA, office.signer()))


def _fill_a_wallet(demo: Demo) -> None:
    """A birth certificate of the commune's, shown to a school; a question to a wallet; a paper the citizen keeps."""
    from tests.house.acts_documents import Near
    from tests.kernel.documents.wallet import give_keys, issue

    citizen = demo.actor(Role.CITIZEN)
    with override(CertificateAuthority, Near()):
        give_keys()
    document_id = issue(citizen, reference="seeded")
    privacy.share_document(
        citizen,
        document_id=document_id,
        facts=["full_name"],
        purpose="Nhập học",
        audience=Audience.ORGANISATION,
        recipient="Trường hư cấu",
        minutes=60,
    )
    clerk = demo.actor(Role.CLERK)
    documents.ask_wallet(clerk, kind="giay_khai_sinh", facts=["full_name"], purpose="Nhập học")
    documents.upload_own(citizen, title="Giấy hư cấu", stream=BytesIO(papers.pdf("seeded")), file_name="hu-cau.pdf")


def _bring_an_original(demo: Demo) -> None:
    """An original scanned at the counter of the clerk's unit, and an appointment for another."""
    clerk, citizen = demo.actor(Role.CLERK), demo.actor(Role.CITIZEN)
    original = Original(name="Giấy hư cấu", issuer="Nơi cấp hư cấu")
    made = receiving.receive(clerk, key="seeded", requester_id=demo.people["hoa"], original=original)
    picture = BytesIO(certified_documents.picture())
    scanning.add_scan(clerk, certification_id=made, revision=1, stream=picture, file_name="hu-cau.png")
    unit, _ = certifications.counters()[0]
    at = next(slots[0].begins_at for slots in certifications.offered(unit).values() if slots)
    booking.book(citizen, key="seeded", unit_code=unit, begins_at=at, papers=1)


def _hand_in_a_list(demo: Demo) -> None:
    """The clerk's, waiting to be compared."""
    line = ListedClaim(personal_id="000151000201", claim=Claim(birth="1951"))
    registry.verify_list(demo.actor(Role.CLERK), lines=[line], purpose="so_hoa", act="KH-1", request_key="seeded")


def _file_a_case(demo: Demo) -> None:
    """With a paper as a file; the police take it in and pass it to the clerk's desk. A way of looking she keeps."""
    clerk, police = demo.actor(Role.CLERK), demo.cast("police_clerk", NOW.date())
    paper = documents.put_file(BytesIO(b"%PDF-1.4\nfictional"), max_bytes=1000, name="dong-y.pdf")
    filed = cases.file_case(
        police,
        key="seeded",
        procedure="tam_vang",
        unit_code=police.unit_code,
        answers={
            "applicant_name": "Trần Thị Hoa",
            "applicant_id": "000151000201",
            "applicant_address": "Thôn Quang Trung",
            "applicant_phone": "0912345678",
            "away_from": "2026-12-01",
            "away_until": "2026-12-20",
            "destination": "Xã Đức Đồng",
            "reason": "lam_viec",
        },
        papers=[
            IncomingPaper(code="dong_y_cho_di", source=PaperSource.FILE, sha256=paper.sha256, file_name="dong-y.pdf")
        ],
        channel=Channel.COUNTER,
        applicant_id=demo.people["hoa"],
    )
    step = cases.catalogue().find("tam_vang", NOW.date()).procedure.steps[0].code
    cases.assign(police, case_id=filed.case_id, expected_revision=1, step=step, unit_code=clerk.unit_code)
    cases.save_view(clerk, name="Chưa ai giữ", query="giu=chua-ai")
    cases.substitute(
        clerk,
        unit_code=clerk.unit_code,
        role=Role.CLERK,
        away_id=demo.people["culture_clerk"],
        substitute_id=demo.people["health_clerk"],
        days=(NOW.date(), NOW.date()),
    )


# A birth in Đức Thọ, typed as the form asks; what is filed together goes to no unit that could take it.
BIRTH = {
    "applicant_name": "Trần Thị Hoa",
    "applicant_id": "000151000201",
    "applicant_address": "Thôn 1, xã Đức Thọ",
    "applicant_phone": "0912345678",
    "relation": "ong_ba",
    "child_name": "Nguyễn Thị Bé",
    "child_born_on": "2026-11-01",
    "child_sex": "nu",
    "child_ethnic_group": "Kinh",
    "child_nationality": "Việt Nam",
    "birth_place": "Bệnh viện Đa khoa Đức Thọ",
    "origin": "Xã Đức Thọ",
    "mother_name": "Trần Thị Hoa",
    "mother_id": "000151000201",
    "mother_born_year": "1996",
    "mother_ethnic_group": "Kinh",
    "mother_nationality": "Việt Nam",
    "mother_address": "Thôn 1, xã Đức Thọ",
    "has_father": "false",
    "residence_request": "tre_moi_sinh",
    "address": "Thôn 1, xã Đức Thọ",
    "household_head": "Trần Thị Hoa",
    "household_head_id": "000151000201",
    "relation_to_head": "Cháu",
    "head_agrees": "true",
    "clinic": "Trạm Y tế xã Đức Thọ",
}
ONE_STOP = "trung-tam-phuc-vu-hcc-xa-duc-tho"


def _file_a_birth(demo: Demo) -> None:
    """The citizen's, at the counter's unit, with one part that could not be filed, and a form she has only begun."""
    hoa = demo.actor(Role.CITIZEN)
    paper, _ = cases.kept_file("giay_chung_sinh", io.BytesIO(papers.pdf()), "chung-sinh.pdf")
    units = {"thuong_tru": "khong-co", "the_bhyt_tre_em": "bhxh-tinh"}
    where = {"procedure": "lien_thong_khai_sinh", "unit_code": ONE_STOP, "child_units": units}
    cases.file_case(hoa, key="seeded-birth", answers=BIRTH, papers=[paper], **where)
    cases.save_draft(hoa, procedure="khai_sinh", unit_code=ONE_STOP, answers=BIRTH)


def _portal_tells() -> None:
    """A message of the national portal nobody can read, held for an operator."""
    with override(NationalPortal, FakePortal()):
        arrivals.note_arrival(PORTAL, message_id="seeded", raw="{")


def _bank_tells(demo: Demo) -> None:
    """Money with no reason, money too much and on its way back, a day that differs: what operators have to see to."""
    for number, content in enumerate(("khong ro noi dung", "nop thua")):
        order = payments.own_orders(demo.actor(Role.CITIZEN))[0]
        told = BankCredit(
            account_code=f"000600.060000010{1 if number else 0}",
            bank_reference=f"FT{number}",
            amount=Dong(order.amount + 1),
            content=f"{content} {order.code if number else ''}",
            booked_at=NOW,
        )
        payments.book_credit(SYSTEM, credit=told, source=Source.NOTICE)
    empty = Statement(account_code="000600.0600000100", day=NOW.date(), entries=())
    payments.import_statement(SYSTEM, statement=empty, origin=Origin.BANK)


def _register_answers() -> None:
    """The demo's request for a criminal-record certificate: the register holds somebody alike."""
    answering.take_answer(SYSTEM, answer=answer_to(Search.objects.get()))


def _insurance_answers(demo: Demo) -> None:
    """The demo's labour book is filled, and a proof of it asked for."""
    ask = LabourAsk.objects.get()
    labour_fetching.take_record(SYSTEM, ask_id=ask.pk, record=record_for(ask))
    unit = demo.cast("labour_clerk", NOW.date()).unit_code
    labour_asking.ask_proof(seeding.actor_today("hung"), occupation="7212", unit_code=unit)


def played() -> Iterator[Demo]:
    """Play the story in a transaction of its own, taken back at the end. For fixtures with a module's scope.

    Marked as Django's own tests mark theirs: services that must be the outermost may be so in here.
    """
    story = transaction.atomic()
    story._from_testcase = True
    with clock.at(NOW), story:
        seeding.demo_data()
        demo = Demo(seeding.people(), seeding.cast())
        privacy.ask(demo.actor(Role.CITIZEN), kind=RequestKind.ACCESS, text="Xin bản dữ liệu giấy")
        _write_letters(demo)
        _read_a_card(demo)
        _fill_a_wallet(demo)
        _bring_an_original(demo)
        _hand_in_a_list(demo)
        _bank_tells(demo)
        _portal_tells()
        _register_answers()
        _insurance_answers(demo)
        with override(PopulationRegister, Register()):
            _file_a_case(demo)
            _file_a_birth(demo)
        yield demo
        transaction.set_rollback(True)
