"""The pilot's pages; filing, paying and the desk are the portal's and the workspace's own."""

from django.urls import path

from dean06.pilots.p16_criminal_records import views

app_name = "p16_criminal_records"

urlpatterns = [
    path("", views.home, name="home"),
    path("cua-toi/", views.own, name="own"),
    path("tra-cuu/", views.queue, name="queue"),
    path("tra-cuu/<uuid:record_case_id>/", views.request_page, name="request"),
    path("tra-cuu/<uuid:record_case_id>/ket-luan/", views.find, name="find"),
    path("tra-cuu/<uuid:record_case_id>/xac-minh/", views.verify, name="verify"),
    path("tra-cuu/<uuid:record_case_id>/tra-lai/", views.order_again, name="order_again"),
    path("tra-cuu/<uuid:record_case_id>/muc/<uuid:match_id>/", views.judge, name="judge"),
]
