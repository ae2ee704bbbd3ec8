"""Official documents drawn from the demo's history, compared with the board and with each other."""

import re
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.programme.papers.figures import pdf_text, word_text

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, Actor
from dean06.kernel.base.errors import NotFound, NotPermitted, Unavailable
from dean06.programme import seed
from dean06.programme.papers.words import count
from dean06.programme.rules.status import Status
from dean06.programme.selectors.board import board
from dean06.programme.services.documents import official_document
from dean06.ui import fonts

pytestmark = pytest.mark.django_db
READ = {"docx": word_text, "pdf": pdf_text}
BEFORE_IT_CAME = date(2023, 11, 26)
DAYS = (date(2023, 11, 28), date(2023, 12, 15), date(2024, 1, 10), date(2025, 8, 1))
MOST_QUERIES = 40
QUIET, LATE, REORGANISED = DAYS[0], DAYS[2], DAYS[3]


def text_of(actor: Actor, kind: str, form: str, day: date, unit_code: str = "") -> str:
    drawn = official_document(actor, kind=kind, form=form, as_of=day, unit_code=unit_code)
    return READ[form](drawn.data)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("form", READ)
def test_the_report_states_the_figures_of_the_board(coordinator: Actor, form: str, day: date) -> None:
    shown = board(coordinator, as_of=day)
    assert shown.totals is not None
    text = text_of(coordinator, "weekly", form, day)
    for status in Status:
        assert f"{status.label} {shown.totals.by_status.get(status, 0)} " in text
    assert f"Tổng số {shown.card_count} 100,0%" in text
    assert f"đã nhận của {count(shown.totals.plans_received)}/{count(shown.totals.plans_owed)} đơn vị" in text
    assert f"Còn {count(shown.totals.open_contradictions)} nội dung chưa thống nhất" in text
    for group in shown.groups:
        late = sum(card.status is Status.OVERDUE for card in group.cards)
        assert f"({count(len(group.cards))} nhiệm vụ, quá hạn {count(late)})" in text


@pytest.mark.parametrize("form", READ)
def test_every_assignment_has_its_row(coordinator: Actor, form: str) -> None:
    text = text_of(coordinator, "weekly", form, LATE)
    for group in board(coordinator, as_of=LATE).groups:
        for card in group.cards:
            assert f"{card.number} {card.title} " in text


def test_difficulties_stand_with_their_age_until_they_are_settled(coordinator: Actor) -> None:
    waiting = text_of(coordinator, "weekly", "docx", date(2023, 12, 13))
    assert "5 Phòng Kinh tế - Hạ tầng 3 nhà xe chưa có máy đọc thẻ, chưa rõ nguồn kinh phí" in waiting
    assert "12/12/2023 1 " in waiting
    assert "3 nhà xe" not in text_of(coordinator, "weekly", "docx", date(2023, 12, 14))


def test_the_week_is_that_of_the_day(coordinator: Actor) -> None:
    text = text_of(coordinator, "weekly", "docx", date(2023, 12, 15))
    assert "(Tuần từ ngày 11/12/2023 đến ngày 17/12/2023)" in text
    # From the story: reports on 4, 18, 13 and 3 since Monday; 4 and 13 confirmed and 18 sent back by Friday.
    assert "04 báo cáo tiến độ; xác nhận 02, trả lại 01 báo cáo" in text
    assert "phát sinh 01, giải quyết 01 khó khăn" in text


@pytest.mark.parametrize("kind", ["weekly", "reminder"])
@pytest.mark.parametrize("form", READ)
def test_the_same_day_gives_the_same_bytes(coordinator: Actor, kind: str, form: str) -> None:
    with clock.at(date(2024, 2, 1)):
        first = official_document(coordinator, kind=kind, form=form, as_of=LATE)
    with clock.at(date(2026, 11, 20)):
        again = official_document(coordinator, kind=kind, form=form, as_of=LATE)
    assert first == again


def test_later_events_do_not_change_an_earlier_report(coordinator: Actor, cast: seed.Cast, told: UUID) -> None:
    from dean06.programme.models import Assignment
    from dean06.programme.services.impediments import raise_impediment

    before = official_document(coordinator, kind="weekly", form="docx", as_of=LATE)
    health = cast("health_clerk", date(2024, 2, 1))
    with clock.at(date(2024, 2, 1)):
        task = Assignment.objects.get(directive_id=told, number=4)
        raise_impediment(health, assignment_id=task.pk, unit_code=health.unit_code, text="Thiếu giấy in nhiệt")
    assert official_document(coordinator, kind="weekly", form="docx", as_of=LATE) == before
    assert "Thiếu giấy in nhiệt" in text_of(coordinator, "weekly", "docx", date(2024, 2, 1))


