"""Hard wraps, measured on the undamaged words so that lost letters do not move the line ends."""

from __future__ import annotations

import re

_WORD = re.compile(r"\S+")


def wrapped(text: str, width: int, printed: str | None = None) -> list[str]:
    """`text` broken into lines of at most `width` characters (longer words stand alone), as `printed` shows it.

    `printed` must be as long as `text`; it defaults to the text itself. Spaces at a break fall away.
    """
    shown = text if printed is None else printed
    lines: list[str] = []
    start = end = -1
    for word in _WORD.finditer(text):
        if start >= 0 and word.end() - start > width:
            lines.append(shown[start:end])
            start = -1
        start = word.start() if start < 0 else start
        end = word.end()
    if start >= 0:
        lines.append(shown[start:end])
    return lines
