"""Every route, as every hat: who is let in, who is sent to sign in, who is told which hat it takes."""

import pytest
from django.test import Client
from tests.house.routes import HATS, RECORDS, WORDS, Route, all_routes
from tests.kernel.identity.fakes import FakeProvider
from tests.seeded import Demo

from dean06.kernel.base.actor import Role
from dean06.kernel.base.wiring import override
from dean06.kernel.messaging.models import InboxMessage
from dean06.kernel.ports.identity_provider import IdentityProvider

ROUTES = all_routes()
WRONG_HAT = "errors/wrong_hat.html"
# A route open to all must be named here, with the reason why nothing behind it is anybody's.
PUBLIC = {
    "healthz": "says that the process answers",
    "readyz": "says what is wrong in words without data",
    "metrics": "refuses by itself whoever is neither on this machine nor shows the token",
    "portal:home": "the front door",
    "portal:procedures": "what services there are is everybody's",
    "portal:procedure": "what a service asks for is everybody's",
    "portal:case_lookup": "asks for the code and four digits by itself, and tells no name",
    "portal:inspect_document": "whoever holds a paper has what stands on it",
    "portal:document_code": "as above: the code is on the paper",
    "portal:wallet_issuer": "what is issued here is everybody's",
    "portal:wallet_authorisation_server": "where wallets ask is everybody's",
    "portal:wallet_request": "asks for a registered wallet and gives nothing but a place to sign in",
    "portal:wallet_token": "proves itself by a code",
    "portal:wallet_nonce": "a number for whoever asks",
    "portal:wallet_credential": "proves itself by a token and a key",
    "portal:wallet_question": "what an officer asks, of whoever scans it; names nobody",
    "portal:wallet_answer": "proves itself by what a wallet signs",
    "portal:look_at_share": "whoever has the secret was given it by the holder, who sees that he looked",
    "portal:status_list": "numbers without names: who holds a paper knows its place",
    "portal:document_kind": "what a type of document looks like is everybody's",
    "p02_certified_documents:home": "what certifying costs and refuses is everybody's",
    "portal:sign_in": "how to get in",
    "portal:sign_in_start": "how to get in",
    "portal:auth_callback": "proves the sign-in by itself",
    "portal:sign_out": "leaving needs no right",
    "portal:back_channel_logout": "proves itself by a signed token",
    "portal:bank_notice": "proves itself by a signature",
    "portal:message_receipts": "proves itself by a signature",
    "p03_vneid_services:home": "which level each service demands, use in figures: nobody is named",
    "p03_vneid_services:launch": "VNeID opens it; what it brings is proven by VNeID before anybody is in",
    "p16_criminal_records:home": "what the certificates say, fees, use in figures: nobody is named",
    "p17_health_labour_books:home": "what the books are, use in figures: nobody is named",
    "p17_health_labour_books_api:configuration": "where systems ask for access is everybody's",
    "p17_health_labour_books_api:metadata": "what the FHIR door can do is everybody's",
    "p17_health_labour_books_api:token": "proves itself by a signed assertion, good once",
    "p17_health_labour_books_api:door": "proves itself by a token of a facility",
    "p17_health_labour_books_api:search": "as above, and by the person's share",
    "p17_health_labour_books_api:resource": "as above",
    "p17_health_labour_books_api:summary": "as above",
    "p16_criminal_records_api:answer": "proves itself by the register's signature",
    "p01_essential_services:home": "services, their use in figures, what is missing: nobody is named",
    "portal:enrol_terminal": "proves itself by an operator's code and the device's signature",
    "portal:verifier": "the stand-alone script, the same for all",
    "portal:complete_verifier": "the second stand-alone script, the same for all",
    "portal:break_glass": "a sign-in of its own; not there unless allowed",
}
# What a route says to a bare request of somebody it lets in, where that is not the page itself.
EXPECTED = {
    ("p16_criminal_records:request", 404): "a request of another unit",
    ("p16_criminal_records:find", 404): "a request of another unit",
    ("p16_criminal_records:verify", 404): "a request of another unit",
    ("p16_criminal_records:order_again", 404): "a request of another unit",
    ("p16_criminal_records:judge", 404): "a request of another unit",
    ("p17_health_labour_books:find", 403): "no place of care",
    ("p17_health_labour_books:opened", 404): "no place of care",
    ("p17_health_labour_books:break_glass", 403): "no place of care",
    ("p17_health_labour_books:emergency_opened", 404): "no place of care",
    ("p17_health_labour_books_api:token", 400): "no grant",
    ("p17_health_labour_books_api:door", 401): "no token: FHIR's own words for it, to the public too",
    ("p17_health_labour_books_api:search", 401): "no token",
    ("p17_health_labour_books_api:resource", 401): "no token",
    ("p17_health_labour_books_api:summary", 401): "no token",
    ("p17_health_labour_books:labour_remove", 404): "an entry of somebody else",
    ("p17_health_labour_books:labour_ask_proof", 422): "no occupation chosen: the form again, with what is missing",
    ("p17_health_labour_books:labour_agree", 422): "no number given: the form again, with what is missing",
    ("p17_health_labour_books:labour_refuse", 422): "no reason given: the form again, with what is missing",
    ("p16_criminal_records_api:answer", 422): "no signature",
    ("p16_criminal_records_api:answer", 503): "the register's key is not there",
    ("portal:auth_callback", 403): "no sign-in was begun",
    ("portal:back_channel_logout", 400): "no token",
    ("portal:bank_notice", 422): "no signature",
    ("portal:detach_paper", 404): "no file named",
    ("portal:cite_document", 404): "no document named",
    ("portal:desk_document", 404): "a case of another unit",
    ("portal:desk_document_pdf", 404): "a case of another unit",
    ("portal:break_glass", 404): "switched off",
    ("portal:email", 404): "no mail server",
    ("portal:phone", 404): "no gateway for text messages",
    ("portal:message_receipts", 404): "no gateway for text messages",
    ("portal:switch_provider", 422): "no channel named",
    ("portal:retry_delivery", 404): "no delivery named",
    ("p02_certified_documents:certification", 404): "an original at the counter of another unit",
    ("p02_certified_documents:scan", 404): "an original at the counter of another unit",
    ("p02_certified_documents:refuse", 404): "an original at the counter of another unit",
    ("p02_certified_documents:withdraw", 404): "an original at the counter of another unit",
    ("p02_certified_documents:fee_again", 404): "an original at the counter of another unit",
    ("p02_certified_documents:picture", 404): "an original at the counter of another unit",
    ("p02_certified_documents:turn_page", 404): "an original at the counter of another unit",
    ("p02_certified_documents:remove_page", 404): "an original at the counter of another unit",
    ("p02_certified_documents:copy", 404): "no copy yet",
    ("p02_certified_documents:proof", 404): "its book is not sealed",
    ("portal:seal_sheet", 404): "a seal of another unit",
    ("p02_certified_documents:scan", 422): "no file",
    ("p03_vneid_services:launch", 400): "no launch",
    ("p03_vneid_services:notice", 404): "somebody else's letter",
    ("portal:letter", 404): "somebody else's letter",
    ("portal:ask_about_look", 404): "a look at somebody else",
    ("portal:own_request", 404): "somebody else's request",
    ("portal:withdraw_request", 404): "somebody else's request",
    ("portal:withdraw_consent", 404): "somebody else's consent",
    ("portal:consent_receipt", 404): "somebody else's consent",
    ("portal:desk_case", 404): "a case of another unit",
    ("portal:wallet_request", 400): "no request",
    ("portal:wallet_token", 400): "no code",
    ("portal:wallet_credential", 401): "no token: OpenID4VCI says 401, to the public too",
    ("portal:wallet_answer", 400): "nothing was shown",
    ("portal:wallet_authorise", 400): "no wallet asked",
    ("portal:asked_wallet", 404): "somebody else's question",
    ("portal:look_at_share", 404): "no share's secret",
    ("portal:withdraw_document", 403): "a document of another unit",
    ("portal:desk_act", 404): "a case of another unit",
    ("portal:desk_paper", 404): "a case of another unit",
    ("portal:desk_act", 422): "nothing was sent",
    ("portal:desk_end_leave", 403): "somebody else's leave",
    ("portal:desk_fill", 404): "a ticket nobody sealed",
    ("portal:desk_slip", 404): "a case of another unit",
    ("portal:own_slip", 404): "somebody else's case",
    ("portal:own_slip", 409): "a case that has not come to it",
    ("portal:desk_slip", 409): "a case that has not come to it",
    ("portal:desk_export", 404): "no kind of file named",
    ("portal:desk_drop_view", 404): "somebody else's way of looking",
    ("portal:handle_request", 404): "a request that another unit answers",
    ("portal:approve_anchor", 409): "believed already",
    ("portal:withdraw_anchor", 422): "no reason",
    ("portal:begin_reading", 422): "no JSON",
    ("portal:submit_reading", 422): "no JSON",
    ("portal:enrol_terminal", 422): "no JSON",
    ("portal:hand_over", 404): "a reading for another purpose",
    ("portal:renew_code", 409): "it has enrolled",
    ("portal:retry_message", 404): "no message named",
    ("programme:report_progress", 403): "a unit that has no part in this assignment",
    ("programme:raise_impediment", 403): "a unit that has no part in this assignment",
    ("programme:request_extension", 403): "a unit that has no part in this assignment",
}
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("routes")]


