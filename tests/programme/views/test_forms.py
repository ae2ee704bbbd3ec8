"""Forms: what works, what is refused in words at the field, what stays on the page."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base.actor import Role
from dean06.programme.models import (
    Assignment,
    Contradiction,
    Directive,
    ExtensionRequest,
    Impediment,
    Inspection,
    ProgressReport,
    UnitPlan,
)
from dean06.programme.sample import generate, load, sample_file

PROOF = ("minh-chung.txt", b"Bien ban", "text/plain")


def upload(name=PROOF[0], data=PROOF[1], kind=PROOF[2]):
    return SimpleUploadedFile(name, data, kind)


def text_of(answer, status):
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def task_url(name, number):
    return reverse(f"programme:{name}", args=[Assignment.objects.get(number=number).pk])


def refused():
    return AuditEntry.objects.filter(action="programme.refused").count()


class TestReport:
    def given(self, **other):
        words = {
            "state": "in_progress",
            "percent": "45",
            "summary": "Đã lắp",
            "request_key": "form-1",
            "files": [upload()],
        }
        return words | other

    def test_is_filed_and_leads_back(self, clerk, directive):
        answer = clerk.post(task_url("report_progress", 10), self.given())
        assert answer.status_code == 302
        report = ProgressReport.objects.get(request_key="form-1")
        assert (report.unit_code, report.percent) == ("phong-van-hoa-xa-hoi-xa-duc-tho", 45)
        assert report.files.get().name == PROOF[0]

    def test_sent_twice_is_filed_once(self, clerk, directive):
        for _ in range(2):
            assert clerk.post(task_url("report_progress", 10), self.given()).status_code == 302
        assert ProgressReport.objects.filter(request_key="form-1").count() == 1

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"percent": "101"}, "Tỷ lệ không lớn hơn 100."),
            ({"percent": "một nửa"}, "Tỷ lệ là một số nguyên từ 0 đến 100."),
            ({"percent": ""}, "Hãy nhập tỷ lệ hoàn thành."),
            ({"state": ""}, "Hãy chọn tình trạng."),
            ({"state": "finished"}, "Hãy chọn lại tình trạng."),
            ({"state": "completed", "percent": "90"}, "Báo cáo hoàn thành thì tỷ lệ phải là 100."),
            ({"state": "completed", "percent": "100", "files": []}, "phải kèm ít nhất một tệp minh chứng"),
            ({"summary": ""}, "Hãy mô tả kết quả đã làm."),
            ({"files": [upload("a.exe", b"MZ")]}, "không thuộc loại nhận được"),
            ({"files": [upload("a.pdf", b"not a pdf")]}, "không đúng với đuôi tên"),
            ({"files": [upload("a.txt", b"")]}, "trống"),
        ],
    )
    def test_errors_stand_at_the_field_and_nothing_typed_is_lost(self, clerk, directive, wrong, words):
        before = ProgressReport.objects.count()
        text = text_of(clerk.post(task_url("report_progress", 10), self.given(**wrong)), 422)
        assert words in text
        assert 'class="ds-error-summary"' in text or "ds-error-summary" in text
        if "summary" not in wrong:
            assert "Đã lắp" in text
        assert ProgressReport.objects.count() == before

    def test_files_have_to_be_chosen_again_and_the_page_says_so(self, clerk, directive):
        text = text_of(clerk.post(task_url("report_progress", 10), self.given(percent="")), 422)
        assert "Hãy chọn lại tệp" in text

    def test_another_units_work(self, browse, directive):
        """Opening the form is refused; sending it is refused and leaves an entry."""
        clerk = browse(Role.CLERK, "justice_clerk")
        url = task_url("report_progress", 7)
        assert "không được phân công" in text_of(clerk.get(url), 403)
        assert refused() == 0
        text_of(clerk.post(url, self.given()), 403)
        assert refused() == 1

    @pytest.mark.parametrize("role", [Role.LEADER, Role.CITIZEN, Role.OPERATOR])
    def test_not_by_other_hats(self, browse, directive, role):
        assert browse(role).post(task_url("report_progress", 10), self.given()).status_code == 403

    def test_it_is_confirmed_and_counted(self, tracker, directive):
        report = ProgressReport.objects.get(assignment__number=7, verdict="pending")
        url = reverse("programme:judge_report", args=[report.pk])
        assert "Trả lời báo cáo" in text_of(tracker.get(url), 200)
        assert "lý do trả lại" in text_of(tracker.post(url, {"verdict": "returned", "note": ""}), 422)
        assert tracker.post(url, {"verdict": "confirmed", "note": ""}).status_code == 302
        assert "85%" in text_of(tracker.get("/bang-dieu-hanh/", {"tim": "thẻ gắn chip"}), 200)

    def test_answered_meanwhile(self, tracker, leader, directive):
        report = ProgressReport.objects.get(assignment__number=7, verdict="pending")
        url = reverse("programme:judge_report", args=[report.pk])
        leader.post(url, {"verdict": "confirmed", "note": ""})
        text = text_of(tracker.post(url, {"verdict": "returned", "note": "Thiếu"}), 422)
        assert "đã được trả lời lúc 09:00 ngày 24/11/2026" in text

    def test_a_clerk_answers_nothing(self, clerk, directive):
        report = ProgressReport.objects.get(assignment__number=7, verdict="pending")
        url = reverse("programme:judge_report", args=[report.pk])
        assert "Trả lời báo cáo</h2>" not in text_of(clerk.get(url), 200)
        text_of(clerk.post(url, {"verdict": "confirmed"}), 403)
        assert refused() == 1


class TestDecision:
    def url(self, number=16, kind="lead_mismatch"):
        self.item = Contradiction.objects.get(assignment__number=number, type=kind)
        return reverse("programme:decide", args=[self.item.pk])

    def given(self, **other):
        words = {
            "choice": "other",
            "lead_unit_code": "cong-an-xa-duc-tho",
            "reason": "Một đầu mối",
            "expected_revision": "0",
        }
        return words | other

    def test_both_quotations_and_what_each_choice_means(self, leader, directive):
        text = text_of(leader.get(self.url(15)), 200)
        assert "Theo phụ lục bảng: Phòng Giáo dục và Đào tạo" in text
        assert "Quyết định lại" in text, "decided in February 2024"

    def test_is_recorded_and_the_board_follows(self, leader, directive):
        assert leader.post(self.url(), self.given()).status_code == 302
        assert self.item.decisions.get().lead_unit_code == "cong-an-xa-duc-tho"
        text = text_of(leader.get(reverse("programme:contradictions", args=[directive.pk])), 200)
        assert "quyết định chung với mâu thuẫn cùng nội dung" in text

    def test_sisters_are_announced(self, leader, directive):
        assert "Quyết định này giải quyết luôn" in text_of(leader.get(self.url()), 200)

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"choice": ""}, "Hãy chọn một phương án."),
            ({"lead_unit_code": ""}, "Hãy chọn đơn vị chủ trì."),
            ({"lead_unit_code": "khong-co"}, "không còn trong danh mục"),
            ({"reason": ""}, "Hãy ghi căn cứ hoặc lý do"),
        ],
    )
    def test_errors(self, leader, directive, wrong, words):
        text = text_of(leader.post(self.url(), self.given(**wrong)), 422)
        assert words in text
        if "reason" not in wrong:
            assert "Một đầu mối" in text
        assert not self.item.decisions.exists()

    def test_two_people(self, browse, leader, directive):
        """Both opened the page; the second sees the first one's decision, keeps the words typed and may go on."""
        url = self.url()
        leader.post(url, self.given())
        deputy = browse(Role.LEADER, "deputy_leader")
        late = self.given(lead_unit_code="phong-kinh-te-xa-duc-tho", reason="Ý kiến của tôi")
        text = text_of(deputy.post(url, late), 422)
        assert "đã quyết định lúc 09:00 ngày 24/11/2026" in text
        assert "Ý kiến của tôi" in text
        assert 'name="expected_revision" value="1"' in text
        assert "Một đầu mối" in text, "the other's decision is on the page"
        assert deputy.post(url, late | {"expected_revision": "1"}).status_code == 302
        assert self.item.decisions.count() == 2

    def test_the_tracking_body_reads_but_does_not_decide(self, tracker, directive):
        url = self.url()
        assert "Chủ tịch UBND quyết định nội dung này" in text_of(tracker.get(url), 200)
        text_of(tracker.post(url, self.given()), 403)
        assert refused() == 1

    def test_a_deadline(self, leader, directive):
        url = self.url(21, "deadline_non_working_day")
        wrong = {"choice": "other", "deadline_on": "32/1/2027", "reason": "Cho khả thi", "expected_revision": "0"}
        assert "Ngày chưa đúng" in text_of(leader.post(url, wrong), 422)
        assert leader.post(url, wrong | {"deadline_on": "31/03/2027"}).status_code == 302
        assert self.item.decisions.get().deadline_on == date(2027, 3, 31)


