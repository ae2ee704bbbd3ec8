"""The board and its drill-down, whole and in part."""

import pytest
from django.urls import reverse

from dean06.kernel.base.actor import Role
from dean06.programme.models import Assignment

BOARD = "/bang-dieu-hanh/"
HTMX = {"HX-Request": "true"}


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.COORDINATOR, Role.CLERK])
def test_every_official_sees_it(browse, directive, role):
    text = page(browse(role).get(BOARD))
    assert "23 mô hình điểm" in text
    assert text.count('class="tile pilot') == 23
    assert "chưa triển khai" in text


@pytest.mark.parametrize(("role", "status"), [(Role.CITIZEN, 403), (Role.OPERATOR, 403), (Role.PUBLIC, 302)])
def test_nobody_else_does(browse, directive, role, status):
    assert browse(role).get(BOARD).status_code == status


@pytest.mark.parametrize("day", ["15/12/2023", "2023-12-15"])
def test_the_day_travels_with_the_links(leader, directive, day):
    text = page(leader.get(BOARD, {"ngay": day}))
    assert "Công an huyện" in text
    assert "?ngay=2023-12-15" in text
    task = Assignment.objects.get(number=7)
    assert f"{reverse('programme:assignment', args=[task.pk])}?ngay=2023-12-15" in text
    assert "bao-cao" in text or "weekly.docx?ngay=2023-12-15" in text


@pytest.mark.parametrize("day", ["32/13/2023", "mai", "01/01/2020", "01/01/2030"])
def test_a_day_that_cannot_be_is_refused_in_words(leader, directive, day):
    text = page(leader.get(BOARD, {"ngay": day}), 422)
    assert "15/12/2023" in text or "Chỉ xem được từ ngày 06/01/2022" in text


def test_before_the_directive_the_page_says_so(leader, directive):
    assert "Vào ngày này chưa có công văn nào" in page(leader.get(BOARD, {"ngay": "01/11/2023"}))


def test_a_part_for_htmx_the_whole_for_everybody_else(leader, directive):
    whole, part = leader.get(BOARD), leader.get(BOARD, headers=HTMX)
    assert "<html" in page(whole)
    assert "<html" not in page(part)
    assert page(part).lstrip().startswith('<div id="board"')
    assert "HX-Request" in part["Vary"]


def test_filters_work_without_script(leader, directive):
    text = page(leader.get(BOARD, {"tim": "kiosk kham", "ngay": "15/12/2023"}))
    assert text.count('class="tile pilot') == 1
    assert "1 trong 23 nhiệm vụ" in text
    assert 'value="kiosk kham"' in text
    assert "Không có nhiệm vụ nào khớp" in page(leader.get(BOARD, {"tim": "không có đâu"}))


def test_down_from_the_board_to_the_evidence(leader, directive):
    """Group -> assignment -> unit -> evidence, by the links of the pages."""
    task = Assignment.objects.get(number=9)
    url = reverse("programme:assignment", args=[task.pk])
    assert url in page(leader.get(BOARD))
    unit_url = reverse("programme:unit", args=["phong-giao-duc-dao-tao"])
    assert unit_url in page(leader.get(url))
    text = page(leader.get(unit_url))
    assert "Đơn vị đã kết thúc hoạt động" in text
    link = text.split('href="/chi-dao/minh-chung/')[1].split('"')[0]
    answer = leader.get(f"/chi-dao/minh-chung/{link}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "hư cấu" in b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize(
    "path",
    [
        "/bang-dieu-hanh/nhiem-vu/00000000-0000-7000-8000-000000000000/",
        "/bang-dieu-hanh/don-vi/khong-co/",
        "/chi-dao/00000000-0000-7000-8000-000000000000/",
        "/chi-dao/mau-thuan/00000000-0000-7000-8000-000000000000/",
        "/chi-dao/bao-cao/00000000-0000-7000-8000-000000000000/",
        "/chi-dao/ke-hoach/00000000-0000-7000-8000-000000000000/",
        "/chi-dao/minh-chung/00000000-0000-7000-8000-000000000000/",
    ],
)
def test_what_does_not_exist(leader, directive, path):
    assert "Không" in page(leader.get(path), 404)


def test_a_past_day_offers_nothing_to_do(clerk, tracker, directive):
    url = reverse("programme:assignment", args=[Assignment.objects.get(number=11).pk])
    assert "Báo cáo tiến độ</a>" in page(clerk.get(url))
    assert "Báo cáo tiến độ</a>" not in page(clerk.get(url, {"ngay": "01/02/2026"}))
    assert "Ghi kết quả kiểm tra" in page(tracker.get(url))
    assert "Ghi kết quả kiểm tra" not in page(tracker.get(url, {"ngay": "01/02/2026"}))


def test_names_are_read_once_however_many_there_are(leader, directive, django_assert_max_num_queries):
    url = reverse("programme:assignment", args=[Assignment.objects.get(number=2).pk])
    leader.get(url)
    with django_assert_max_num_queries(40):
        leader.get(url)


def test_inspections(leader, directive):
    assert "Máy đọc thẻ tại bến xe hoạt động" in page(leader.get("/bang-dieu-hanh/kiem-tra/"))
    empty = page(leader.get("/bang-dieu-hanh/kiem-tra/", {"ngay": "01/12/2023"}))
    assert "Chưa có cuộc kiểm tra nào" in empty
