"""The access decorators: who comes in, where the others are sent, what caches may keep."""

import json

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.ui.conftest import MakeRequest, somebody

from dean06.kernel.base.actor import ANONYMOUS, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.ui.pages import SIGNED_IN, add_error, machine, page, render_page, safe_next


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bên trong")


LEADERS = page(Role.LEADER, title="Bảng điều hành")(view)
STRICT = page(Role.CITIZEN, level=2)(view)
OPEN = page(Role.PUBLIC, methods=("GET",))(view)
DEVICE = machine(Role.OPERATOR, methods=("POST",), csrf=False)(view)


@pytest.mark.parametrize("declare", [page, machine])
def test_a_route_without_roles_does_not_start(declare: object) -> None:
    with pytest.raises(TypeError, match="Role"):
        declare()  # type: ignore[operator]


def test_the_declaration_is_readable_on_the_view() -> None:
    assert LEADERS.access.roles == {Role.LEADER}
    assert LEADERS.access.methods == {"GET", "HEAD", "POST"}
    assert LEADERS.access.shell == "workspace"
    assert STRICT.access.shell == "portal"
    assert DEVICE.access.machine
    assert DEVICE.csrf_exempt
    assert not hasattr(machine(Role.PUBLIC)(view), "csrf_exempt")


@pytest.mark.parametrize("role", SIGNED_IN)
def test_only_the_declared_hat_comes_in(ask: MakeRequest, role: Role) -> None:
    status = LEADERS(ask(actor=somebody(role))).status_code
    assert status == (200 if role is Role.LEADER else 403)


def test_an_unknown_visitor_signs_in_and_comes_back(ask: MakeRequest) -> None:
    response = LEADERS(ask("/bang-dieu-hanh/?ngay=2023-12-15"))
    assert response.status_code == 302
    assert response["Location"] == "/dang-nhap/?next=%2Fbang-dieu-hanh%2F%3Fngay%3D2023-12-15"


def test_a_form_is_opened_again_after_signing_in_not_sent_again(ask: MakeRequest) -> None:
    response = LEADERS(ask("/hop-thu/?a=1", method="post"))
    assert response["Location"] == "/dang-nhap/?next=%2Fhop-thu%2F"


def test_a_role_without_a_person_behind_it_is_not_enough(ask: MakeRequest) -> None:
    assert LEADERS(ask(actor=Actor(name="Ai đó", role=Role.LEADER, assurance_level=2))).status_code == 302


def test_htmx_moves_the_whole_window_to_the_sign_in(ask: MakeRequest) -> None:
    response = LEADERS(ask(HX_Request="true"))
    assert response["HX-Redirect"].startswith("/dang-nhap/")


def test_a_level_too_low_is_asked_to_step_up(ask: MakeRequest) -> None:
    response = STRICT(ask(actor=somebody(Role.CITIZEN, level=1)))
    assert response["Location"] == "/dang-nhap/?next=%2Fhop-thu%2F&muc=2"
    assert STRICT(ask(actor=somebody(Role.CITIZEN, level=2))).status_code == 200


def test_the_wrong_hat_learns_which_one_is_needed(ask: MakeRequest) -> None:
    text = LEADERS(ask("/bang-dieu-hanh/", actor=somebody(Role.CITIZEN))).content.decode()
    assert "lãnh đạo Ủy ban nhân dân" in text
    assert "người dân" in text
    assert 'href="/vai-tro/?next=%2Fbang-dieu-hanh%2F"' in text
    assert "shell-portal" in text  # a citizen is not shown the officers' bar


def test_a_method_not_declared_is_refused_and_the_others_named(ask: MakeRequest) -> None:
    response = OPEN(ask(method="post"))
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("actor", "expected"),
    [(ANONYMOUS, {"private", "no-cache"}), (somebody(Role.CITIZEN), {"private", "no-store"})],
)
def test_no_shared_cache_keeps_a_page(ask: MakeRequest, actor: Actor, expected: set[str]) -> None:
    assert set(OPEN(ask(actor=actor))["Cache-Control"].split(", ")) == expected


def test_a_view_may_set_its_own_caching(ask: MakeRequest) -> None:
    def cached(request: HttpRequest) -> HttpResponse:
        return HttpResponse("x", headers={"Cache-Control": "max-age=60"})

    assert page(Role.PUBLIC)(cached)(ask())["Cache-Control"] == "max-age=60"


@pytest.mark.parametrize(
    ("actor", "status", "code"),
    [(ANONYMOUS, 401, "not_signed_in"), (somebody(Role.CITIZEN), 403, "not_permitted")],
)
def test_a_machine_gets_a_problem_document(ask: MakeRequest, actor: Actor, status: int, code: str) -> None:
    response = DEVICE(ask("/api/x", actor=actor, method="post"))
    body = json.loads(response.content)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert (body["status"], body["code"], body["instance"]) == (status, code, "/api/x")


def test_a_part_is_rendered_for_htmx_and_caches_are_told(ask: MakeRequest) -> None:
    whole = render_page(ask(), "ui/form.html", {"title": "Nộp", "form": forms.Form()})
    assert "Vary" not in whole
    with pytest.raises(Exception, match="rows"):  # the template has no such part: it must not pass unseen
        render_page(ask(HX_Request="true"), "ui/form.html", {"title": "Nộp", "form": forms.Form()}, partial="rows")
    boosted = ask(HX_Request="true", HX_Boosted="true")
    response = render_page(boosted, "ui/form.html", {"title": "Nộp", "form": forms.Form()}, partial="rows")
    assert "<html" in response.content.decode()
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("/hop-thu/?a=1", "/hop-thu/?a=1"),
        ("", "/"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/" + "a" * 2000, "/"),
    ],
)
def test_next_never_leaves_the_site(wanted: str, got: str) -> None:
    assert safe_next(RequestFactory().get("/", {"next": wanted})) == got
    assert safe_next(RequestFactory().post("/", {"next": wanted})) == got


class Question(forms.Form):
    title = forms.CharField()


def test_a_broken_rule_lands_on_its_field_and_a_refusal_is_raised() -> None:
    form = Question({"title": "x"})
    add_error(form, Invalid("Ghi rõ hơn.", field="title"))
    add_error(form, Conflict("Có người vừa sửa.", field="không có ô này"))
    assert form.errors["title"] == ["Ghi rõ hơn."]
    assert form.non_field_errors() == ["Có người vừa sửa."]
    with pytest.raises(NotPermitted):
        add_error(form, NotPermitted("Không phải đơn vị của bà/ông."))