class TestPlans:
    def test_matrix_whole_and_part(self, leader, directive):
        url = reverse("programme:plans", args=[directive.pk])
        whole = text_of(leader.get(url), 200)
        assert "Đã nhận 30 / 36" in whole or "Đã nhận" in whole
        assert "nay là Phòng Văn hóa - Xã hội xã Đức Thọ" in whole
        part = text_of(leader.get(url, headers={"HX-Request": "true"}), 200)
        assert part.lstrip().startswith('<div class="scroll" id="rows"')

    def test_filed_returned_and_filed_again(self, browse, tracker, directive):
        clerk = browse(Role.CLERK, "justice_clerk")
        url = reverse("programme:submit_plan", args=[directive.pk])
        given = {"symbol": "", "summary": "Kế hoạch", "files": [upload()]}
        assert clerk.post(url, given).status_code == 302
        plan = UnitPlan.objects.get(unit_code="van-phong-hdnd-ubnd-xa-duc-tho")
        assert "đang chờ trả lời" in text_of(clerk.post(url, given | {"files": [upload()]}), 422)
        judge = reverse("programme:judge_plan", args=[plan.pk])
        assert tracker.post(judge, {"verdict": "returned", "note": "Thiếu lộ trình"}).status_code == 302
        assert clerk.post(url, given | {"files": [upload()]}).status_code == 302
        assert "Các lần gửi" in text_of(tracker.get(judge), 200)

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [({"summary": ""}, "Hãy tóm tắt nội dung chính"), ({"files": []}, "Hãy đính kèm tệp kế hoạch")],
    )
    def test_errors(self, clerk, directive, wrong, words):
        given = {"symbol": "1/KH", "summary": "Kế hoạch", "files": [upload()]}
        url = reverse("programme:submit_plan", args=[directive.pk])
        assert words in text_of(clerk.post(url, given | wrong), 422)

    def test_on_paper(self, tracker, clerk, directive):
        url = reverse("programme:receive_paper_plan", args=[directive.pk])
        assert clerk.get(url).status_code == 403
        given = {"unit_code": "", "symbol": "", "summary": "Bản giấy", "files": [upload()]}
        assert "Hãy chọn đơn vị gửi kế hoạch." in text_of(tracker.post(url, given), 422)
        given |= {"unit_code": "ubnd-xa-duc-minh", "files": [upload()]}
        assert tracker.post(url, given).status_code == 302
        assert UnitPlan.objects.get(unit_code="ubnd-xa-duc-minh").is_paper


