"""Addresses of reading cards at the counter, and of the readers themselves."""

from django.urls import path

from dean06.portal.views import counter, terminals

urlpatterns = [
    path("quay/", counter.counter, name="counter"),
    path("quay/luot-doc/", counter.begin, name="begin_reading"),
    path("quay/ket-qua/", counter.submit, name="submit_reading"),
    path("quay/nang-muc/", counter.step_up, name="step_up_card"),
    path("quay/phieu/<uuid:receipt_id>/", counter.receipt, name="receipt"),
    path("quay/phieu/<uuid:receipt_id>/trao-may/", counter.hand_over, name="hand_over"),
    path("dau-doc-the/dang-ky/", counter.enrol, name="enrol_terminal"),
    path("van-hanh/dau-doc/", terminals.terminals, name="terminals"),
    path("van-hanh/dau-doc/<uuid:terminal_id>/ma/", terminals.renew, name="renew_code"),
    path("van-hanh/dau-doc/<uuid:terminal_id>/ngung/", terminals.revoke, name="revoke_terminal"),
]
