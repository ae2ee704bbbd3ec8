"""The mini-app's own addresses; filing and following are the portal's pages, drawn narrow inside VNeID."""

from django.urls import path

from dean06.pilots.p03_vneid_services import views

app_name = "p03_vneid_services"

urlpatterns = [
    path("", views.home, name="home"),
    path("mo/", views.launch, name="launch"),
    path("ung-dung/", views.app, name="app"),
    path("tin/<uuid:inbox_id>/", views.notice, name="notice"),
]
