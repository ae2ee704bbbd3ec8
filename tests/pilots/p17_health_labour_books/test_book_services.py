"""Who may read a health book: by a share while it lasts, by broken glass for some minutes, and who judges that."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.pilots.p17_health_labour_books.books import (
    CENTRE,
    DIABETES,
    HOSPITAL,
    NOW,
    PENICILLIN,
    WARFARIN,
    Ward,
    entry,
    people,
    ward,
)

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted, TooMany
from dean06.kernel.base.ids import new_id
from dean06.kernel.messaging import api as messaging
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.models import Consent
from dean06.kernel.privacy.types import ConsentWithdrawn
from dean06.pilots.p17_health_labour_books.access import share_in_force
from dean06.pilots.p17_health_labour_books.choices import EntryKind
from dean06.pilots.p17_health_labour_books.models import Facility, HealthBundle, HealthEntry, HealthLook, HealthShare
from dean06.pilots.p17_health_labour_books.rules.terms import TERMS, terms_on
from dean06.pilots.p17_health_labour_books.selectors import book, reviews
from dean06.pilots.p17_health_labour_books.selectors.figures import figures
from dean06.pilots.p17_health_labour_books.services import looking, reviewing, sharing

__all__ = ["people", "ward"]


def letters(ward: Ward, template: str) -> int:
    from dean06.kernel.messaging.models import Message

    return Message.objects.filter(template=template, copies__party_id=ward.hoa.party_id).count()


def spoken(view: looking.OpenedBook) -> set[str]:
    """Everything a clinician reads."""
    lines = [*(one for shelf in view.shelves for one in shelf.lines), *view.timeline, *view.blood]
    return {one.display for one in lines}


def test_allergies_and_medicines_stand_first_and_nothing_is_anothers(ward: Ward) -> None:
    shelves = book.own_shelves(ward.hoa)
    assert [shelf.kind for shelf in shelves][:2] == ["allergy", "medicine"]
    shown = {one.display for shelf in shelves for one in shelf.lines}
    shown |= {one.display for one in book.own_timeline(ward.hoa)}
    assert shown == {PENICILLIN, WARFARIN, "Nhóm máu", "Kết quả nhầm"}
    theirs = book.own_shelves(ward.minh)[2].lines[0]
    assert book.own_entry(ward.minh, entry_id=theirs.id).display == DIABETES
    with pytest.raises(NotFound):
        book.own_entry(ward.hoa, entry_id=theirs.id)


def test_what_may_kill_stands_before_what_is_newer(ward: Ward) -> None:
    entry(ward.hoa.party_id, EntryKind.ALLERGY, "Phấn hoa hư cấu", severity="low", occurred_at=NOW)
    shown = book.own_shelves(ward.hoa)[0].lines
    assert [(one.display, one.severity_tone) for one in shown] == [(PENICILLIN, "high"), ("Phấn hoa hư cấu", "medium")]


def test_a_share_opens_only_what_is_shared_only_to_that_unit(ward: Ward) -> None:
    share_id = ward.share(kinds=["allergy"])
    assert ward.found() == share_id
    view = looking.open_book(ward.doctor, share_id=share_id)
    assert spoken(view) == {PENICILLIN}
    assert ward.found("preventive_doctor") is None
    with pytest.raises(NotFound):
        looking.open_book(ward.preventive_doctor, share_id=share_id)
    with pytest.raises(NotFound):
        looking.open_book(ward.health_clerk, share_id=share_id)
    with pytest.raises(NotPermitted):
        looking.find(ward.hoa, personal_id=ward.number("minh"))


def test_what_was_a_mistake_is_not_shown_to_a_clinician(ward: Ward) -> None:
    view = looking.open_book(ward.doctor, share_id=ward.share())
    assert spoken(view) == {PENICILLIN, WARFARIN, "Nhóm máu"}


def test_each_opening_is_in_the_log_and_the_first_is_told(ward: Ward) -> None:
    share_id = ward.share()
    for _ in range(2):
        looking.open_book(ward.doctor, share_id=share_id)
    assert AuditEntry.objects.filter(action="p17_looks.open_book").count() == 2
    assert HealthLook.objects.count() == 1  # one consultation
    with clock.at(NOW + timedelta(hours=2)):
        looking.open_book(ward.doctor, share_id=share_id)
    assert HealthLook.objects.count() == 2
    assert letters(ward, "p17.opened") == 1
    assert [one.who for one in book.own_shares(ward.hoa)[0].looks] == [book.own_looks(ward.hoa)[0].who] * 2


def test_a_share_that_is_over_opens_nothing_and_makes_room(ward: Ward) -> None:
    first = ward.share()
    with clock.at(NOW + timedelta(days=1)):
        assert ward.found() is None
        with pytest.raises(NotFound):
            looking.open_book(ward.doctor, share_id=first)
        second = ward.share()
        assert ward.found() == second
    assert not book.own_shares(ward.minh)


def test_a_second_share_with_the_same_place_is_refused_while_one_lasts(ward: Ward) -> None:
    first = ward.share()
    with pytest.raises(Conflict, match="Rút lại"):
        ward.share(kinds=["allergy"])
    ward.share(unit=CENTRE)
    sharing.withdraw(ward.hoa, share_id=first)
    assert ward.share(kinds=["allergy"]) != first


def test_a_double_click_shares_once(ward: Ward) -> None:
    key = new_id()
    assert {ward.share(key=key), ward.share(key=key)} == {key}
    assert HealthShare.objects.count() == 1
    with pytest.raises(NotFound):
        ward.share("minh", key=key)


@pytest.mark.parametrize(
    "wrong",
    [{"kinds": []}, {"kinds": ["soul"]}, {"purpose": " "}, {"days": 0}, {"days": 31}, {"unit": "ubnd-huyen"}],
    ids=str,
)
def test_a_share_says_what_and_whom_and_how_long(ward: Ward, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        ward.share(**wrong)
    assert not privacy.consents_of(ward.hoa)


def test_taken_back_midway_the_next_page_is_refused(ward: Ward) -> None:
    share_id = ward.share()
    looking.open_book(ward.doctor, share_id=share_id)
    with pytest.raises(NotFound):
        sharing.withdraw(ward.minh, share_id=share_id)
    sharing.withdraw(ward.hoa, share_id=share_id)
    with pytest.raises(NotFound):
        looking.open_book(ward.doctor, share_id=share_id)
    with pytest.raises(Conflict):
        sharing.withdraw(ward.hoa, share_id=share_id)
    assert not privacy.consents_of(ward.hoa)[0].is_open


def test_a_consent_taken_back_on_another_page_ends_the_share_before_anybody_hears(ward: Ward) -> None:
    row = HealthShare.objects.get(pk=ward.share())
    privacy.withdraw_consent(ward.hoa, consent_id=row.consent_id)
    assert share_in_force(subject_id=row.subject_id, unit_code=HOSPITAL) is None
    assert ward.found() is None
    heard = ConsentWithdrawn(consent_id=row.consent_id, purpose_code="health.share", recipient_code=HOSPITAL)
    for _ in range(2):
        sharing.hear(heard)
    row.refresh_from_db()
    assert row.withdrawn_at == NOW
    assert AuditEntry.objects.filter(action="p17.end_share").count() == 1
    assert ward.found() != ward.share()


def test_a_number_nobody_has_and_a_book_not_shared_are_answered_alike(ward: Ward) -> None:
    assert ward.found() is looking.find(ward.doctor, personal_id="000000000000") is None
    for _ in range(looking.FIND_LIMIT.count - 2):
        ward.found()
    with pytest.raises(TooMany):
        ward.found()


def test_broken_glass_shows_what_saves_a_life_for_an_hour_to_one_person(ward: Ward) -> None:
    look_id = ward.broken()
    view = looking.open_emergency(ward.doctor, look_id=look_id)
    assert spoken(view) == {PENICILLIN, WARFARIN, "Nhóm máu"}
    assert letters(ward, "p17.emergency") == 1
    assert book.own_looks(ward.hoa)[0].reason.endswith("Tai nạn hư cấu")
    with pytest.raises(NotFound):
        looking.open_emergency(ward.preventive_doctor, look_id=look_id)
    with clock.at(NOW + timedelta(minutes=60)), pytest.raises(NotFound):
        looking.open_emergency(ward.doctor, look_id=look_id)


def test_broken_glass_twice_by_one_click_is_one(ward: Ward) -> None:
    key = new_id()
    assert {ward.broken(key=key), ward.broken(key=key)} == {key}
    assert (HealthLook.objects.count(), letters(ward, "p17.emergency")) == (1, 1)
    with pytest.raises(NotFound):
        ward.broken("preventive_doctor", key=key)


@pytest.mark.parametrize("wrong", [{"reason": "curious"}, {"words": "  "}, {"words": "x" * 301}], ids=str)
def test_glass_breaks_only_with_a_reason(ward: Ward, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        ward.broken(**wrong)
    assert not HealthLook.objects.exists()


def test_glass_is_broken_by_clinicians_a_few_times_an_hour(ward: Ward) -> None:
    for who in ("health_clerk", "minh"):
        with pytest.raises(NotPermitted):
            ward.broken(who)
    for _ in range(looking.EMERGENCY_LIMIT.count):
        ward.broken()
    with pytest.raises(TooMany):
        ward.broken()


def test_another_unit_judges_once_and_the_holder_is_told(ward: Ward) -> None:
    look_id = ward.broken()
    said = {"look_id": look_id, "verdict": "unjustified", "note": "Không có ca cấp cứu nào"}
    for who in ("doctor", "preventive_doctor", "hoa"):
        with pytest.raises(NotPermitted):
            reviewing.judge(ward.actor(who), **said)
        with pytest.raises(NotPermitted):
            reviews.queue(ward.actor(who))
    line = reviews.queue(ward.health_clerk)[0]
    assert (line.id, line.due_on, line.may_judge) == (look_id, "02/12/2026", True)
    assert reviewing.read_look(ward.health_clerk, look_id=look_id).may_judge
    reviewing.judge(ward.health_clerk, **said)
    with pytest.raises(Conflict):
        reviewing.judge(ward.health_clerk, **said | {"verdict": "justified"})
    assert letters(ward, "p17.reviewed") == 1
    assert book.own_looks(ward.hoa)[0].review == "unjustified"
    assert not reviews.queue(ward.health_clerk)


def test_neither_the_looker_nor_his_unit_nor_the_holder_judges(ward: Ward) -> None:
    look = HealthLook.objects.get(pk=ward.broken())
    clerk = ward.health_clerk
    for changes in ({"unit_code": clerk.unit_code}, {"user_id": clerk.user_id}, {"subject_id": clerk.party_id}):
        before = {name: getattr(look, name) for name in changes}
        HealthLook.objects.filter(pk=look.pk).update(**changes)
        with pytest.raises(NotPermitted):
            reviewing.judge(clerk, look_id=look.pk, verdict="justified", note="x")
        HealthLook.objects.filter(pk=look.pk).update(**before)
    with pytest.raises(Invalid):
        reviewing.judge(clerk, look_id=look.pk, verdict="open", note="x")
    with pytest.raises(Invalid):
        reviewing.judge(clerk, look_id=look.pk, verdict="justified", note=" ")


def test_only_a_look_that_was_broken_in_is_judged(ward: Ward) -> None:
    looking.open_book(ward.doctor, share_id=ward.share())
    look = HealthLook.objects.get()
    for do in (
        lambda: reviewing.read_look(ward.health_clerk, look_id=look.pk),
        lambda: reviewing.judge(ward.health_clerk, look_id=look.pk, verdict="justified", note="x"),
        lambda: looking.open_emergency(ward.doctor, look_id=look.pk),
    ):
        with pytest.raises(DomainError):
            do()


def test_figures_in_one_question(ward: Ward, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    looking.open_book(ward.doctor, share_id=ward.share())
    look_id = ward.broken()
    days = [NOW.date() - timedelta(days=1), NOW.date()]
    with django_assert_num_queries(1):
        shown = figures(days)
    assert shown == {
        "books": [0, 2],
        "shares": [0, 1],
        "looks": [0, 2],
        "broken": [0, 1],
        "unjudged": [0, 1],
        "review_days": [0, 0],
        "labour_books": [0, 0],
        "labour_confirmed": [0, 0],
        "labour_proofs": [0, 0],
    }
    with clock.at(NOW + timedelta(days=2)):
        reviewing.judge(ward.health_clerk, look_id=look_id, verdict="justified", note="Đúng")
        after = figures([NOW.date(), NOW.date() + timedelta(days=2)])
    assert (after["unjudged"], after["review_days"], after["shares"]) == ([1, 0], [0, 2], [1, 0])
    other = ward.broken(who="minh")
    with clock.at(NOW + timedelta(days=5)):
        reviewing.judge(ward.health_clerk, look_id=other, verdict="unjustified", note="Không có ca nào")
        told = figures([NOW.date() + timedelta(days=day) for day in (2, 5)])
    assert (told["broken"], told["unjudged"], told["review_days"]) == ([2, 2], [1, 0], [2, 3.5])


def test_a_book_sent_anew_began_when_it_began(ward: Ward) -> None:
    day = NOW.date()
    with clock.at(NOW + timedelta(days=3)):
        bundle = HealthBundle.objects.create(
            facility=Facility.objects.get(unit_code=HOSPITAL), subject_id=ward.hoa.party_id, identifier="anew",
            sha256="0" * 64, size=1,
        )  # fmt: skip
        HealthEntry.objects.filter(subject_id=ward.hoa.party_id).update(bundle=bundle, updated_at=clock.now())
        assert figures([day, day + timedelta(days=3)])["books"] == [2, 2]


def test_a_withdrawal_nobody_heard_is_made_up_for(ward: Ward) -> None:
    ward.share()
    row = HealthShare.objects.get()
    Consent.objects.filter(pk=row.consent_id).update(withdrawn_at=clock.now(), withdrawal_entry_id=new_id())
    assert sharing.end_missed(SYSTEM) == 1
    assert not book.own_shares(ward.hoa)[0].is_open
    assert sharing.end_missed(SYSTEM) == 0


def test_an_old_allergy_is_not_pushed_out_by_many_new_facts(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "SHELF_SHOWN", 3)
    subject = ward.hoa.party_id
    entry(subject, EntryKind.ALLERGY, "Tôm hư cấu", occurred_at=NOW - timedelta(days=20_000))
    for number in range(6):
        entry(subject, EntryKind.MEDICINE, f"Thuốc hư cấu {number}")
        entry(subject, EntryKind.ALLERGY, f"Dị ứng hư cấu {number}")
    allergies, medicines, *_ = book.emergency(subject)[0]
    assert "Tôm hư cấu" in {one.display for one in allergies.lines}
    assert (allergies.is_cut, medicines.is_cut, len(medicines.lines)) == (False, True, 3)


OURS = {"p17.entries", "p17.shares", "p17.looks"}
ONLY_IN_THE_FILE = {"p17.entries": {"resource"}}  # the standard's own form says nothing to a reader


def test_own_copy_holds_entries_shares_and_looks(ward: Ward) -> None:
    ward.share()
    ward.broken()
    ours = {one.code: one.export(ward.hoa.party_id) for one in privacy.holdings() if one.code in OURS}
    assert {code: len(rows) for code, rows in ours.items()} == {"p17.entries": 4, "p17.shares": 1, "p17.looks": 1}
    for one in privacy.holdings():
        if one.code in ours:
            assert set(ours[one.code][0]) == set(one.columns) | ONLY_IN_THE_FILE.get(one.code, set())


def test_terms_are_those_of_their_day() -> None:
    assert terms_on(NOW.date()) is terms_on(TERMS[0].valid_from - timedelta(days=1)) is TERMS[0]


def test_the_inbox_carries_the_words(ward: Ward) -> None:
    from dean06.kernel.base import outbox
    from dean06.kernel.base.models import OutboxMessage, OutboxState

    ward.broken()
    for one in list(OutboxMessage.objects.filter(state=OutboxState.PENDING)):
        outbox.deliver(one.message_id)
    assert any("mở khẩn cấp" in letter.subject for letter in messaging.inbox(ward.hoa))
