"""Officers and citizens for a bench, signed in: accounts, posts and sessions as signing in leaves them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bench._many_cases import UNITS

SINCE = date(2025, 7, 1)
CSRF = "b" * 32


@dataclass(frozen=True)
class Browser:
    """Somebody's browser: who it is, where she works, her cookies."""

    party_id: UUID
    unit_code: str
    cookies: str


def officers(count: int) -> list[Browser]:
    """Clerks of the one-stop desks, an equal number at each."""
    from dean06.kernel.base import clock
    from dean06.kernel.base.actor import SYSTEM, Role
    from dean06.kernel.identity.hats import posts_as_hats
    from dean06.kernel.parties import api as parties

    found = []
    for number in range(count):
        unit_code = f"trung-tam-phuc-vu-hcc-{UNITS[number % len(UNITS)]}"
        party_id = _person(f"0008{number:08}", f"Cán bộ Thử {number}")
        parties.appoint(
            SYSTEM, unit_code=unit_code, title=f"Cán bộ {number}", role=Role.CLERK, party_id=party_id, valid_from=SINCE
        )
        hat = posts_as_hats(party_id, clock.today())[0].key
        found.append(Browser(party_id=party_id, unit_code=unit_code, cookies=_signed_in(party_id, hat)))
    return found


def citizens(count: int) -> list[Browser]:
    """People with an account of level 2."""
    from dean06.kernel.identity.types import CITIZEN_HAT

    people = [_person(f"0007{number:08}", f"Người Thử {number}") for number in range(count)]
    return [Browser(party_id=one, unit_code="", cookies=_signed_in(one, CITIZEN_HAT)) for one in people]


def _person(number: str, name: str) -> UUID:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.parties import api as parties

    return parties.register_person(
        SYSTEM, personal_id=number, full_name=name, birth_on=date(1980, 1, 1), sex="unknown", is_fictional=True
    )


def _signed_in(party_id: UUID, hat_key: str) -> str:
    """The cookies of a browser whose session points to an open sign-in."""
    from importlib import import_module

    from django.conf import settings

    from dean06.kernel.base import clock
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.identity.api import enrol
    from dean06.kernel.identity.models import SignInSession
    from dean06.kernel.identity.sessions import SIGN_IN

    user_id = enrol(SYSTEM, issuer="bench", subject=str(party_id), party_id=party_id)
    now = clock.now()
    row = SignInSession.objects.create(
        user_id=user_id, hat_key=hat_key, level=2, auth_time=now, started_at=now, last_seen_at=now
    )
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SIGN_IN] = str(row.pk)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={CSRF}"
