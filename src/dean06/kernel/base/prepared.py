"""Queries Django puts together once: on the way of every request, putting one together costs more than asking it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """Rows of ``build(*examples)``, which ends in ``values_list``, for other values in the examples' places.

    The examples must differ from each other and from every constant of the query, and be compared as they are (no
    ``None``, no lists); columns must need no conversion by their field, which JSON does.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *examples: Any) -> None:
        self._build = build
        self._examples = examples

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """Ask."""
        sql, places = self._query
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[place] if found else constant for found, place, constant in places])
            return list(cursor.fetchall())

    @cached_property
    def _query(self) -> tuple[str, list[tuple[bool, int, Any]]]:
        """The text, and of each of its parameters which value it takes, or which constant."""
        sql, constants = self._build(*self._examples).query.sql_with_params()
        places = []
        for constant in constants:
            found = constant in self._examples
            places.append((found, self._examples.index(constant) if found else 0, constant))
        if {place for found, place, _ in places if found} != set(range(len(self._examples))):
            raise ValueError(f"an example is not found again in the query: {constants}")
        return sql, places
