"""What the database itself refuses, also when two transactions try at once."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from dean06.kernel.parties.models import Area, Party, Post, PostHolding, Unit

JANUARY, JULY, LATER = date(2020, 1, 1), date(2025, 7, 1), date(2027, 1, 1)


def make_unit(**changes: Any) -> Unit:
    facts = {
        "code": "phong-thu",
        "name": "Phòng Thử",
        "short_name": "PT",
        "kind": "department",
        "level": "district",
        "valid_from": JANUARY,
        "source": "test",
    }
    return Unit.objects.create(**(facts | changes))


def make_area(**changes: Any) -> Area:
    facts = {"code": "18244", "name": "Trường Sơn", "kind": "commune", "valid_from": JANUARY, "source": "test"}
    return Area.objects.create(**(facts | changes))


def refused(name: str) -> Any:
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.django_db
def test_a_code_may_return_but_never_overlap() -> None:
    make_unit(valid_until=JULY)
    make_unit(valid_from=JULY, name="Phòng Mới")  # the day after the end: the upper bound does not belong
    make_area(valid_until=JULY)
    make_area(valid_from=JULY, name="Đức Minh")
    with refused("parties_unit_code_once_a_day"), transaction.atomic():
        make_unit(valid_from=date(2025, 6, 30), valid_until=LATER)
    with refused("parties_area_code_once_a_day"), transaction.atomic():
        make_area(valid_from=date(2026, 1, 1))


@pytest.mark.django_db
def test_codes_are_compared_whole_and_exactly() -> None:
    make_unit()
    make_unit(code="phong-thu-2")
    make_unit(code="Phong-thu")
    assert Unit.objects.filter(valid_from=JANUARY).count() == 3


@pytest.mark.django_db
def test_a_period_is_not_empty() -> None:
    with refused("parties_unit_period"), transaction.atomic():
        make_unit(valid_until=JANUARY)
    with refused("parties_area_period"), transaction.atomic():
        make_area(valid_until=date(2019, 1, 1))


@pytest.mark.django_db
def test_one_authority_a_day_and_only_a_committee() -> None:
    make_unit(code="a", kind="committee", is_authority=True, valid_until=JULY)
    make_unit(code="b", kind="committee", is_authority=True, valid_from=JULY)
    with refused("parties_one_authority_a_day"), transaction.atomic():
        make_unit(code="c", kind="committee", is_authority=True, valid_from=date(2024, 1, 1), valid_until=LATER)
    with refused("parties_authority_is_committee"), transaction.atomic():
        make_unit(code="d", is_authority=True, valid_from=date(2000, 1, 1), valid_until=JANUARY)


@pytest.mark.django_db
def test_parties_are_persons_or_organisations() -> None:
    Party.objects.create(full_name="Nguyễn Văn A", personal_id="000000000001")
    Party.objects.create(full_name="Người chưa có số")
    Party.objects.create(full_name="Người chưa có số khác")
    with refused("personal_id"), transaction.atomic():
        Party.objects.create(full_name="Trùng số", personal_id="000000000001")
    with refused("parties_personal_id_shape"), transaction.atomic():
        Party.objects.create(full_name="Số lạ", personal_id="00000000000A")
    with refused("parties_person_or_organisation"), transaction.atomic():
        Party.objects.create(full_name="Công ty", kind="organisation", birth_on=JANUARY)


@pytest.mark.django_db
def test_a_post_copied_flag_cannot_lie() -> None:
    unit, party = make_unit(), Party.objects.create(full_name="A")
    post = Post.objects.create(unit=unit, title="Trưởng phòng", role="clerk", is_single_holder=True)
    with refused("parties_holding_follows_post"), transaction.atomic():
        PostHolding.objects.create(post=post, party=party, valid_from=JANUARY, is_single_holder=False)
    PostHolding.objects.create(post=post, party=party, valid_from=JANUARY, is_single_holder=True)
    Post.objects.filter(pk=post.pk).update(is_single_holder=False)
    assert not PostHolding.objects.get(post=post).is_single_holder


@pytest.mark.django_db
def test_one_head_many_officers() -> None:
    unit = make_unit()
    people = [Party.objects.create(full_name=name) for name in ("A", "B")]
    head = Post.objects.create(unit=unit, title="Trưởng phòng", role="clerk", is_single_holder=True)
    officer = Post.objects.create(unit=unit, title="Chuyên viên", role="clerk")
    for person in people:
        PostHolding.objects.create(post=officer, party=person, valid_from=JANUARY, is_single_holder=False)
    with refused("parties_person_holds_post_once"), transaction.atomic():
        PostHolding.objects.create(post=officer, party=people[0], valid_from=JULY, is_single_holder=False)
    first, second = people
    PostHolding.objects.create(post=head, party=first, valid_from=JANUARY, valid_until=JULY, is_single_holder=True)
    with refused("parties_single_holder_at_a_time"), transaction.atomic():
        PostHolding.objects.create(post=head, party=second, valid_from=date(2025, 6, 30), is_single_holder=True)
    PostHolding.objects.create(post=head, party=second, valid_from=JULY, is_single_holder=True)


@pytest.mark.django_db(transaction=True)
def test_two_transactions_cannot_both_take_a_code() -> None:
    """Both insert before either commits: each sees no row of the other, and still only one may stay.

    PostgreSQL refuses the loser by the constraint, or as the victim of the deadlock when both wait for each other.
    """
    both_ready = threading.Barrier(2, timeout=20)
    outcomes: list[str] = []

    def insert(first_day: date) -> None:
        try:
            with transaction.atomic():
                connection.ensure_connection()
                both_ready.wait()
                make_unit(valid_from=first_day)
            outcomes.append("kept")
        except (IntegrityError, OperationalError) as error:
            is_expected = "parties_unit_code_once_a_day" in str(error) or "deadlock" in str(error)
            outcomes.append("refused" if is_expected else str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=insert, args=(day,)) for day in (JANUARY, date(2021, 1, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["kept", "refused"]
    assert Unit.objects.filter(code="phong-thu").count() == 1
