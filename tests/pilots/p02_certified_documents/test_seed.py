"""The demo's papers: played twice, there once."""

import pytest

from dean06.config import seeding
from dean06.pilots.p02_certified_documents import seed, selectors
from dean06.pilots.p02_certified_documents.rules import State


@pytest.mark.django_db
def test_played_twice_there_once() -> None:
    seeding.people()
    assert not seed.is_seeded(seeding.actor_today)
    seed.play(seeding.actor_today)
    seed.play(seeding.actor_today)
    assert seed.is_seeded(seeding.actor_today)
    states = [one.line.state for one in selectors.own(seeding.actor_today(seed.OWNER))]
    assert sorted(states) == [State.REFUSED, State.SIGNED]
