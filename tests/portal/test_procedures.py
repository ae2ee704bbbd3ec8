"""Public services: found as people type, told whole, honest about what is not open and not verified."""

import pytest
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.cases import api as cases
from dean06.portal import clerk_view, life_events, procedures


@pytest.fixture
def operator(lam):
    lam.wear(Role.OPERATOR)
    return lam


def text_of(person, name, *args):
    answer = person.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("khai sinh", "khai_sinh"),
        ("KHAI SINH", "khai_sinh"),
        ("dang ky tam tru", "tam_tru"),
        ("hộ chiếu", "ho_chieu"),
        ("ho chieu", "ho_chieu"),
        ("bằng lái", "doi_giay_phep_lai_xe"),
        ("phat nguoi", "nop_phat_nguoi"),
        ("đám tang", "lien_thong_khai_tu"),
        ("so do", "bien_dong_dat_dai"),
        ("1.001193", "khai_sinh"),
    ],
)
def test_search_finds_with_and_without_tones(query, code):
    assert code in [one.code for one in procedures.search(query, clock.today())]


@pytest.mark.parametrize("query", ["", "  ", "zzzz", "khai zzzz"])
def test_search_finds_nothing_in_nothing(query):
    assert procedures.search(query, clock.today()) == []


def test_what_is_named_so_comes_first():
    assert procedures.search("khai sinh", clock.today())[0].code == "khai_sinh"


def test_every_service_has_one_place_in_life():
    named = [code for event in life_events.LIFE_EVENTS for code in event.procedures]
    assert len(named) == len(set(named))
    assert set(named) == {one.procedure.code for one in cases.catalogue().declared}
    assert procedures.OTHER not in [group.event for group in procedures.groups(clock.today())]


def test_anybody_reads_the_list(stranger):
    text = text_of(stranger, "portal:procedures")
    for group in procedures.groups(clock.today()):
        assert f'id="{group.event.anchor}"' in text
        for one in group.procedures:
            assert reverse("portal:procedure", args=[one.code]) in text
    assert "Chưa nộp hồ sơ trực tuyến được ở đây" in text


def test_the_lists_say_what_is_missing(stranger):
    by_count = {one.count: one for one in procedures.tallies(clock.today())}
    assert (by_count[25].declared, by_count[25].missing) == (25, 0)
    assert (by_count[28].declared, len(by_count[28].named), by_count[28].missing) == (0, 14, 14)
    assert by_count[28].verified == 0
    assert (by_count[25].is_least, by_count[28].is_least) == (False, True)
    text = text_of(stranger, "portal:procedures")
    assert "14 dịch vụ mới có tên, chưa xác minh" in text
    assert "ít nhất 14" in text
    assert "Thăm viếng mộ liệt sĩ" in text


