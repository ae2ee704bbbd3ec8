"""Pages over reads that count and slice by themselves, so that only the rows shown are fetched."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

T = TypeVar("T")
PARAMETER = "trang"


class _Lazy(Sequence[T]):
    """What Django's paginator needs: a length and slices."""

    def __init__(self, total: int, fetch: Callable[[int, int], Sequence[T]]) -> None:
        self.total = total
        self.fetch = fetch

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, slice):
            return self.fetch(1, index)[0]
        start = index.start or 0
        return self.fetch((index.stop or self.total) - start, start)


def page_of(request: HttpRequest, total: int, fetch: Callable[[int, int], Sequence[T]], size: int) -> Page[T]:
    """The page asked for (``trang``), the nearest one when that is nonsense; ``fetch(limit, offset)``."""
    return Paginator(_Lazy(total, fetch), size).get_page(request.GET.get(PARAMETER))
