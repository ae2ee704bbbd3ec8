"""Office files are zip archives that remember when they were written. These do not: equal content, equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can name."""
PLAIN_FILE = 0o644 << 16
MSDOS = 0


def settled(data: bytes, *, replace: Mapping[str, bytes] | None = None) -> bytes:
    """The same archive without times; members named in `replace` get other content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = MSDOS, PLAIN_FILE
            target.writestr(member, (replace or {}).get(name) or source.read(name))
    return out.getvalue()
