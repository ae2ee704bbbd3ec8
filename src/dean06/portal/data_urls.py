"""Addresses of the pages about a person's own data, and of whoever answers about it."""

from django.urls import path

from dean06.portal.views import consents, data_requests, my_data, own_copy, request_queue

OWN = "du-lieu-cua-toi/"
QUEUE = "yeu-cau-du-lieu/"

urlpatterns = [
    path(OWN, my_data.my_data, name="my_data"),
    path(f"{OWN}nhat-ky.json", my_data.bundle, name="my_data_bundle"),
    path(f"{OWN}ban-du-lieu/", own_copy.own_copy, name="own_copy"),
    path(f"{OWN}luot-xem/<uuid:look_id>/hoi/", data_requests.ask_about_look, name="ask_about_look"),
    path(f"{OWN}yeu-cau/", data_requests.own_requests, name="own_requests"),
    path(f"{OWN}yeu-cau/moi/", data_requests.new_request, name="new_request"),
    path(f"{OWN}yeu-cau/<uuid:request_id>/", data_requests.own_request, name="own_request"),
    path(f"{OWN}yeu-cau/<uuid:request_id>/rut/", data_requests.withdraw, name="withdraw_request"),
    path(f"{OWN}dong-y/", consents.consents, name="consents"),
    path(f"{OWN}dong-y/<uuid:consent_id>/rut/", consents.withdraw, name="withdraw_consent"),
    path(f"{OWN}dong-y/<uuid:consent_id>/giay-xac-nhan.txt", consents.receipt, name="consent_receipt"),
    path("kiem-chung/audit_verify.py", my_data.verifier, name="verifier"),
    path("kiem-chung/audit_complete.py", my_data.complete_verifier, name="complete_verifier"),
    path(QUEUE, request_queue.request_queue, name="request_queue"),
    path(f"{QUEUE}<uuid:request_id>/", request_queue.handle_request, name="handle_request"),
]