def by_name(route: Route) -> str:
    return route.name


def ask(route: Route, client: Client, method: str = ""):
    """Request the route; the provider behind the sign-in is a table."""
    with override(IdentityProvider, FakeProvider()):
        return client.generic(method or route.method, route.address(), REMOTE_ADDR="127.0.0.1")


def is_sent_to_sign_in(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/dang-nhap/?")


def shown(answer) -> set[str]:
    return {template.name for template in answer.templates}


def test_the_walk_finds_the_houses() -> None:
    names = {route.name for route in ROUTES}
    assert {"programme:board", "portal:home", "ui:styles", "readyz"} <= names
    assert len(names) == len(ROUTES), "two routes of one name"


@pytest.mark.parametrize("route", ROUTES, ids=by_name)
def test_it_declares_who_may_come_in(route: Route) -> None:
    assert route.access is not None, "decorate the view with @page or @machine"
    assert route.access.title or route.access.machine
    assert set(route.parameters) <= {*RECORDS, *WORDS, "form"}, "name a record for it in tests/house/routes.py"


def test_what_is_open_to_all_is_so_for_a_reason() -> None:
    assert {route.name for route in ROUTES if route.access and route.access.is_public} == set(PUBLIC)


@pytest.mark.parametrize("hat", HATS, ids=str)
@pytest.mark.parametrize("route", ROUTES, ids=by_name)
def test_as_every_hat(route: Route, hat: Role, demo: Demo, now: None, db: None) -> None:
    access = route.access
    assert access is not None
    answer = ask(route, demo.browser(hat))
    assert answer.status_code < 500 or answer.status_code == 503
    if access.is_public or hat in access.roles:
        assert not is_sent_to_sign_in(answer)
        assert answer.status_code != 401 or (route.name, 401) in EXPECTED
        assert WRONG_HAT not in shown(answer)
        assert answer.get("Content-Type", "") != "application/problem+json" or answer.status_code != 403
        assert answer.status_code < 400 or (route.name, answer.status_code) in EXPECTED
    elif hat is Role.PUBLIC:
        assert answer.status_code == 401 if access.machine else is_sent_to_sign_in(answer)
    else:
        assert answer.status_code == 403
        assert answer["Content-Type"].startswith("application/problem+json" if access.machine else "text/html")
        assert access.machine or WRONG_HAT in shown(answer)


@pytest.mark.parametrize("route", ROUTES, ids=by_name)
def test_a_method_it_does_not_take_is_405(route: Route, demo: Demo, now: None, db: None) -> None:
    assert route.access is not None
    hat = next((role for role in HATS if role in route.access.roles), Role.PUBLIC)
    answer = ask(route, demo.browser(hat), "DELETE")
    assert answer.status_code == 405
    assert set(answer["Allow"].split(", ")) == set(route.access.methods)


@pytest.mark.parametrize("route", [one for one in ROUTES if set(one.parameters) & set(RECORDS)], ids=by_name)
def test_an_id_nobody_has_is_not_found(route: Route, demo: Demo, now: None, db: None) -> None:
    assert route.access is not None
    hat = next(role for role in reversed(HATS) if role in route.access.roles)
    with override(IdentityProvider, FakeProvider()):
        made_up = "00000000-0000-7000-8000-000000000000"
        address = route.address()
        for name in set(route.parameters) & set(RECORDS):
            address = address.replace(route.value(name), made_up)
        answer = demo.browser(hat).generic(route.method, address)
    assert answer.status_code == 404


@pytest.mark.parametrize("hat", HATS[1:], ids=str)
def test_a_letter_is_opened_by_its_addressee_alone(hat: Role, demo: Demo, now: None, db: None) -> None:
    browser, reader = demo.browser(hat), demo.actor(hat)
    seen = {}
    for letter in InboxMessage.objects.all():
        to_person = letter.party_id is not None and letter.party_id == reader.party_id
        to_post = letter.unit_code == reader.unit_code and letter.role == reader.role.value
        seen[letter.pk] = letter.delivered_at is not None and (to_person or to_post)
        assert browser.get(f"/hop-thu/{letter.pk}/").status_code == (200 if seen[letter.pk] else 404)
    assert False in seen.values()
    assert hat not in {Role.CITIZEN, Role.CLERK} or True in seen.values()


@pytest.mark.parametrize("route", [one for one in ROUTES if one.access and not one.access.is_public], ids=by_name)
def test_what_is_about_somebody_is_kept_by_no_cache(route: Route, demo: Demo, now: None, db: None) -> None:
    assert route.access is not None
    answer = ask(route, demo.browser(next(role for role in HATS if role in route.access.roles)))
    assert "no-store" in answer["Cache-Control"]
