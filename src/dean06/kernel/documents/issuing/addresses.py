"""Addresses that stand in documents for ever: they must lead here as long as one document lives.

The pages' house serves them; a test holds the two together.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from dean06.kernel.documents.credentials.sdjwt.metadata import type_metadata
from dean06.kernel.documents.kinds.catalogue import kinds

STATUS_PATH = "/trang-thai-giay-to/{}/"
KIND_PATH = "/loai-giay-to/{}/"
CODE_PATH = "/QR/"
WALLET_ISSUER_PATH = "/cap-giay-to"
ASKED_PATH = "/hoi-vi/{}/yeu-cau"
ANSWER_PATH = "/hoi-vi/{}/tra-loi"
SHARE_PATH = "/xem-giay-to/{}/"


def status_address(list_id: UUID) -> str:
    """Where a status list is fetched."""
    return settings.PUBLIC_URL + STATUS_PATH.format(list_id)


def kind_address(code: str) -> str:
    """What names a type in an SD-JWT VC (``vct``), and where wallets read of it."""
    return settings.PUBLIC_URL + KIND_PATH.format(code)


def code_address() -> str:
    """What stands before a printed code: in capitals, which a QR code packs best."""
    return f"{settings.PUBLIC_URL}{CODE_PATH}".upper()


def share_address(token: str) -> str:
    """Where whoever has a share's secret looks."""
    return settings.PUBLIC_URL + SHARE_PATH.format(token)


def wallet_issuer() -> str:
    """Who we are for wallets elsewhere: the credential issuer identifier (OpenID4VCI)."""
    return settings.PUBLIC_URL + WALLET_ISSUER_PATH


def asked_address(presentation_id: UUID) -> str:
    """Where a wallet fetches an officer's question (OpenID4VP)."""
    return settings.PUBLIC_URL + ASKED_PATH.format(presentation_id)


def answer_address(presentation_id: UUID) -> str:
    """Where it answers."""
    return settings.PUBLIC_URL + ANSWER_PATH.format(presentation_id)


def kind_metadata(code: str, day: date) -> dict[str, Any] | None:
    """What ``vct`` leads to: the type as wallets show it; None when there is none on a day."""
    kind = kinds().on(code, day)
    if kind is None:
        return None
    claims = [((one.name,), one.label, True) for one in kind.facts]
    return type_metadata(kind_address(code), name=kind.name, description=kind.proof.label, claims=claims)
