"""Addresses of the portal's pages."""

from django.urls import path

from dean06.portal import (
    counter_urls,
    data_urls,
    desk_urls,
    filing_urls,
    message_urls,
    national_portal_urls,
    payment_urls,
    procedure_urls,
    register_urls,
    trust_urls,
    wallet_protocol_urls,
    wallet_urls,
)
from dean06.portal.views import back_channel, break_glass, hats, home, inbox, operator, sign_in, workspace

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-nhap/bat-dau/", sign_in.start, name="sign_in_start"),
    path("dang-nhap/xong/", sign_in.callback, name="auth_callback"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
    path("backchannel-logout/", back_channel.logout, name="back_channel_logout"),
    path("vai-tro/", hats.hats, name="hats"),
    path("hop-thu/", inbox.inbox, name="inbox"),
    path("hop-thu/thu-dien-tu/", inbox.email, name="email"),
    path("hop-thu/<uuid:inbox_id>/", inbox.letter, name="letter"),
    *message_urls.urlpatterns,
    *national_portal_urls.urlpatterns,
    *data_urls.urlpatterns,
    *counter_urls.urlpatterns,
    *register_urls.urlpatterns,
    *trust_urls.urlpatterns,
    *procedure_urls.urlpatterns,
    *payment_urls.urlpatterns,
    *desk_urls.urlpatterns,
    *filing_urls.urlpatterns,
    *wallet_protocol_urls.urlpatterns,
    *wallet_urls.urlpatterns,
    path("lam-viec/", workspace.workspace, name="workspace"),
    path("van-hanh/", operator.operator, name="operator"),
    path("van-hanh/gui-lai/", operator.retry, name="retry_message"),
    path("van-hanh/khan-cap/", break_glass.break_glass, name="break_glass"),
]