@pytest.mark.parametrize("form", READ)
def test_the_letter_urges_exactly_the_overdue(coordinator: Actor, form: str) -> None:
    text = text_of(coordinator, "reminder", form, LATE)
    late = [c for g in board(coordinator, as_of=LATE).groups for c in g.cards if c.status is Status.OVERDUE]
    soon = [c for g in board(coordinator, as_of=LATE).groups for c in g.cards if c.status is Status.DUE_SOON]
    calm = [c for g in board(coordinator, as_of=LATE).groups for c in g.cards if c not in late + soon]
    assert late
    assert f"còn {count(len(late))} nhiệm vụ quá hạn" in text
    annex = text[text.index("PHỤ LỤC I") :]
    assert all(f" {card.number} {card.title} " in annex for card in late + soon)
    assert not any(f" {card.number} {card.title} " in annex for card in calm)


def test_bodies_of_other_levels_are_asked_and_not_ordered(coordinator: Actor) -> None:
    text = text_of(coordinator, "reminder", "docx", LATE)
    outside = re.search(r"đề nghị phối hợp: (.*?)\. Giao", text)
    assert outside
    assert "Cục Cảnh sát quản lý hành chính về trật tự xã hội" in outside[1]
    assert ". Cục Cảnh sát" not in text[text.index("PHỤ LỤC") :]


def test_after_the_reorganisation_the_commune_writes_and_orders_only_its_own(coordinator: Actor) -> None:
    letter = text_of(coordinator, "reminder", "docx", REORGANISED)
    assert letter.startswith("ỦY BAN NHÂN DÂN XÃ ĐỨC THỌ")
    assert "(qua Công an xã Đức Thọ)" in letter
    annexes = letter[letter.index("PHỤ LỤC") :]
    assert "Công an xã Đức Thọ" in annexes
    assert "Đức Đồng" not in annexes, "a neighbouring commune is not ours to order"
    report = text_of(coordinator, "weekly", "docx", REORGANISED)
    assert report.startswith("UBND XÃ ĐỨC THỌ TỔ CÔNG TÁC TRIỂN KHAI ĐỀ ÁN 06")
    assert "của UBND huyện Đức Thọ về việc" in report, "the directive is still cited by who issued it"


def test_a_letter_to_one_unit_names_no_other(coordinator: Actor) -> None:
    text = text_of(coordinator, "reminder", "docx", LATE, unit_code="van-phong-hdnd-ubnd")
    assert "Kính gửi: " in text
    assert "Văn phòng HĐND-UBND huyện (quá hạn" in text
    assert "Công an huyện (quá hạn" not in text
    assert "UBND xã" not in text


def test_plans_that_are_missing_or_sent_back_are_asked_for(coordinator: Actor) -> None:
    text = text_of(coordinator, "reminder", "docx", date(2023, 12, 5))
    plans = text[text.index("PHẢI GỬI LẠI KẾ HOẠCH") :]
    assert "Phòng Tài nguyên và Môi trường Bị trả lại ngày 04/12/2023" in plans
    assert "UBND xã Quang Vĩnh Chưa gửi, đã quá hạn" in plans
    assert "Phòng Y tế" not in plans


def test_a_unit_that_owes_nothing_needs_no_letter(coordinator: Actor) -> None:
    with pytest.raises(NotFound, match="Không có đơn vị nào cần đôn đốc tại ngày này"):
        official_document(coordinator, kind="reminder", form="pdf", as_of=QUIET, unit_code="phong-van-hoa-thong-tin")


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "monthly"},
        {"form": "odt"},
        {"as_of": BEFORE_IT_CAME},
        {"unit_code": "phong-khong-co", "kind": "reminder"},
        {"directive_id": UUID(int=0)},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_what_does_not_exist(coordinator: Actor, asked: dict[str, object]) -> None:
    with pytest.raises(NotFound):
        official_document(coordinator, **{"kind": "weekly", "form": "docx", "as_of": LATE, **asked})


def test_only_officials_draw_documents(told: UUID) -> None:
    with pytest.raises(NotPermitted):
        official_document(ANONYMOUS, kind="weekly", form="docx", as_of=LATE)


def test_missing_fonts_stop_the_pdf_and_not_the_word_file(
    coordinator: Actor, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(fonts, "DIRECTORY", tmp_path)
    with pytest.raises(Unavailable, match="tải bản Word"):
        official_document(coordinator, kind="weekly", form="pdf", as_of=LATE)
    assert official_document(coordinator, kind="weekly", form="docx", as_of=LATE).data


def test_a_document_leaves_one_entry_in_the_audit_log(coordinator: Actor) -> None:
    before = AuditEntry.objects.count()
    drawn = official_document(coordinator, kind="weekly", form="docx", as_of=LATE)
    assert AuditEntry.objects.count() == before + 1
    assert drawn.name == "bao-cao-tuan-2024-01-10.docx"


def test_questions_to_the_database_do_not_grow_with_the_day(coordinator: Actor) -> None:
    counts = []
    for day in (date(2023, 12, 15), LATE):
        with CaptureQueriesContext(connection) as captured:
            official_document(coordinator, kind="weekly", form="docx", as_of=day)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST_QUERIES
