"""Addresses of the pages about money: a person's own orders, the cashier, the bank's days, and the bank's notices."""

from django.urls import path

from dean06.portal.views import bank_notice, cashier, payments, reconciliation

OWN = "thanh-toan/"
CASHIER = "thu-tien/"
DESK = "van-hanh/doi-chieu/"

urlpatterns = [
    path(OWN, payments.own_payments, name="payments"),
    path(f"{OWN}<uuid:order_id>/", payments.own_payment, name="payment"),
    path(f"{OWN}<uuid:order_id>/bien-lai.pdf", payments.own_receipt, name="payment_receipt"),
    path(CASHIER, cashier.cashier, name="cashier"),
    path(f"{CASHIER}<uuid:order_id>/", cashier.order, name="cashier_order"),
    path(f"{CASHIER}<uuid:order_id>/hoan-tien/", cashier.refund, name="cashier_refund"),
    path(f"{CASHIER}<uuid:order_id>/bien-lai.pdf", cashier.receipt, name="cashier_receipt"),
    path(DESK, reconciliation.desk, name="reconciliation"),
    path(f"{DESK}sao-ke/", reconciliation.upload, name="upload_statement"),
    path(f"{DESK}dong/<uuid:line_id>/", reconciliation.resolve, name="resolve_line"),
    path(f"{DESK}tien-chua-ro/<uuid:credit_id>/gan/", reconciliation.assign, name="assign_credit"),
    path(f"{DESK}tien-chua-ro/<uuid:credit_id>/tra-lai/", reconciliation.give_back, name="return_credit"),
    path(f"{DESK}hoan-tien/<uuid:refund_id>/", reconciliation.retry, name="retry_refund"),
    path("api/ngan-hang/thong-bao/", bank_notice.receive, name="bank_notice"),
]
