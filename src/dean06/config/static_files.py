"""Style sheets, scripts and fonts, collected under the state directory where the web server reads them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from dean06.config.env import ConfigurationError

MARK = ".collected"
BUILT = "dist/app.css"


def ensure() -> bool:
    """Collect what is new since the last time; True when there was something. ConfigurationError when nothing is built.

    Every start asks, so that an update without ``collectstatic`` never serves pages that name files nobody has.
    """
    if not finders.find(BUILT):
        raise ConfigurationError("chưa có giao diện (style sheet, phông chữ). Hãy chạy: make assets")
    mark = Path(settings.STATIC_ROOT) / MARK
    wanted = _fingerprint()
    if mark.is_file() and mark.read_text(encoding="ascii") == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(wanted, encoding="ascii")
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for name, file in sorted(_files()):
        seen = file.stat()
        digest.update(f"{name}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[tuple[str, Path]]:
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))
