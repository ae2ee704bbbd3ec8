"""The procedures of this installation: pilots name their directories when a process starts, one catalogue is read."""

from functools import cache
from pathlib import Path

from dean06.kernel.cases.procedures.catalogue import Catalogue, read_catalogue

_directories: list[Path] = []


def register_directory(directory: Path) -> None:
    """Add a directory of ``*.toml`` procedure files; naming one twice changes nothing."""
    if directory not in _directories:
        _directories.append(directory)
        catalogue.cache_clear()


@cache
def catalogue() -> Catalogue:
    """Every procedure, read once. DeclarationError with file and line when a file cannot be used."""
    return read_catalogue(_directories)
