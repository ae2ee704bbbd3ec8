"""The pilot's page; filing, following and handling cases are the portal's and the workspace's own."""

from django.urls import path

from dean06.pilots.p01_essential_services import views

app_name = "p01_essential_services"

urlpatterns = [path("", views.home, name="home")]
