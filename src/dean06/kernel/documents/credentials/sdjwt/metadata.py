"""What a wallet shows of a credential: its type's metadata, served where ``vct`` points (SD-JWT VC, 4)."""

from collections.abc import Iterable
from typing import Any

from dean06.kernel.documents.credentials.types import Path

LOCALE = "vi-VN"


def type_metadata(
    vct: str, *, name: str, description: str, claims: Iterable[tuple[Path, str, bool]] = ()
) -> dict[str, Any]:
    """The document for ``vct``. ``claims``: place, Vietnamese name, and whether the holder may leave it out."""
    return {
        "vct": vct,
        "name": name,
        "description": description,
        "display": [{"locale": LOCALE, "name": name, "description": description}],
        "claims": [
            {
                "path": list(path),
                "display": [{"locale": LOCALE, "label": label}],
                "sd": "always" if is_hidden else "never",
            }
            for path, label, is_hidden in claims
        ],
    }
