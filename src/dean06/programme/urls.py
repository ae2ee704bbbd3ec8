"""Pages of the programme."""

from django.urls import path

from dean06.programme.views import board, contradictions, directives, exports, followup, plans, progress

app_name = "programme"
TASK = "chi-dao/nhiem-vu/<uuid:assignment_id>"

urlpatterns = [
    path("bang-dieu-hanh/", board.board, name="board"),
    path("bang-dieu-hanh/nhiem-vu/<uuid:assignment_id>/", board.assignment, name="assignment"),
    path("bang-dieu-hanh/don-vi/<slug:unit_code>/", board.unit, name="unit"),
    path("bang-dieu-hanh/kiem-tra/", board.inspections, name="inspections"),
    path("chi-dao/", directives.directives, name="directives"),
    path("chi-dao/nhap/", directives.import_page, name="import"),
    path("chi-dao/viec-cua-don-vi/", progress.work, name="work"),
    path("chi-dao/cho-xac-nhan/", progress.verdicts, name="verdicts"),
    path("chi-dao/mau-thuan/<uuid:contradiction_id>/", contradictions.decide, name="decide"),
    path("chi-dao/ke-hoach/<uuid:plan_id>/", plans.judge, name="judge_plan"),
    path("chi-dao/bao-cao/<uuid:report_id>/", progress.judge, name="judge_report"),
    path("chi-dao/minh-chung/<uuid:evidence_id>/", exports.evidence, name="evidence"),
    path("chi-dao/van-ban/<str:kind>.<str:form>", exports.document, name="document"),
    path("chi-dao/xuat/<str:name>.<str:form>", exports.export, name="export"),
    path("chi-dao/vuong-mac/<uuid:impediment_id>/", followup.answer, name="answer_impediment"),
    path("chi-dao/gia-han/<uuid:extension_id>/", followup.judge_extension, name="judge_extension"),
    path(f"{TASK}/bao-cao/", progress.report, name="report_progress"),
    path(f"{TASK}/vuong-mac/", followup.impediment, name="raise_impediment"),
    path(f"{TASK}/gia-han/", followup.extension, name="request_extension"),
    path(f"{TASK}/kiem-tra/", followup.inspection, name="record_inspection"),
    path("chi-dao/<uuid:directive_id>/", directives.reading, name="reading"),
    path("chi-dao/<uuid:directive_id>/mau-thuan/", contradictions.queue, name="contradictions"),
    path("chi-dao/<uuid:directive_id>/ke-hoach/", plans.matrix, name="plans"),
    path("chi-dao/<uuid:directive_id>/ke-hoach/gui/", plans.submit, name="submit_plan"),
    path("chi-dao/<uuid:directive_id>/ke-hoach/ban-giay/", plans.receive, name="receive_paper_plan"),
]
