"""Files that lie, that are two things at once, that would fill the memory; two officers at once."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pypdf
import pytest
from django.db import connection
from PIL import Image
from tests import papers
from tests.kernel.documents.wallet import person
from tests.pilots.p02_certified_documents import scans
from tests.pilots.p02_certified_documents.conftest import received, row, scan

from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound
from dean06.kernel.parties import api as parties
from dean06.pilots.p02_certified_documents import selectors
from dean06.pilots.p02_certified_documents.models import BookNumber, Slot
from dean06.pilots.p02_certified_documents.services import booking, deciding

DESK = "trung-tam-phuc-vu-hcc-xa-duc-tho"


def pages(number: int) -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    for _ in range(number):
        writer.add_blank_page(200, 300)
    writer.write(out)
    return out.getvalue()


def polyglot() -> bytes:
    """A picture and an archive in one."""
    out = io.BytesIO(scans.as_file(scans.page()))
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("a.txt", "hai mặt")
    return out.getvalue()


def bomb() -> bytes:
    """A few kilobytes that unfold to more dots than anybody needs."""
    return scans.as_file(Image.new("1", (9_000, 9_000)))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MZ" + bytes(200), "wrong_file"),
        (b"<html><script>1</script></html>", "wrong_file"),
        (b"", "file_empty"),
        (polyglot(), "polyglot"),
        (pages(31), "too_many_pages"),
        (pages(500), "too_many_pages"),
        (bomb(), "too_many_pixels"),
        (scans.as_file(scans.page())[:3000], "broken_file"),
        (papers.pdf()[:200], "broken_file"),
    ],
    ids=["program", "page", "empty", "polyglot", "31 pages", "500 pages", "bomb", "cut picture", "cut pdf"],
)
@pytest.mark.django_db
def test_what_is_no_scan_is_refused_at_its_field(office: Actor, holder: Actor, data: bytes, code: str) -> None:
    made = received(office, holder)
    with pytest.raises(Invalid) as refusal:
        scan(office, made, data, file_name="so-do.pdf")
    assert (refusal.value.code, refusal.value.field) == (code, "file")
    assert row(made).revision == 1
    assert not row(made).files.exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_and_many_papers_leave_no_gap(office: Actor, holder: Actor) -> None:
    made = [received(office, holder) for _ in range(5)]
    for one in made:
        scan(office, one, scans.as_file(scans.page()))
    revisions = {one: row(one).revision for one in made}

    def sign(one) -> bool:
        try:
            deciding.certify(office, certification_id=one, revision=revisions[one], compared=[1])
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as officers:
        done = list(officers.map(sign, made * 2))
    assert sum(done) == len(made)
    assert sorted(row(one).number for one in made) == [1, 2, 3, 4, 5]
    assert BookNumber.objects.get().last == 5


def slot() -> datetime:
    """The first that may be booked."""
    return next(slots[0].begins_at for slots in selectors.offered(DESK).values() if slots)


@pytest.fixture
def counter(db: None) -> datetime:
    parties.load_reference_data(SYSTEM)
    return slot()


def book(actor: Actor, at: datetime, key: str = "1", papers: int = 1):
    return booking.book(actor, key=key, unit_code=DESK, begins_at=at, papers=papers)


@pytest.mark.django_db
def test_a_slot_takes_so_many_papers(counter: datetime, holder: Actor) -> None:
    first = book(holder, counter, papers=8)
    assert book(holder, counter, papers=8) == first
    other = person("000026000009", "Người Khác")
    with pytest.raises(Conflict, match="còn nhận 2") as refusal:
        book(other, counter, papers=3)
    assert refusal.value.field == "slot"
    book(other, counter, papers=2)
    with pytest.raises(NotFound):
        booking.cancel_booking(other, booking_id=first)
    booking.cancel_booking(holder, booking_id=first)
    booking.cancel_booking(holder, booking_id=first)
    assert Slot.objects.get().taken == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "papers"),
    [
        (lambda at: at + timedelta(minutes=1), 1),
        (lambda at: at - timedelta(days=14), 1),
        (lambda at: at + timedelta(days=60), 1),
        (lambda at: at, 0),
        (lambda at: at, 99),
    ],
)
def test_what_is_not_offered_is_not_booked(counter: datetime, holder: Actor, at, papers: int) -> None:
    with pytest.raises(Invalid):
        book(holder, at(counter), papers=papers)


@pytest.mark.django_db
def test_one_person_does_not_hold_every_slot(counter: datetime, holder: Actor) -> None:
    for key in range(booking.MOST_OPEN):
        book(holder, counter, key=str(key))
    with pytest.raises(Conflict, match="nhiều nhất"):
        book(holder, counter, key="nua")
    assert counter.tzinfo == VN_TZ
