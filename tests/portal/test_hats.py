"""Choosing a hat, and what each hat is shown."""

import pytest
from tests.portal.conftest import Person

from dean06.kernel.base.actor import Role

WORKSPACE_ROLES = [Role.CLERK, Role.COORDINATOR, Role.LEADER, Role.OPERATOR]


def test_an_officer_is_asked_first_and_then_goes_where_he_was_headed(posts, provider):
    lam = Person(provider, "lam")
    first = lam.sign_in("/lam-viec/")
    assert first.url == "/vai-tro/?next=%2Flam-viec%2F"
    page = lam.get(first.url)
    text = page.content.decode()
    assert "Chủ tịch UBND xã Đức Thọ" in text
    assert "Từ ngày 01/07/2025" in text
    clerk = next(hat for hat in page.context["hats"] if hat.role is Role.CLERK)
    assert lam.post("/vai-tro/", vai=clerk.key, next="/hop-thu/").url == "/hop-thu/"
    assert "Chuyên viên" in lam.get("/hop-thu/").content.decode()


@pytest.mark.parametrize(
    ("role", "home"), [(Role.CLERK, "/lam-viec/"), (Role.OPERATOR, "/van-hanh/"), (Role.CITIZEN, "/")]
)
def test_each_hat_has_its_home(lam, role, home):
    answer = lam.wear(role)
    assert answer.url == home
    assert lam.get(home).status_code == 200


def test_the_hat_of_another_is_refused_with_words(lam, hoa):
    page = lam.get("/vai-tro/")
    stolen = next(hat.key for hat in page.context["hats"] if hat.role is Role.LEADER)
    answer = hoa.post("/vai-tro/", vai=stolen)
    assert answer.status_code == 403
    assert "không giữ vai này" in answer.content.decode()
    assert hoa.get("/lam-viec/").status_code == 403


def menu_of(page) -> list[str]:
    return [entry.label for entry in page.context["menu"]]


@pytest.mark.parametrize("role", WORKSPACE_ROLES)
def test_every_page_opens_for_an_officers_hat_with_its_menu(lam, role):
    lam.wear(role)
    for path in ("/", "/vai-tro/", "/hop-thu/", "/du-lieu-cua-toi/", "/lam-viec/"):
        assert lam.get(path).status_code == 200, path
    workspace = menu_of(lam.get("/lam-viec/"))
    assert workspace[0] == "Trang chủ"
    assert ("Vận hành" in workspace) is (role is Role.OPERATOR)
    assert ("Bảng điều hành" in workspace) is (role is not Role.OPERATOR)
    assert lam.get("/van-hanh/").status_code == (200 if role is Role.OPERATOR else 403)
    assert menu_of(lam.get("/"))[:4] == ["Trang chủ", "Dịch vụ công", "Hộp thư", "Dữ liệu của tôi"]


def test_a_citizen_sees_no_workspace(hoa):
    for path in ("/lam-viec/", "/van-hanh/"):
        answer = hoa.get(path)
        assert answer.status_code == 403
        assert "Trang này cần vai khác" in answer.content.decode()
    own = ["Hồ sơ của tôi", "Ví giấy tờ", "Chứng thực", "Thanh toán", "Hộp thư", "Dữ liệu của tôi", "Lý lịch tư pháp"]
    books = ["Sổ sức khỏe", "Sổ lao động"]
    assert menu_of(hoa.get("/")) == ["Trang chủ", "Dịch vụ công", *own, *books]


def test_a_stranger_sees_the_home_and_the_way_in(stranger):
    page = stranger.get("/")
    assert menu_of(page) == ["Trang chủ", "Dịch vụ công"]
    assert "Đăng nhập bằng VNeID" in page.content.decode()
    for path in ("/lam-viec/", "/van-hanh/", "/vai-tro/", "/hop-thu/", "/du-lieu-cua-toi/"):
        assert stranger.get(path).url.startswith("/dang-nhap/?next=")
