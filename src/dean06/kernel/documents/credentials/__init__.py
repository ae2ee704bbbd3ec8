"""Verifiable credentials: SD-JWT VC, mdoc, status lists, printed codes, wallets' protocols. Pure, no Django."""
