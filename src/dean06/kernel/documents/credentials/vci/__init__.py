"""OpenID for Verifiable Credential Issuance 1.0: our documents into a wallet that is not ours."""
