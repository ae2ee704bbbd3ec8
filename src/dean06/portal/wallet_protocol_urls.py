"""Addresses wallets of others talk to: their names are told in the metadata, so they end without a slash."""

from django.urls import path

from dean06.portal.views import asking, wallet_endpoints, wallets_elsewhere

ISSUER = "cap-giay-to"

urlpatterns = [
    path(f".well-known/openid-credential-issuer/{ISSUER}", wallet_endpoints.issuer, name="wallet_issuer"),
    path(
        f".well-known/oauth-authorization-server/{ISSUER}",
        wallet_endpoints.authorisation_server,
        name="wallet_authorisation_server",
    ),
    path(f"{ISSUER}/par", wallet_endpoints.pushed, name="wallet_request"),
    path(f"{ISSUER}/authorize", wallets_elsewhere.authorise, name="wallet_authorise"),
    path(f"{ISSUER}/token", wallet_endpoints.token, name="wallet_token"),
    path(f"{ISSUER}/nonce", wallet_endpoints.nonce, name="wallet_nonce"),
    path(f"{ISSUER}/credential", wallet_endpoints.credential, name="wallet_credential"),
    path("hoi-vi/<uuid:presentation_id>/yeu-cau", asking.fetched, name="wallet_question"),
    path("hoi-vi/<uuid:presentation_id>/tra-loi", asking.answered, name="wallet_answer"),
    path("lam-viec/hoi-vi/", asking.kinds, name="ask_wallet_kinds"),
    path("lam-viec/hoi-vi/lan/<uuid:presentation_id>/", asking.asked, name="asked_wallet"),
    path("lam-viec/hoi-vi/<slug:document_kind>/", asking.ask, name="ask_wallet"),
    path("vi-giay-to/<uuid:document_id>/vi-khac/", wallets_elsewhere.offer, name="offer_to_wallet"),
]
