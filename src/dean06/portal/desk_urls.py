"""Addresses of the officer's side of cases."""

from django.urls import path

from dean06.portal.views import (
    case_lookup,
    desk_behalf,
    desk_case,
    desk_documents,
    desk_figures,
    desk_filing,
    desk_leave,
    desk_queue,
    desk_slips,
)

DESK = "lam-viec/ho-so/"

urlpatterns = [
    path(DESK, desk_queue.desk, name="desk"),
    path(f"{DESK}tim/", desk_queue.search, name="desk_search"),
    path(f"{DESK}tiep-nhan/", desk_queue.receive, name="desk_receive"),
    path(f"{DESK}xuat/", desk_queue.export, name="desk_export"),
    path(f"{DESK}cach-xem/", desk_queue.save_view, name="desk_save_view"),
    path(f"{DESK}cach-xem/<uuid:view_id>/bo/", desk_queue.drop_view, name="desk_drop_view"),
    path(f"{DESK}thong-ke/", desk_figures.figures, name="desk_figures"),
    path(f"{DESK}thong-ke/ho-so/", desk_figures.figure_cases, name="desk_figure_cases"),
    path(f"{DESK}thong-ke/chi-so/<slug:indicator>/", desk_figures.indicator, name="desk_indicator"),
    path(f"{DESK}nop-tai-quay/", desk_filing.start, name="desk_file"),
    path(f"{DESK}nop-tai-quay/<str:ticket>/", desk_filing.fill, name="desk_fill"),
    path(f"{DESK}thay-the/", desk_leave.leave, name="desk_leave"),
    path(f"{DESK}thay-the/<uuid:substitution_id>/thoi/", desk_leave.end, name="desk_end_leave"),
    path(f"{DESK}so-theo-doi.pdf", desk_slips.register_book, name="desk_register"),
    path(f"{DESK}<str:case_code>/", desk_case.case, name="desk_case"),
    path(f"{DESK}<str:case_code>/viec/<slug:act>/", desk_case.act, name="desk_act"),
    path(f"{DESK}<str:case_code>/ghi-thay/bo-sung/", desk_behalf.answer, name="desk_answer"),
    path(f"{DESK}<str:case_code>/ghi-thay/rut/", desk_behalf.withdraw, name="desk_withdraw"),
    path(f"{DESK}<str:case_code>/giay-to/<uuid:paper_id>/", desk_case.paper, name="desk_paper"),
    path(f"{DESK}<str:case_code>/giay-to/<uuid:paper_id>/vi/", desk_documents.document, name="desk_document"),
    path(f"{DESK}<str:case_code>/giay-to/<uuid:paper_id>/vi.pdf", desk_documents.pdf, name="desk_document_pdf"),
    path(f"{DESK}<str:case_code>/phieu/<slug:slip_kind>.pdf", desk_slips.slip, name="desk_slip"),
    path("ho-so/phieu/<str:case_code>/<slug:slip_kind>.pdf", desk_slips.own_slip, name="own_slip"),
    path("tra-cuu-ho-so/", case_lookup.case_lookup, name="case_lookup"),
]
