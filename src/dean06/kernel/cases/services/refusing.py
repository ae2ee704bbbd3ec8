"""One act upon a case in one transaction; an act that was not the actor's to do is written down all the same."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.services.moving import record


class Denied(NotPermitted):
    """An officer may not do this with this case: it lies elsewhere, with a colleague, or it is his own."""

    def __init__(self, message: str, *, code: str, case: Case) -> None:
        super().__init__(message, code=code)
        self.case = case


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """The transaction of an act. A Denied undoes it and leaves an entry of its own; the person concerned can see it."""
    try:
        with transaction.atomic():
            yield
    except Denied as refusal:
        with transaction.atomic():
            record(actor, actions.DENY, refusal.case, details={"reason": refusal.code})
        raise
