"""A server's key, and the orders it signs."""

import base64
import json
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dean06.adapters.card_reader.orders import Orders
from dean06.kernel.base import clock
from dean06.kernel.ports.card import ORDER

SERVER = Ed25519PrivateKey.generate()
SERVER_KEY = base64.b64encode(SERVER.public_key().public_bytes_raw()).decode()
DEVICE = "the agent's own key"


def signed(content: dict[str, Any], key: Ed25519PrivateKey = SERVER, context: bytes = ORDER) -> dict[str, str]:
    """An order as the page carries it; what is not said is as it should be."""
    usual = {"device": DEVICE, "expires_at": (clock.now() + timedelta(minutes=3)).isoformat()}
    body = json.dumps(usual | content)
    return {"body": body, "signature": base64.b64encode(key.sign(context + body.encode())).decode()}


def orders(server_key: str = SERVER_KEY) -> Orders:
    """Of an agent that enrolled with the server."""
    return Orders(server_key=server_key, device=DEVICE)
