"""A labour book of the demo, through the services people use: a welder has his book filled, and adds a training."""

from collections.abc import Callable
from datetime import date

from dean06.kernel.base.actor import Actor
from dean06.pilots.p17_health_labour_books.selectors.labour import own_book
from dean06.pilots.p17_health_labour_books.services.labour_asking import Declared, ask_insurance, declare

CITIZEN = "hung"
TRAINING = Declared(
    kind="training",
    employer="Trung tâm dạy nghề Hư Cấu",
    title="Hàn công nghệ cao, 3 tháng",
    occupation="7212",
    since=date(2018, 9, 3),
    until=date(2018, 11, 30),
)

Players = Callable[[str], Actor]


def is_seeded(players: Players) -> bool:
    """Whether he has asked already."""
    return own_book(players(CITIZEN)).ask_state is not None


def play(players: Players) -> None:
    """The request goes to the twin by the worker; his book is filled when it has answered."""
    ask_insurance(players(CITIZEN))
    declare(players(CITIZEN), said=TRAINING)
