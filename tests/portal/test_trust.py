"""The page where two people decide whom signed papers are believed by."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from tests import seeded
from tests.house.acts_documents import root
from tests.portal.office_browsers import text_of

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.keys.certificates import named

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("trust")]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[seeded.Demo]:
    with django_db_blocker.unblock():
        yield from seeded.played()


@pytest.fixture(autouse=True)
def now(db: None) -> Iterator[None]:
    with clock.at(seeded.NOW):
        yield


def proposed(demo: seeded.Demo, content: bytes) -> object:
    file = SimpleUploadedFile("goc.pem", content)
    return demo.browser(Role.OPERATOR).post(reverse("portal:trust"), {"certificate": file})


def test_one_proposes_another_agrees_and_one_takes_back(demo: seeded.Demo) -> None:
    operator, leader = demo.browser(Role.OPERATOR), demo.browser(Role.LEADER)
    assert proposed(demo, root()).status_code == 302
    info = next(one for one in documents.anchors(demo.actor(Role.OPERATOR)) if one.sha256 == named(root()).sha256)
    approve, withdraw = (reverse(f"portal:{verb}_anchor", args=[info.id]) for verb in ("approve", "withdraw"))
    for answer in (operator.get(reverse("portal:trust")), leader.get(reverse("portal:trust"))):
        page = text_of(answer)
        assert answer.status_code == 200, page[-3000:]
        assert "Chờ người thứ hai" in page
        assert info.sha256 not in page, "the second person has it from the authority, not from here"
    assert operator.post(approve, {"sha256": info.sha256}).status_code == 403
    assert leader.post(approve, {"sha256": "00"}).status_code == 422
    assert leader.post(approve, {"sha256": info.sha256}).status_code == 302
    assert root() in documents.trusted_roots()
    assert info.sha256 in text_of(leader.get(reverse("portal:trust")))
    assert leader.post(withdraw, {"reason": "Lộ khoá"}).status_code == 403
    assert operator.post(withdraw, {"reason": ""}).status_code == 422
    assert operator.post(withdraw, {"reason": "Lộ khoá"}).status_code == 302
    assert root() not in documents.trusted_roots()


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "trống"), (b"no certificate", "đúng một chứng thư gốc"), (b"x" * 70_000, "quá lớn")]
)
def test_another_file_is_refused_at_its_field(demo: seeded.Demo, content: bytes, words: str) -> None:
    answer = proposed(demo, content)
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_a_leader_proposes_nothing(demo: seeded.Demo) -> None:
    page = text_of(demo.browser(Role.LEADER).get(reverse("portal:trust")))
    assert "Đề nghị tin một chứng thư gốc" not in page
    assert 'type="file"' not in page
