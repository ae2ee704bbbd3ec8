"""Browsers of the people of a commune's office (tests.kernel.cases.office), signed in without going through VNeID."""

from typing import Any

from django.test import Client

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.identity.api import enrol
from dean06.kernel.identity.hats import hats_of
from dean06.kernel.identity.models import SignInSession, User
from dean06.kernel.identity.sessions import SIGN_IN

LEVEL = 2


def browser(actor: Actor) -> Client:
    """A browser in which the actor wears his hat."""
    user = User.objects.get(pk=enrol(SYSTEM, issuer="test", subject=str(actor.party_id), party_id=actor.party_id))
    hat = next(hat for hat in hats_of(user, clock.today()) if hat.role is actor.role)
    now = clock.now()
    row = SignInSession.objects.create(
        user=user, hat_key=hat.key, level=LEVEL, auth_time=now, started_at=now, last_seen_at=now
    )
    client = Client()
    session = client.session
    session[SIGN_IN] = str(row.pk)
    session.save()
    client.cookies["dean06"] = session.session_key
    return client


def text_of(answer: Any) -> str:
    """What the page says."""
    return answer.content.decode()
