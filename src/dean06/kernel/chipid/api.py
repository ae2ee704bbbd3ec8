"""Chip cards, for the rest of the house."""

from dean06.kernel.chipid.qr import parse as parse_qr
from dean06.kernel.chipid.reading import read_card
from dean06.kernel.chipid.trust import TrustStore
from dean06.kernel.chipid.verification import verify

__all__ = ["TrustStore", "parse_qr", "read_card", "verify"]
