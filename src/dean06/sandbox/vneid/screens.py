"""Pages a person sees at the provider. Plain HTML, no script, one style sheet."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from dean06.sandbox.vneid.people import CITIZENS, GROUPS
from dean06.sandbox.vneid.provider import Provider
from dean06.sandbox.vneid.store import Interaction, Session

HERE = Path(__file__).parent
STATIC = HERE / "static"

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def page(provider: Provider, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render a page of the twin with the headers every page carries."""
    html = _templates.get_template(name).render(base=provider.settings.path, client=provider.settings.client, **values)
    targets: Iterable[str] = ("'self'", *provider.settings.client.origins())
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {' '.join(targets)}"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HTMLResponse(html, status_code=status, headers=headers)


def sign_in_page(
    provider: Provider, tx: str, interaction: Interaction, session: Session | None, message: str = ""
) -> HTMLResponse:
    """The list of people; whoever was hinted at, or is signed in already, comes first."""
    hinted = interaction.request.login_hint or (session.person.key if session else "")
    people = list(provider.settings.people.values())
    first = [person for person in people if hinted in {person.key, person.personal_id}]
    return page(
        provider,
        "sign_in.html",
        tx=tx,
        level=interaction.request.level,
        is_step_up=session is not None and session.level < interaction.request.level,
        is_known=session is not None,
        first=first,
        groups=[
            (group, [person for person in people if person.group == group and person not in first])
            for group in (*GROUPS.values(), CITIZENS)
        ],
        message=message,
    )


def consent_page(provider: Provider, tx: str, session: Session) -> HTMLResponse:
    """What will be shared, value by value, before it is shared for the first time."""
    return page(
        provider,
        "consent.html",
        tx=tx,
        person=session.person,
        shared=_shared(provider, session),
    )


def _shared(provider: Provider, session: Session) -> list[tuple[str, str]]:
    return [
        ("Họ và tên", session.person.full_name),
        ("Số định danh cá nhân", session.person.personal_id),
        ("Ngày sinh", session.person.birth_on.strftime("%d/%m/%Y")),
        ("Giới tính", provider.settings.vocabulary.sex[session.person.sex]),
    ]


def phone_page(
    provider: Provider, session: Session, notices: list[dict[str, str]] | None, message: str = ""
) -> HTMLResponse:
    """Home of the application: services that may be opened, notices (None: they cannot be fetched)."""
    return page(provider, "phone.html", person=session.person, level=session.level, notices=notices, message=message)


def locked_page(provider: Provider) -> HTMLResponse:
    """Who holds this phone? The same list as anywhere, with the level to come in at."""
    people = provider.settings.people.values()
    groups = [(group, [one for one in people if one.group == group]) for group in (CITIZENS, *GROUPS.values())]
    return page(provider, "locked.html", groups=groups)


def share_page(provider: Provider, session: Session, target: str) -> HTMLResponse:
    """What will be shared with a service opened for the first time."""
    return page(provider, "share.html", shared=_shared(provider, session), target=target)


def message_page(provider: Provider, title: str, message: str, *, status: int = 200) -> HTMLResponse:
    """A page that only says something."""
    return page(provider, "message.html", title=title, message=message, status=status)
