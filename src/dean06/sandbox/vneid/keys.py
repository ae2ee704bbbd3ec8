"""Signing keys with rotation: new tokens use the newest key, older keys stay published so older tokens verify."""

from typing import Any

from joserfc.jwk import ECKey, KeyParameters, KeySet, RSAKey

RSA_BITS = 2048
KEPT_KEYS = 3


class KeyRing:
    """Private keys of the provider, newest first."""

    def __init__(self, algorithm: str) -> None:
        if algorithm not in {"RS256", "ES256"}:
            raise ValueError(f"signing algorithm {algorithm}: RS256 or ES256 expected")
        self.algorithm = algorithm
        self._keys: list[RSAKey | ECKey] = []
        self.rotate()

    @property
    def current(self) -> RSAKey | ECKey:
        """The key that signs."""
        return self._keys[0]

    def rotate(self) -> str:
        """Make a new signing key, keep the last few for verification; its key id."""
        self._keys.insert(0, self.fresh())
        del self._keys[KEPT_KEYS:]
        return str(self.current.kid)

    def fresh(self) -> RSAKey | ECKey:
        """A key of our kind that is not published (also what the malicious faults sign with)."""
        key: RSAKey | ECKey
        parameters: KeyParameters = {"use": "sig", "alg": self.algorithm}
        if self.algorithm == "RS256":
            key = RSAKey.generate_key(RSA_BITS, parameters, auto_kid=True)
        else:
            key = ECKey.generate_key("P-256", parameters, auto_kid=True)
        return key

    def public(self) -> dict[str, Any]:
        """The JWKS document."""
        return {"keys": [key.as_dict(private=False) for key in self._keys]}

    def verifying(self) -> KeySet:
        """All published keys, to check an id_token_hint."""
        return KeySet(list(self._keys))
