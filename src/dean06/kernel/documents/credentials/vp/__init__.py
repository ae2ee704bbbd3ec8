"""OpenID for Verifiable Presentations 1.0: asking a wallet that is not ours, and judging what it shows."""
