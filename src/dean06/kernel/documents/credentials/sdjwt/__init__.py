"""Selective disclosure for JSON (RFC 9901) and credentials made with it (SD-JWT VC, ``dc+sd-jwt``)."""
