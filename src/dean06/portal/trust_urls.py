"""Addresses of deciding whom signed papers are believed by."""

from django.urls import path

from dean06.portal.views import trust

ROOT = "van-hanh/chung-thu-goc/"

urlpatterns = [
    path(ROOT, trust.trust, name="trust"),
    path(f"{ROOT}<uuid:anchor_id>/dong-y/", trust.approve, name="approve_anchor"),
    path(f"{ROOT}<uuid:anchor_id>/thoi-tin/", trust.withdraw, name="withdraw_anchor"),
]
