"""Addresses of public services and of their declarations."""

from django.urls import path

from dean06.portal.views import procedures

urlpatterns = [
    path("dich-vu-cong/", procedures.procedure_list, name="procedures"),
    path("dich-vu-cong/<slug:procedure_code>/", procedures.procedure, name="procedure"),
    path("van-hanh/thu-tuc/", procedures.declared_procedures, name="declared_procedures"),
    path(
        "van-hanh/thu-tuc/<slug:procedure_code>/<str:valid_from>/",
        procedures.declared_procedure,
        name="declared_procedure",
    ),
]
