"""A labour book filled over a socket, a proof asked for, decided, issued and shared; and what is refused on the way."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoDbBlocker
from tests.house.acts_documents import Near
from tests.kernel.audit_trail import bodies_of
from tests.kernel.documents.wallet import give_keys
from tests.labour import PAY, WELDER, record_for
from tests.sandbox.insurance_twin import InsuranceTwin, insurance_twin, shared_insurance

from dean06.config import seeding
from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Audience
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.ports.social_insurance import SocialInsurance
from dean06.kernel.privacy import api as privacy
from dean06.pilots.p17_health_labour_books import holdings_labour
from dean06.pilots.p17_health_labour_books.models import LabourAsk, LabourEntry, LabourProof
from dean06.pilots.p17_health_labour_books.selectors import labour as selectors
from dean06.pilots.p17_health_labour_books.selectors.figures import figures
from dean06.pilots.p17_health_labour_books.services import labour_asking as asking
from dean06.pilots.p17_health_labour_books.services import labour_fetching as fetching
from dean06.pilots.p17_health_labour_books.services import labour_proving as proving

__all__ = ["insurance_twin", "shared_insurance"]
SAID = asking.Declared(
    kind="job", employer="Xưởng nhà", title="Thợ hàn", occupation="7212", since=date(2024, 1, 1), until=None
)


@dataclass
class Office:
    """Everybody, and social insurance."""

    twin: InsuranceTwin
    actor: Callable[[str], Actor]

    @property
    def hung(self) -> Actor:
        return self.actor("hung")

    @property
    def clerk(self) -> Actor:
        return self.actor("labour_clerk")

    def filled(self, who: str = "hung") -> LabourAsk:
        """Asked and fetched over the socket."""
        ask_id = asking.ask_insurance(self.actor(who))
        outbox.deliver(f"{asking.TOPIC}:{ask_id}")
        return LabourAsk.objects.get(pk=ask_id)

    def asked(self) -> UUID:
        """A filled book and a proof asked for."""
        self.filled()
        return asking.ask_proof(self.hung, occupation="7212", unit_code=self.clerk.unit_code)

    def issued(self) -> LabourProof:
        """Decided, and made by the worker."""
        proof_id = self.asked()
        proving.agree(self.clerk, proof_id=proof_id, number="7/XNLV")
        with override(CertificateAuthority, Near()):
            give_keys(self.clerk.unit_code)
        assert outbox.deliver(f"{proving.TOPIC}:{proof_id}") is outbox.Outcome.DONE
        return LabourProof.objects.get(pk=proof_id)


@pytest.fixture(scope="module")
def actors(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[str], Actor]]:
    story = transaction.atomic()
    story._from_testcase = True
    with django_db_blocker.unblock(), story:
        seeding.people()
        yield cache(seeding.actor_today)
        transaction.set_rollback(True)


@pytest.fixture
def office(actors: Callable[[str], Actor], db: None, insurance_twin: InsuranceTwin) -> Iterator[Office]:
    client = insurance_twin.client()
    with override(SocialInsurance, client):
        yield Office(insurance_twin, actors)
    client.close()


def test_a_book_is_filled_with_consent(office: Office) -> None:
    ask = office.filled()
    assert (ask.state, LabourEntry.objects.count()) == ("answered", 5)
    book = selectors.own_book(office.hung)
    assert ("7212", "Thợ hàn", "7 năm 8 tháng") in book.occupations
    assert book.gaps == ((date(2018, 7, 1), date(2018, 12, 31)),)
    assert [one.marks for one in book.jobs if "vỏ tàu" in one.title] == [("Trùng thời gian với việc khác",)]
    assert book.pay == {}
    assert 9_400_000 in selectors.own_book(office.hung, with_pay=True).pay.values()
    (consent,) = privacy.consents_of(office.hung)
    assert consent.id == ask.consent_id
    assert next(iter(office.twin.admin("GET", "requests").values()))["consent"] == str(consent.id)


def test_again_is_in_the_place_of_what_was_there(office: Office) -> None:
    office.filled()
    asking.declare(office.hung, said=SAID)
    office.twin.enter(personal_id="000070000209", period=[], benefit=[])
    office.filled()
    assert [row.source for row in LabourEntry.objects.all()] == ["declared"]


def test_one_request_at_a_time(office: Office) -> None:
    asking.ask_insurance(office.hung)
    with pytest.raises(Conflict):
        asking.ask_insurance(office.hung)


def test_a_consent_taken_back_before_the_worker_came_asks_nobody(office: Office) -> None:
    ask_id = asking.ask_insurance(office.hung)
    privacy.withdraw_consent(office.hung, consent_id=LabourAsk.objects.get().consent_id)
    outbox.deliver(f"{asking.TOPIC}:{ask_id}")
    ask = LabourAsk.objects.get()
    assert (ask.state, ask.reason, office.twin.admin("GET", "requests")) == ("refused", "consent_withdrawn", {})


BENT = [
    ("wrong_person", "wrong_person"),
    ("forged", "bad_signature"),
    ("stale", "stale"),
    ("wrong_request", "other_request"),
    ("malformed", "malformed"),
]


@pytest.mark.parametrize(("fault", "why"), BENT, ids=[row[0] for row in BENT])
def test_what_does_not_fit_never_enters_the_book(office: Office, fault: str, why: str) -> None:
    with office.twin.fault(fault):
        ask = office.filled()
    assert (ask.state, ask.reason, LabourEntry.objects.count()) == ("refused", why, 0)
    assert AuditEntry.objects.filter(action="p17_labour.refuse_record").count() == 1
    assert office.filled().state == "answered"


def test_while_it_is_down_the_worker_comes_back(office: Office) -> None:
    with office.twin.fault("down"):
        ask = office.filled()
    assert ask.state == "waiting"
    with clock.at(clock.now() + timedelta(minutes=1)):
        outbox.deliver(f"{asking.TOPIC}:{ask.pk}")
    ask.refresh_from_db()
    assert ask.state == "answered"


def test_a_record_is_taken_once_and_for_its_person(office: Office) -> None:
    ask = LabourAsk.objects.get(pk=asking.ask_insurance(office.hung))
    with pytest.raises(Conflict, match="người khác"):
        fetching.take_record(SYSTEM, ask_id=ask.pk, record=record_for(ask, personal_id="000183000207"))
    with pytest.raises(Conflict, match="người khác"):
        fetching.take_record(SYSTEM, ask_id=ask.pk, record=replace(record_for(ask), request_id="another-one"))
    with pytest.raises(NotPermitted):
        fetching.take_record(office.hung, ask_id=ask.pk, record=record_for(ask))
    assert fetching.take_record(SYSTEM, ask_id=ask.pk, record=record_for(ask))
    assert not fetching.take_record(SYSTEM, ask_id=ask.pk, record=record_for(ask))


def test_one_record_does_not_fill_two_requests(office: Office) -> None:
    first = LabourAsk.objects.get(pk=asking.ask_insurance(office.hung))
    fetching.take_record(SYSTEM, ask_id=first.pk, record=record_for(first))
    second = LabourAsk.objects.get(pk=asking.ask_insurance(office.hung))
    with pytest.raises(IntegrityError), transaction.atomic():
        fetching.take_record(SYSTEM, ask_id=second.pk, record=replace(record_for(second), id=f"so-{first.pk}"))


WRONG = [
    ({"kind": "benefit"}, "kind"),
    ({"employer": " "}, "employer"),
    ({"title": "x" * 201}, "title"),
    ({"occupation": "0000"}, "occupation"),
    ({"since": date(2100, 1, 1)}, "since"),
    ({"until": date(2023, 1, 1)}, "until"),
    ({"until": date(2100, 1, 1)}, "until"),
]


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_what_is_declared_must_be_possible(office: Office, change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        asking.declare(office.hung, said=replace(SAID, **change))
    assert refused.value.field == field


def test_ones_own_words_are_marked_and_prove_nothing(office: Office) -> None:
    asking.declare(office.hung, said=replace(SAID, since=date(2010, 1, 1)))
    (job,) = selectors.own_book(office.hung).jobs
    assert (job.is_own, job.marks) == (True, ("Có thời gian không đóng bảo hiểm",))
    with pytest.raises(Invalid, match="bảo hiểm xã hội"):
        asking.ask_proof(office.hung, occupation="7212", unit_code=office.clerk.unit_code)


def test_nobody_touches_anothers_book(office: Office) -> None:
    entry_id = asking.declare(office.hung, said=SAID)
    with pytest.raises(NotFound):
        asking.remove(office.actor("huong"), entry_id=entry_id)
    office.filled()
    with pytest.raises(NotFound):
        asking.remove(office.hung, entry_id=LabourEntry.objects.filter(source="insurance")[0].pk)
    for do in (asking.ask_insurance, selectors.own_book):
        with pytest.raises(NotPermitted):
            do(office.clerk)
    asking.remove(office.hung, entry_id=entry_id)


def test_the_clerk_sees_the_work_and_never_the_pay(office: Office) -> None:
    proof_id = office.asked()
    assert [line.id for line in selectors.queue(office.clerk)] == [proof_id]
    view = proving.read_proof(office.clerk, proof_id=proof_id)
    assert (view.name, view.counted, len(view.jobs)) == ("Trương Thế Hùng", "7 năm 8 tháng", 3)
    for pay in ("6200000", "8100000", "9400000", "10500000", "3700000"):
        assert pay not in repr(view)
    (body,) = bodies_of("p17_labour_looks.read")
    assert body["fields"] == ["p17.labour_work"]


def test_another_office_a_citizen_and_the_clerk_herself_find_nothing(office: Office) -> None:
    proof_id = office.asked()
    strangers = [office.hung, office.actor("insurance_clerk"), office.actor("education_clerk")]
    strangers[2] = replace(strangers[2], unit_code="phong-van-hoa-xa-hoi-xa-duc-minh")
    strangers.append(replace(office.clerk, party_id=office.hung.party_id))
    for one in strangers:
        with pytest.raises(NotFound):
            proving.read_proof(one, proof_id=proof_id)
        with pytest.raises(NotFound):
            proving.agree(one, proof_id=proof_id, number="1")
        assert selectors.queue(one) == []


def test_a_refusal_has_a_reason_the_person_reads(office: Office) -> None:
    proof_id = office.asked()
    with pytest.raises(Invalid):
        proving.refuse(office.clerk, proof_id=proof_id, reason=" ")
    proving.refuse(office.clerk, proof_id=proof_id, reason="Cần bản gốc hợp đồng")
    assert selectors.own_book(office.hung).proofs[0].reason == "Cần bản gốc hợp đồng"
    with pytest.raises(Conflict, match="đã được giải quyết"):
        proving.agree(office.clerk, proof_id=proof_id, number="1")
    asking.ask_proof(office.hung, occupation="7212", unit_code=office.clerk.unit_code)


def test_less_than_a_year_proves_nothing(office: Office) -> None:
    ask = LabourAsk.objects.get(pk=asking.ask_insurance(office.hung))
    short = replace(WELDER, until=date(2016, 12, 31))
    fetching.take_record(SYSTEM, ask_id=ask.pk, record=record_for(ask, short))
    proof_id = asking.ask_proof(office.hung, occupation="7212", unit_code=office.clerk.unit_code)
    with pytest.raises(Conflict, match="chưa đủ 1 năm"):
        proving.agree(office.clerk, proof_id=proof_id, number="1")


def test_one_open_request_for_an_occupation_at_a_real_office(office: Office) -> None:
    office.asked()
    with pytest.raises(Conflict):
        asking.ask_proof(office.hung, occupation="7212", unit_code=office.clerk.unit_code)
    with pytest.raises(Invalid):
        asking.ask_proof(office.hung, occupation="8332", unit_code="cong-an-tinh")


def test_a_number_of_the_book_is_used_once(office: Office) -> None:
    office.issued()
    proof_id = asking.ask_proof(office.hung, occupation="8332", unit_code=office.clerk.unit_code)
    with pytest.raises(Invalid, match="đã dùng"):
        proving.agree(office.clerk, proof_id=proof_id, number="7/XNLV")


def _said(credential: bytes) -> str:
    """Everything a credential says to whoever decodes it: payload and disclosures."""
    head, *disclosures = credential.decode().split("~")
    parts = [head.split(".")[1], *disclosures]
    return " ".join(base64.urlsafe_b64decode(one + "==").decode() for one in parts if one)


def test_five_years_of_welding_and_nothing_else(office: Office) -> None:
    proof = office.issued()
    assert proof.state == "issued"
    assert AuditEntry.objects.filter(action="p17_labour.issue").count() == 1
    proving.release({"proof": str(proof.pk)}, "again")
    assert AuditEntry.objects.filter(action="documents.issue", object_id=str(proof.document_id)).count() == 1
    share_id = privacy.share_document(
        office.hung,
        document_id=proof.document_id,
        facts=["years_at_least_5"],
        purpose="Xin việc thợ hàn",
        audience=Audience.EMPLOYER,
        recipient="Xưởng Hư Cấu",
        minutes=15,
        times=1,
    )
    token = documents.own_share(office.hung, share_id=share_id).address.rstrip("/").rsplit("/", 1)[-1]
    stranger = Actor(user_id=None, party_id=None, name="", role=Role.PUBLIC)
    view = documents.look_at_share(
        stranger, token=token, name="Quản đốc Hư Cấu", organisation="", address="203.0.113.9"
    )
    assert list(view.facts.values()) == ["Đã làm nghề Thợ hàn (mã 7212) ít nhất 5 năm"]
    said = _said(view.credential)
    assert "ít nhất 5 năm" in said
    hidden = ["Hùng", "000070000209", "Hư Cấu", "2015", "2018", "ít nhất 3 năm", "salary", str(PAY), "9400000"]
    for words in hidden:
        assert words not in said
    kind = documents.kinds().on(proving.KIND, clock.today())
    assert not [one for one in kind.facts if "lương" in one.label.lower() or "salary" in one.name]


def test_an_open_threshold_not_reached_cannot_be_shown(office: Office) -> None:
    proof = office.issued()
    with pytest.raises(DomainError):
        privacy.share_document(
            office.hung, document_id=proof.document_id, facts=["years_at_least_10"], purpose="Xin việc",
            audience=Audience.EMPLOYER, recipient="Xưởng", minutes=15, times=1,
        )  # fmt: skip


def test_what_is_kept_is_handed_out_and_goes(office: Office) -> None:
    office.issued()
    party = office.hung.party_id
    assert len(holdings_labour._entries(party)) == 5
    assert len(holdings_labour._proofs(party)) == 1
    assert len(holdings_labour._delete_entries(party)) == 5
    with office.twin.fault("forged"):
        office.filled()
    with transaction.atomic():
        assert holdings_labour._old_asks(clock.now() - timedelta(days=1), 10) == []
        old = holdings_labour._old_asks(clock.now() + timedelta(days=1), 10)
        assert holdings_labour._delete_asks(old) == 1


def test_figures_of_past_days_stay(office: Office, django_assert_num_queries) -> None:
    office.issued()
    days = [clock.today() - timedelta(days=1), clock.today()]
    with clock.at(clock.now() + timedelta(days=2)):
        office.filled()
    with django_assert_num_queries(1):
        told = {code: values for code, values in figures(days).items() if code.startswith("labour_")}
    assert told == {"labour_books": [0, 1], "labour_confirmed": [0, 5], "labour_proofs": [0, 1]}