class TestFollowUp:
    def test_a_difficulty_and_its_answer(self, clerk, tracker, directive):
        url = task_url("raise_impediment", 10)
        assert "Hãy mô tả khó khăn" in text_of(clerk.post(url, {"text": "", "owner_unit_code": ""}), 422)
        assert clerk.post(url, {"text": "Thiếu máy quét", "owner_unit_code": ""}).status_code == 302
        item = Impediment.objects.get(text="Thiếu máy quét")
        assert "Thiếu máy quét" in text_of(tracker.get("/chi-dao/viec-cua-don-vi/"), 200)
        answer = reverse("programme:answer_impediment", args=[item.pk])
        assert clerk.post(answer, {"text": "Tự trả lời", "settles": "on"}).status_code == 403
        assert tracker.post(answer, {"text": "Sẽ cấp", "settles": "on"}).status_code == 302
        item.refresh_from_db()
        assert item.resolved_at is not None
        text = text_of(tracker.post(answer, {"text": "Lần nữa", "settles": "on"}), 422)
        assert "đã được giải quyết" in text

    def test_an_extension(self, browse, tracker, directive):
        clerk = browse(Role.CLERK, "infrastructure_clerk")
        url = task_url("request_extension", 7)
        assert "Hạn mới phải sau ngày 31/12/2026" in text_of(
            clerk.post(url, {"wanted_on": "01/12/2026", "reason": "Chờ thiết bị"}), 422
        )
        assert clerk.post(url, {"wanted_on": "31/03/2027", "reason": "Chờ thiết bị"}).status_code == 302
        asked = ExtensionRequest.objects.get(wanted_on=date(2027, 3, 31))
        assert "đề nghị đến 31/03/2027" in text_of(tracker.get("/chi-dao/cho-xac-nhan/"), 200)
        judge = reverse("programme:judge_extension", args=[asked.pk])
        assert tracker.post(judge, {"verdict": "confirmed", "note": ""}).status_code == 302
        assert "31/03/2027" in text_of(tracker.get("/bang-dieu-hanh/", {"tim": "thẻ gắn chip"}), 200)

    def test_an_inspection(self, tracker, clerk, directive):
        url = task_url("record_inspection", 7)
        assert clerk.get(url).status_code == 403
        given = {
            "unit_code": "phong-kinh-te-xa-duc-tho",
            "inspected_on": "25/11/2026",
            "findings": "Tốt",
            "demands": "",
        }
        assert "không thể ở tương lai" in text_of(tracker.post(url, given), 422)
        assert "Hãy chọn lại đơn vị." in text_of(tracker.post(url, given | {"unit_code": "phong-tu-phap"}), 422)
        assert tracker.post(url, given | {"inspected_on": "23/11/2026"}).status_code == 302
        assert Inspection.objects.filter(findings="Tốt").exists()