def test_htmx_gets_the_part_it_asked_for(stranger):
    answer = stranger.client.get("/dich-vu-cong/", {"q": "ket hon"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "Đăng ký kết hôn" in text
    assert "<html" not in text


def test_what_is_typed_is_not_trusted(stranger):
    assert "Chưa tìm thấy “&lt;b&gt;”" in stranger.get("/dich-vu-cong/", q="<b>").content.decode()


def test_a_service_is_told_whole(stranger):
    text = text_of(stranger, "portal:procedure", "thuong_tru")
    for said in (
        "Chưa đối chiếu văn bản gốc",
        "Nộp hồ sơ trực tuyến",
        "Ai được nộp",
        "7 ngày làm việc",
        "20.000 đ",
        "10.000 đ",
        "VNeID mức 2",
        "Cán bộ nghiệp vụ thẩm tra",
        "Luật Cư trú 68/2020/QH14",
        "Thông báo kết quả giải quyết, hủy bỏ đăng ký cư trú",
        "Trước đó, từ 05/02/2023 đến trước 10/01/2025",
    ):
        assert said in text, said
    assert "hãy hỏi Công an cấp xã trước khi nộp" in text
    assert '1.004222 <span class="muted">(chưa đối chiếu)</span>' in text


def test_nothing_is_promised_that_does_not_exist(stranger):
    """No wallet yet, and not every service is the commune's."""
    for one in cases.catalogue().on(clock.today()):
        text = text_of(stranger, "portal:procedure", one.code)
        assert "kho giấy tờ" not in text, one.code
        assert "một cửa của xã" not in text, one.code
    assert "một cửa của xã" not in text_of(stranger, "portal:procedures")


def test_a_stand_in_of_ours_is_told_as_no_deadline(stranger):
    text = text_of(stranger, "portal:procedure", "thi_tot_nghiep_thpt")
    assert "60 ngày" not in text
    assert "Chưa có thời hạn cố định" in text
    assert "Theo lịch của kỳ thi do Bộ Giáo dục và Đào tạo thông báo hằng năm" in text


def test_a_fee_says_when_it_is_due(stranger):
    text = text_of(stranger, "portal:procedure", "cap_doi_the_can_cuoc")
    assert "Khi “Việc đề nghị” là cấp lại vì mất thẻ" in text


def test_interlinked_services_lead_to_their_parts(stranger):
    text = text_of(stranger, "portal:procedure", "lien_thong_khai_sinh")
    assert "Nộp một lần, làm luôn" in text
    assert reverse("portal:procedure", args=["the_bhyt_tre_em"]) in text


def test_every_service_has_its_page(stranger):
    for one in cases.catalogue().on(clock.today()):
        assert one.result.name in text_of(stranger, "portal:procedure", one.code)


@pytest.mark.parametrize("path", ["/dich-vu-cong/khong_co/", "/dich-vu-cong/khai-sinh/"])
def test_what_is_not_declared_is_not_found(stranger, path):
    assert stranger.get(path).status_code == 404


def test_the_first_page_finds_services_too(stranger):
    text = stranger.get("/", q="ho chieu").content.decode()
    assert reverse("portal:procedure", args=["ho_chieu"]) in text
    assert f"{reverse('portal:procedures')}#sinh-con" in text


def test_the_operator_sees_every_version_as_its_clerk_will(operator):
    text = text_of(operator, "portal:declared_procedures")
    for one in cases.catalogue().declared:
        address = reverse("portal:declared_procedure", args=[one.procedure.code, one.procedure.valid_from.isoformat()])
        assert address in text
        assert operator.get(address).status_code == 200
    page = text_of(operator, "portal:declared_procedure", "ho_chieu", "2026-01-01")
    for said in (
        "từ đủ 14 tuổi",
        "dien_san_to_khai",
        "Tiếp nhận",
        "Ký kết quả",
        "Trả kết quả",
        "CSDL quốc gia về dân cư",
        "Họ tên không có chữ số",
    ):
        assert said in page, said
    assert "Khi “Việc đề nghị” là cấp lại vì mất" in page


def test_the_operator_sees_which_agency_codes_nobody_verified(operator):
    text = text_of(operator, "portal:declared_procedures")
    assert "000.01.01.H27" in text
    assert text.lower().count("mã tạm, chưa xác minh") == len(cases.agencies(clock.today()))


@pytest.mark.parametrize("day", ["hom-nay", "2026-13-01", "1990-01-01"])
def test_a_version_of_no_day_is_not_found(operator, day):
    assert operator.get(f"/van-hanh/thu-tuc/khai_sinh/{day}/").status_code == 404


def test_rules_are_said_in_words():
    found = procedures.in_force("gia_han_bhyt_ho_gia_dinh", clock.today())
    assert found is not None
    members = found.field("members")
    assert members is not None
    assert clerk_view.rules(members) == "bắt buộc; ít nhất 1 dòng; nhiều nhất 20 dòng"
    clinic = found.field("clinic")
    assert clinic is not None
    assert clerk_view.condition_words(found, clinic.condition) == "Khi “Đổi nơi khám chữa bệnh ban đầu” là có"
    assert clerk_view.steps(found)[0].who == "cán bộ của đơn vị"
    assert Role.CLERK in {step.role for step in found.steps}
