"""Addresses of the pages that ask the population register."""

from django.urls import path

from dean06.portal.views import register_lookup

ROOT = "tra-cuu-dan-cu/"

urlpatterns = [
    path(ROOT, register_lookup.purposes, name="register_purposes"),
    path(f"{ROOT}<slug:purpose_code>/<slug:way>/", register_lookup.question, name="register_question"),
]
