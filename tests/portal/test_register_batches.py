"""The pages of lists, and of the operator's table of purposes."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.kernel.registry.conftest import HOA, MINH, Register, entries
from tests.portal.conftest import Person

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.wiring import override
from dean06.kernel.ports.population import PopulationRegister, Reason
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.models import Batch
from dean06.kernel.registry.services.batch_work import advance
from dean06.kernel.registry.types import STUCK, BatchStatus

ROOT = "/tra-cuu-dan-cu/danh-sach/"
TABLE = "/van-hanh/muc-dich-tra-cuu/"
LIST = f"Số định danh,Họ tên\n{HOA},Trần Thị Hòa\n12,Ai\n{MINH},=CMD()\n"


@pytest.fixture
def register(db):
    with override(PopulationRegister, Register()) as register:
        registry.load_purposes()
        yield register


def signed_in(provider, role: Role):
    person = Person(provider, "lam")
    person.sign_in(level=2)
    person.wear(role)
    return person.client


@pytest.fixture
def officer(posts, provider, register):
    return signed_in(provider, Role.CLERK)


@pytest.fixture
def operator(posts, provider, register):
    return signed_in(provider, Role.OPERATOR)


def hand_in(officer, text: str = LIST, name: str = "ds.csv", **change):
    data = {"purpose": "so_hoa", "act": "KH-12", "request_key": "k", "file": SimpleUploadedFile(name, text.encode())}
    return officer.post(f"{ROOT}moi/", data | change)


def test_a_list_from_handing_in_to_the_workbook(officer, register):
    answer = hand_in(officer)
    address = answer["Location"]
    page = officer.get(address).content.decode()
    assert "0 trên 2 dòng" in page
    assert 'hx-trigger="every 3s"' in page
    advance(SYSTEM, batch_id=Batch.objects.get().pk)
    part = officer.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "2 trên 2 dòng" in part
    assert "hx-trigger" not in part
    assert "<html" not in part
    lines = officer.get(f"{address}dong/").content.decode()
    assert "để cột dạng Văn bản" in lines
    assert "Khác: họ tên" in lines
    assert HOA not in lines
    book = load_workbook(io.BytesIO(officer.post(f"{address}ket-qua.xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[:3] for row in rows[1:]] == [(1, HOA, "khớp"), (2, "12", None), (3, MINH, "không khớp")]


def test_the_list_is_mine_alone_and_taking_it_away_is_a_button(officer, register):
    address = hand_in(officer)["Location"]
    Batch.objects.update(user_id="00000000-0000-4000-8000-000000000000")
    for path in (address, f"{address}dong/"):
        assert officer.get(path).status_code == 404
    assert officer.post(f"{address}ket-qua.xlsx").status_code == 404
    assert officer.get(f"{address}ket-qua.xlsx").status_code == 405
    assert "KH-12" not in officer.get(ROOT).content.decode()


def test_a_register_that_is_away_is_said_on_the_page(officer, register):
    address = hand_in(officer)["Location"]
    register.fails = Reason.MAINTENANCE
    advance(SYSTEM, batch_id=Batch.objects.get().pk)
    page = officer.get(address).content.decode()
    assert "đang bảo trì" in page
    assert "tự thử lại" in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"purpose": "y_te"}, "Hãy chọn lại mục đích"),
        ({"act": ""}, "Hãy nhập mã hồ sơ"),
        ({"text": ""}, "Tệp rỗng"),
        ({"text": "linh tinh"}, "dòng tiêu đề"),
        ({"name": "ds.pdf"}, "Chỉ nhận tệp Excel"),
    ],
)
def test_what_cannot_be_handed_in_is_said_at_its_field(officer, register, change, message):
    answer = hand_in(officer, **change)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Batch.objects.exists()
    (told,) = entries("registry.refuse")
    beyond = "purpose_not_yours" if "purpose" in change else "invalid"
    assert json.loads(told.body)["details"] == {"verb": "batch", "reason": beyond}


def test_a_list_is_stopped_with_a_button_and_another_one_sent(officer, register):
    address = hand_in(officer)["Location"]
    assert f"{address}dung/" in officer.get(address).content.decode()
    stopped = officer.post(f"{address}dung/", follow=True).content.decode()
    assert "Đã dừng" in stopped
    assert f"{address}dung/" not in stopped
    again = officer.post(f"{address}dung/", follow=True).content.decode()
    assert "đối chiếu xong hoặc đã dừng" in again
    assert hand_in(officer, request_key="k2").status_code == 302


def test_a_list_that_was_given_up_says_what_to_do(officer, register):
    address = hand_in(officer)["Location"]
    Batch.objects.update(status=BatchStatus.FAILED, reason=STUCK, finished_at=clock.now())
    assert "Báo người quản trị, rồi gửi lại danh sách" in officer.get(address).content.decode()


def test_the_officer_reads_the_limit_of_a_day_before_sending(officer, register):
    assert "nhiều nhất 50.000 dòng" in officer.get(f"{ROOT}moi/").content.decode()


def test_a_second_list_waits_its_turn(officer, register):
    hand_in(officer)
    assert "chưa đối chiếu xong" in hand_in(officer, request_key="k2").content.decode()


def test_the_sample_is_a_file(officer):
    assert officer.get(f"{ROOT}mau.csv").content.startswith("\ufeffSố định danh".encode())


def test_the_operator_lets_a_purpose_hold_otherwise_from_a_day_on(operator):
    assert "Chưa đối chiếu" in operator.get(TABLE).content.decode()
    form = operator.get(f"{TABLE}y_te/").context["form"]
    tomorrow = clock.today() + timedelta(days=1)
    change = {**form.initial, "fields_allowed": ["full_name"], "valid_from": f"{tomorrow:%d/%m/%Y}", "verified": "on"}
    change |= {"source": "Thỏa thuận 12/2026", "legal_basis": "Luật Căn cước"}
    change |= {"units": ["phong-van-hoa-xa-hoi-xa-duc-tho"], "claims": ["commune"]}
    assert operator.post(f"{TABLE}y_te/", change).status_code == 302
    page = operator.get(TABLE).content.decode()
    assert "Sắp áp dụng" in page
    assert "1 đơn vị" in page
    assert "Thỏa thuận 12/2026" in page
    again = operator.post(f"{TABLE}y_te/", change | {"valid_from": f"{clock.today():%d/%m/%Y}"})
    assert again.status_code == 422
    assert "thay đổi muộn hơn" in again.content.decode()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"valid_from": "01/01/2020"}, "ở quá khứ"), ({"verbs": []}, "ít nhất một việc"), ({"source": ""}, "văn bản")],
)
def test_a_change_that_cannot_be(operator, wrong, message):
    form = operator.get(f"{TABLE}y_te/").context["form"]
    change = {**form.initial, "valid_from": f"{clock.today():%d/%m/%Y}"} | wrong
    answer = operator.post(f"{TABLE}y_te/", {name: value for name, value in change.items() if value is not False})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert operator.get(f"{TABLE}khong_co/").status_code == 404
