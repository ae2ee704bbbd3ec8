"""A witness on paper, signing as tlog-cosignature says: written down here from the specification."""

import base64
import struct
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNED_AT = 1_700_000_000  # 2023-11-14T22:13:20Z


class Province:
    """A witness's key."""

    def __init__(self, name: str = "tinh.example/witness") -> None:
        self.name = name
        self.private = Ed25519PrivateKey.generate()
        public = b"\x04" + self.private.public_key().public_bytes_raw()
        self.key_id = sha256(self.name.encode() + b"\n" + public).digest()[:4]
        self.key = f"{self.name}+{self.key_id.hex()}+{base64.b64encode(public).decode()}"

    def line(self, note: str, seconds: int = SIGNED_AT) -> str:
        """Its signature line for a note."""
        text = note.rpartition("\n\n")[0] + "\n"
        signature = self.private.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        marked = self.key_id + struct.pack(">Q", seconds) + signature
        return f"— {self.name} {base64.b64encode(marked).decode()}\n"
