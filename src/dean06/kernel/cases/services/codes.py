"""File codes ``agency-yymmdd-nnnn``: one row a day and agency, raised in the transaction that files: no gaps."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db import IntegrityError, connection

from dean06.kernel.base.errors import Conflict
from dean06.kernel.base.ids import new_id
from dean06.kernel.cases.agencies import agency_of

NEXT = """
INSERT INTO cases_filecounter (id, agency, day, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (agency, day) DO UPDATE SET last = cases_filecounter.last + 1 RETURNING last
"""


def agency_code(unit_code: str, day: date) -> str:
    """The agency code of a receiving unit. Conflict when it has none: somebody has to enter it first."""
    found = agency_of(unit_code, day)
    if found is None:
        raise Conflict(
            f"Đơn vị “{unit_code}” chưa có mã định danh nên chưa nhận được hồ sơ. Người vận hành cần khai báo mã.",
            code="no_agency_code",
        )
    return found.code


def take_codes(agencies: Iterable[str], day: date) -> dict[str, Iterator[str]]:
    """Codes by agency, as many as the agency is named.

    The rows are locked in one order, so that two filings with several agencies never wait for each other; a filing that
    is rolled back gives its codes back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("file codes are taken inside the transaction that uses them")
    wanted = sorted(Counter(agencies).items())
    return {agency: iter([_next(agency, day) for _ in range(count)]) for agency, count in wanted}


def _next(agency: str, day: date) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute(NEXT, [new_id(), agency, day])
            (number,) = cursor.fetchone()
    except IntegrityError as error:
        raise Conflict("Đơn vị đã nhận 9999 hồ sơ trong ngày, hết số. Hãy nộp vào ngày mai.", code="no_code") from error
    return f"{agency}-{day:%y%m%d}-{number:04d}"
