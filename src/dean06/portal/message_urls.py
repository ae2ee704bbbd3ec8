"""Addresses of pages and machine interfaces around messages sent."""

from django.urls import path

from dean06.portal.views import message_operations, message_receipts, message_ways

urlpatterns = [
    path("hop-thu/cach-nhan-tin/", message_ways.ways, name="message_ways"),
    path("hop-thu/dien-thoai/", message_ways.phone, name="phone"),
    path("bien-nhan/<slug:channel>/<slug:provider>/", message_receipts.receipts, name="message_receipts"),
    path("van-hanh/tin-nhan/", message_operations.message_operations, name="message_operations"),
    path("van-hanh/tin-nhan/nha-cung-cap/", message_operations.switch_provider, name="switch_provider"),
    path("van-hanh/tin-nhan/gui-lai/", message_operations.retry_delivery, name="retry_delivery"),
]
