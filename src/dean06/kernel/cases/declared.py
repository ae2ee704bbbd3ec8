"""The procedures of this installation: directories are named when a process starts, one catalogue is read."""

from functools import cache
from pathlib import Path

from dean06.kernel.cases.procedures.catalogue import Catalogue, read_catalogue
from dean06.kernel.cases.procedures.lists import ServiceList, read_lists
from dean06.kernel.documents import api as documents

_directories: list[Path] = []


def register_directory(directory: Path) -> None:
    """Add a directory of ``*.toml`` procedure files and ``lists/*.toml``; naming one twice changes nothing."""
    if directory not in _directories:
        _directories.append(directory)
        catalogue.cache_clear()
        service_lists.cache_clear()


@cache
def catalogue() -> Catalogue:
    """Every procedure, read once. DeclarationError with file and line when a file cannot be used."""
    return read_catalogue(_directories, kinds=documents.kinds().asked_for())


@cache
def service_lists() -> tuple[ServiceList, ...]:
    """The decisions' lists, read once. DeclarationError with file and line when a file cannot be used."""
    return read_lists(_directories)
