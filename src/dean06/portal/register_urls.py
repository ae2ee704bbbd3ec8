"""Addresses of the pages that ask the population register."""

from django.urls import path

from dean06.portal.views import register_batches, register_lookup, register_table

ROOT = "tra-cuu-dan-cu/"
TABLE = "van-hanh/muc-dich-tra-cuu/"

urlpatterns = [
    path(TABLE, register_table.table, name="register_table"),
    path(f"{TABLE}<slug:purpose_code>/", register_table.revise, name="register_revise"),
    path(ROOT, register_lookup.purposes, name="register_purposes"),
    path(f"{ROOT}danh-sach/", register_batches.batches, name="register_batches"),
    path(f"{ROOT}danh-sach/moi/", register_batches.new_batch, name="register_new_batch"),
    path(f"{ROOT}danh-sach/mau.csv", register_batches.sample, name="register_sample"),
    path(f"{ROOT}danh-sach/<uuid:batch_id>/", register_batches.batch, name="register_batch"),
    path(f"{ROOT}danh-sach/<uuid:batch_id>/dong/", register_batches.lines, name="register_batch_lines"),
    path(f"{ROOT}danh-sach/<uuid:batch_id>/ket-qua.xlsx", register_batches.result, name="register_batch_result"),
    path(f"{ROOT}danh-sach/<uuid:batch_id>/dung/", register_batches.cancel, name="register_batch_cancel"),
    path(f"{ROOT}<slug:purpose_code>/<slug:way>/", register_lookup.question, name="register_question"),
]
