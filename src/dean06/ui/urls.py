"""Route of the style page, for those who build pages and for the accessibility guard."""

from django.urls import path

from dean06.ui import views

app_name = "ui"
urlpatterns = [path("van-hanh/giao-dien/", views.styles, name="styles")]
