"""Addresses of the wallet, of inspecting a paper, and of what documents point to for ever."""

from django.urls import path

from dean06.portal.views import inspecting, seals, sharing, wallet, withdrawing

WALLET = "vi-giay-to/"

urlpatterns = [
    path(WALLET, wallet.wallet, name="wallet"),
    path(f"{WALLET}tai-len/", wallet.upload, name="upload_own"),
    path(f"{WALLET}tu-tai-len/<uuid:own_paper_id>/", wallet.own_paper, name="own_paper"),
    path(f"{WALLET}tu-tai-len/<uuid:own_paper_id>/xoa/", wallet.delete, name="delete_own"),
    path(f"{WALLET}<uuid:document_id>/", wallet.document, name="document"),
    path(f"{WALLET}<uuid:document_id>/cho-xem/", sharing.share, name="share_document"),
    path(f"{WALLET}cho-xem/<uuid:share_id>/", sharing.shared, name="share"),
    path(f"{WALLET}cho-xem/<uuid:share_id>/rut/", sharing.withdraw, name="withdraw_share"),
    path("xem-giay-to/<str:share_token>/", sharing.look, name="look_at_share"),
    path(f"{WALLET}<uuid:document_id>/<slug:document_form>/", wallet.download, name="document_file"),
    path("lam-viec/giay-to/<uuid:document_id>/thu-hoi/", withdrawing.withdraw, name="withdraw_document"),
    path("lam-viec/cap-hang-loat/", seals.bulk_issues, name="bulk_issues"),
    path("lam-viec/so-da-niem-phong/", seals.seals, name="seals"),
    path("lam-viec/so-da-niem-phong/<uuid:seal_id>.pdf", seals.sheet, name="seal_sheet"),
    path("kiem-tra-giay-to/", inspecting.inspect, name="inspect_document"),
    path("QR/<str:qr_code>", inspecting.by_code, name="document_code"),
    path("trang-thai-giay-to/<uuid:status_list_id>/", inspecting.status_list, name="status_list"),
    path("loai-giay-to/<slug:document_kind>/", inspecting.kind, name="document_kind"),
]
