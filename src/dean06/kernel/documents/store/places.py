"""Where files lie: a directory under the state by default, a bucket when one is configured."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages

ALIAS = "documents"
SPOOLED_BYTES = 4 * 1024 * 1024


class Place(Protocol):
    """A place of named files; a name that is there is whole."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep pieces under a name; nothing is left when they end with an exception."""
        ...

    def has(self, name: str) -> bool:
        """Whether the name is there."""
        ...

    def keep(self, name: str) -> bool:
        """Whether the name is there; when it is, it counts as put there now, so that no sweeper takes it away."""
        ...

    def open(self, name: str) -> BinaryIO:
        """The file; FileNotFoundError."""
        ...

    def remove(self, name: str) -> None:
        """Take it away; nothing happens when it is gone already."""
        ...


class Directory:
    """A directory of this machine; files appear by renaming a finished one."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """See Place."""
        incoming = self._root / "incoming"
        incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=incoming, delete=False) as file:
            try:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
                self._settle(Path(file.name), self._root / name)
            finally:
                with suppress(FileNotFoundError):  # gone by renaming when all went well
                    Path(file.name).unlink()

    def has(self, name: str) -> bool:
        """See Place."""
        return (self._root / name).exists()

    def keep(self, name: str) -> bool:
        """See Place. One system call: either the sweeper sees the new time, or we see that the file has left."""
        try:
            os.utime(self._root / name)
        except FileNotFoundError:
            return False
        return True

    def open(self, name: str) -> BinaryIO:
        """See Place."""
        return (self._root / name).open("rb")

    def remove(self, name: str) -> None:
        """See Place."""
        (self._root / name).unlink(missing_ok=True)

    def old_names(self, before: datetime) -> Iterator[str]:
        """Names put or asked for last before a moment."""
        for path in self._root.glob("[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    yield f"{path.parent.name}/{path.name}"

    def count(self) -> int:
        """How many files there are."""
        return sum(1 for _ in self._root.glob("[0-9a-f][0-9a-f]/*"))

    def take_away(self, name: str, before: datetime) -> bool:
        """Remove a file nobody asked for since that moment; False when somebody did, and it stays.

        It leaves first and is looked at afterwards: whoever keeps the name before it left has renewed its time and it
        comes back, whoever comes later finds it gone and puts it anew.
        """
        leaving, place = self._root / "leaving" / name.replace("/", "-"), self._root / name
        leaving.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            place.rename(leaving)
        except FileNotFoundError:
            return False
        with suppress(FileNotFoundError):  # another sweeper brought it back: it looks at it again
            if leaving.stat().st_mtime < before.timestamp():
                leaving.unlink()
                return True
            leaving.rename(place)
        return False

    def come_back(self) -> int:
        """Files a sweeper that was killed left between: back to their places, the next round looks again."""
        found = list((self._root / "leaving").glob("*"))
        for path in found:
            path.rename(self._root / path.name.replace("-", "/", 1))
        return len(found)

    def clear_incoming(self, before: datetime) -> int:
        """Remove what uploads that were killed left behind."""
        old = [one for one in (self._root / "incoming").glob("*") if one.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    @staticmethod
    def _settle(finished: Path, place: Path) -> None:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        finished.replace(place)
        with _directory(place.parent) as directory:
            os.fsync(directory)


class Bucket:
    """Whatever Django's storage ``documents`` is; an upload there appears whole or not at all."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """See Place."""
        with tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES) as file:
            for piece in pieces:
                file.write(piece)
            file.seek(0)
            storages[ALIAS].save(name, File(cast(BinaryIO, file), name))

    def has(self, name: str) -> bool:
        """See Place."""
        return storages[ALIAS].exists(name)

    def keep(self, name: str) -> bool:
        """See Place. No sweeper takes anything out of a bucket."""
        return self.has(name)

    def open(self, name: str) -> BinaryIO:
        """See Place."""
        return cast(BinaryIO, storages[ALIAS].open(name, "rb"))

    def remove(self, name: str) -> None:
        """See Place."""
        storages[ALIAS].delete(name)


def place() -> Place:
    """The place of this installation."""
    return Bucket() if ALIAS in settings.STORAGES else Directory(Path(settings.STATE) / "blobs")


@contextmanager
def _directory(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