class TestImport:
    URL = "/chi-dao/nhap/"

    def send(self, browser, name, data, day="27/11/2023"):
        return browser.post(self.URL, {"file": upload(name, data, "application/octet-stream"), "received_on": day})

    def test_the_same_file_leads_to_what_was_imported(self, tracker, directive):
        text = text_of(self.send(tracker, *sample_file()), 422)
        assert "đã được nhập ngày 27/11/2023" in text
        assert reverse("programme:reading", args=[directive.pk]) in text

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("trong.txt", b"", "Tệp này trống"),
            ("giay-moi.txt", "Kính mời đồng chí dự họp".encode(), "summary"),
            ("hong.pdf", b"%PDF-1.4 hong", "summary"),
            ("bang.xlsx", b"PK\x03\x04", "summary"),
        ],
    )
    def test_what_is_no_dispatch(self, tracker, directive, name, data, words):
        text = text_of(self.send(tracker, name, data), 422)
        assert words in text
        assert Directive.objects.count() == 1

    def test_too_large(self, tracker, directive, monkeypatch):
        from dean06.programme.forms import ImportForm

        monkeypatch.setattr(ImportForm.base_fields["file"], "max_bytes", 10)
        assert "quá mức" in text_of(self.send(tracker, "to.txt", b"x" * 100), 422)

    @pytest.mark.parametrize(
        ("day", "words"), [("", "Hãy nhập ngày nhận"), ("1/1/2030", "tương lai"), ("x", "Ngày chưa đúng")]
    )
    def test_the_day(self, tracker, directive, day, words):
        assert words in text_of(self.send(tracker, "cv.txt", generate(load(), seed=79).encode(), day), 422)

    def test_then_the_reading_is_shown(self, tracker, directive):
        answer = self.send(tracker, "cv.txt", generate(load(), seed=79).encode())
        assert answer.status_code == 302
        text = text_of(tracker.get(answer["Location"]), 200)
        assert 'href="#hieu-narrative-7"' in text
        assert 'id="hieu-narrative-7"' in text
        assert 'href="#goc-table-7"' in text
        assert 'id="goc-table-7"' in text

    @pytest.mark.parametrize("role", [Role.CLERK, Role.CITIZEN, Role.OPERATOR])
    def test_not_by_other_hats(self, browse, directive, role):
        assert browse(role).get(self.URL).status_code == 403
        assert self.send(browse(role), "cv.txt", b"x").status_code == 403


def test_uploads_keep_their_bytes(clerk, directive):
    data = BytesIO(b"%PDF-1.7\n" + b"x" * 5000).getvalue()
    given = {
        "state": "in_progress",
        "percent": "1",
        "summary": "x",
        "request_key": "k9",
        "files": [upload("a.pdf", data)],
    }
    clerk.post(task_url("report_progress", 10), given)
    row = ProgressReport.objects.get(request_key="k9").files.get()
    answer = clerk.get(reverse("programme:evidence", args=[row.pk]))
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Type"] == "application/pdf"
