"""Who holds files of the store: every package names the columns in which it keeps a digest of one."""

from collections.abc import Iterator

from django.db.models import Model

READ_AT_ONCE = 5000
_held: dict[tuple[type[Model], str], None] = {}


def hold(model: type[Model], *columns: str) -> None:
    """The files whose SHA-256 stands in these columns stay; called when a process starts."""
    for column in columns:
        model._meta.get_field(column)
        _held[model, column] = None


def columns() -> frozenset[tuple[type[Model], str]]:
    """All that were named."""
    return frozenset(_held)


def digests() -> Iterator[str]:
    """Every digest that is held, some more than once. To be read in one snapshot: files pass from table to table."""
    for model, column in _held:
        yield from model._default_manager.exclude(**{column: ""}).values_list(column, flat=True).iterator(READ_AT_ONCE)
