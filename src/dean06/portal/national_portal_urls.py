"""Addresses of the operator's pages around the national portal."""

from django.urls import path

from dean06.portal.views import national_portal

HERE = "van-hanh/cong-dich-vu-cong/"

urlpatterns = [
    path(HERE, national_portal.traffic, name="national_portal"),
    path(f"{HERE}<uuid:arrival_id>/xu-ly-lai/", national_portal.retry, name="arrival_retry"),
    path(f"{HERE}<uuid:arrival_id>/tu-choi/", national_portal.refuse, name="arrival_refuse"),
]
