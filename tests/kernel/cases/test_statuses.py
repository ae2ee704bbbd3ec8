"""The ten national statuses: which ends, which pauses, which may follow which."""

import pytest

from dean06.kernel.cases.statuses import LABELS, NEXT, Clock, Status, may_follow


def test_every_status_has_words_a_meaning_for_the_clock_and_followers():
    assert set(LABELS) == set(NEXT) == set(Status) == set(range(1, 11))


@pytest.mark.parametrize("status", [3, 7, 8, 9, 10])
def test_these_end_the_clock(status):
    assert Status(status).clock is Clock.ENDS


def test_only_a_request_for_papers_pauses_it():
    assert [status for status in Status if status.clock is Clock.PAUSES] == [Status.SUPPLEMENT_ASKED]


def test_a_withdrawal_takes_two_steps():
    assert may_follow(Status.PROCESSING, Status.WITHDRAWAL_ASKED)
    assert may_follow(Status.WITHDRAWAL_ASKED, Status.STOPPED)
    assert not may_follow(Status.WITHDRAWAL_ASKED, Status.DECIDED)


@pytest.mark.parametrize("last", [Status.NOT_RECEIVED, Status.STOPPED, Status.HANDED_OVER])
def test_nothing_follows_the_end(last):
    assert not any(may_follow(last, then) for then in Status)


def test_only_a_decided_case_is_handed_over():
    assert [now for now in Status if may_follow(now, Status.HANDED_OVER)] == [Status.DECIDED]


def test_every_status_can_be_reached_and_every_open_one_left():
    reached = {Status.SUBMITTED}
    while more := {then for now in reached for then in NEXT[now]} - reached:
        reached |= more
    assert reached == set(Status)
