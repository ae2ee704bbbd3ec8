"""What an applicant says at the counter is written down in her words, with who said it and how; she is told."""

from dataclasses import replace

import pytest
from tests.kernel.cases.office import AT_COUNTER
from tests.kernel.cases.test_lifecycle import ASK, TOLD, letters

from dean06.kernel.base.errors import Invalid
from dean06.kernel.cases.models import CaseEvent, Paper
from dean06.kernel.cases.services import applicant, handling
from dean06.kernel.messaging.models import Message


def test_at_the_counter_the_officer_writes_the_answer_down(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, **ASK)
    written = {"answer": "Bà Hoa mang bản chính đến", "papers": [AT_COUNTER]}
    for nobody in (None, replace(TOLD, by="  "), replace(TOLD, by="lê thị lan")):
        with pytest.raises(Invalid) as refused:
            office.do(applicant.answer_supplement, case, **written, spoken=nobody)
        assert refused.value.field == "spoken_by", "the officer is nobody who can have said it"
    office.do(applicant.answer_supplement, case, **written, spoken=replace(TOLD, why="Bà không có điện thoại"))
    assert Paper.objects.get(case=case, supplement__isnull=False).source == "counter"
    said = "Cán bộ ghi thay theo lời Trần Thị Hoa (nói tại quầy). Bà không có điện thoại"
    assert said in CaseEvent.objects.get(case=case, number=case.revision).note
    told = Message.objects.order_by("created_at", "id").last()
    assert told.subject == f"Cán bộ đã ghi thay bà/ông trong hồ sơ {case.code}"
    assert "Bà không có điện thoại" in told.body
    assert "Nếu bà/ông không nhờ việc này" in told.body


def test_withdrawn_at_the_counter_she_is_told_and_the_counter_says_why(office):
    case = office.processing()
    with pytest.raises(Invalid):
        office.do(applicant.withdraw, case, reason="Khai nhầm")
    office.do(applicant.withdraw, case, reason="Khai nhầm", spoken=TOLD)
    assert letters(office)[-1] == "Cán bộ đã ghi thay bà/ông trong hồ sơ A"
