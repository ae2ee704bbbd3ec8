"""The book of a year sealed: what officers see, what a citizen takes away, what a later withdrawal leaves as it was."""

import json
from typing import Any

import pytest
from tests.kernel.documents.wallet import officer, person
from tests.pilots.p02_certified_documents.conftest import certified, received, row

from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, Actor
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Answer
from dean06.pilots.p02_certified_documents import selectors
from dean06.pilots.p02_certified_documents.services import issuing, sealing

pytestmark = pytest.mark.django_db


def test_the_holder_of_a_copy_takes_the_proof_of_her_line(office: Actor, holder: Actor) -> None:
    year = clock.today().year
    other = person("000026000002", "Người Khác")
    first, second = certified(office, holder), certified(office, other)
    received(office, holder)  # no number, not in the book
    assert selectors.own_proofs(selectors.own(holder)) == {}
    with pytest.raises(NotFound):
        selectors.own_proof(holder, certification_id=first)
    seal_id = sealing.seal_year(office, year=year)
    assert sealing.seal_year(office, year=year) == seal_id
    (info,) = documents.seals(office)
    assert (info.size, info.title) == (2, f"Sổ chứng thực bản sao năm {year}, từ số 1 đến số 2")
    assert list(selectors.own_proofs(selectors.own(holder))) == [first]
    data = selectors.own_proof(holder, certification_id=first).data
    assert other.name.encode() not in data
    seen = documents.inspect(ANONYMOUS, data=data, address="203.0.113.4")
    assert (seen.answer, seen.facts["Số chứng thực"]) == (Answer.SEALED, f"1/{year}")
    assert seen.facts["Mã băm SHA-256 của bản quét"] == row(first).scan_sha256
    with pytest.raises(NotFound):
        selectors.own_proof(holder, certification_id=second)
    with pytest.raises(NotPermitted):
        selectors.own_proof(office, certification_id=first)


def test_what_comes_later_is_sealed_anew_and_both_hold(office: Actor, holder: Actor) -> None:
    made = certified(office, holder)
    sealing.seal_year(office, year=clock.today().year)
    before = selectors.own_proof(holder, certification_id=made).data
    issuing.withdraw(office, certification_id=made, revision=row(made).revision, reason="Nhầm bản")
    sealing.seal_year(office, year=clock.today().year)
    after = selectors.own_proof(holder, certification_id=made).data
    assert len(documents.seals(office)) == 2
    assert "Lý do thu hồi" in json.loads(json.loads(after)["row"])
    for data in (before, after):
        assert documents.inspect(ANONYMOUS, data=data, address="203.0.113.4").answer is Answer.SEALED


def test_an_empty_book_and_other_units_are_refused(office: Actor, holder: Actor) -> None:
    for year in (clock.today().year, 1900, 9999):
        with pytest.raises(Invalid):
            sealing.seal_year(office, year=year)
    certified(office, holder)
    for actor in (officer("cong-an-xa-duc-tho"), holder):
        with pytest.raises(NotPermitted):
            sealing.seal_year(actor, year=clock.today().year)


def test_names_are_asked_for_in_few_questions(office: Actor, holder: Actor, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        certified(office, holder)
    with django_assert_max_num_queries(24):
        sealing.seal_year(office, year=clock.today().year)
