"""Addresses of the officer's side of cases."""

from django.urls import path

from dean06.portal.views import desk_case, desk_queue

DESK = "lam-viec/ho-so/"

urlpatterns = [
    path(DESK, desk_queue.desk, name="desk"),
    path(f"{DESK}tim/", desk_queue.search, name="desk_search"),
    path(f"{DESK}tiep-nhan/", desk_queue.receive, name="desk_receive"),
    path(f"{DESK}xuat/", desk_queue.export, name="desk_export"),
    path(f"{DESK}cach-xem/", desk_queue.save_view, name="desk_save_view"),
    path(f"{DESK}cach-xem/<uuid:view_id>/bo/", desk_queue.drop_view, name="desk_drop_view"),
    path(f"{DESK}<str:case_code>/", desk_case.case, name="desk_case"),
    path(f"{DESK}<str:case_code>/viec/<slug:act>/", desk_case.act, name="desk_act"),
    path(f"{DESK}<str:case_code>/giay-to/<uuid:paper_id>/", desk_case.paper, name="desk_paper"),
]
