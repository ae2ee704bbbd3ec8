"""The customers' page: an invented person "scans" a VietQR code and pays."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dean06.sandbox.bank.accounts import Entry, Refused
from dean06.sandbox.bank.state import Bank
from dean06.sandbox.bank.vietqr import NotReadable, Scanned, scan

HERE = Path(__file__).parent
STATIC = HERE / "static"
SHOWN = 10
MOST_AMOUNT = 10**12
LONGEST = 600
LONGEST_CONTENT = 140
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_templates.filters["dong"] = lambda amount: f"{amount:,} đ".replace(",", ".")


async def home(request: Request) -> Response:
    """A place for the code; once it is read, what it asks for, to be confirmed."""
    payload = request.query_params.get("qr", "")[:LONGEST].strip()
    if not payload:
        return _page(request)
    try:
        return _page(request, payload=payload, scanned=scan(payload))
    except NotReadable as error:
        return _page(request, payload=payload, message=str(error), status=422)


async def pay(request: Request) -> Response:
    """Pay what the form says; the payer may have changed the amount or the words, as people do."""
    bank: Bank = request.app.state.bank
    async with request.form(max_files=0, max_fields=10) as form:
        values = {
            name: str(form.get(name, ""))[:LONGEST].strip() for name in ("account", "amount", "content", "person")
        }
    digits = values["amount"].replace(".", "").replace(" ", "")
    if not digits.isdecimal() or not 0 < int(digits) <= MOST_AMOUNT or not values["account"]:
        return _page(request, message="Nhập số tiền bằng số, lớn hơn 0.", status=422)
    try:
        content, payer = values["content"][:LONGEST_CONTENT], bank.customers.get(values["person"], "Khách")
        entry = bank.books.credit(values["account"], int(digits), content, payer=payer)
    except Refused as error:
        return _page(request, message=str(error), status=422)
    bank.notifier.tell(entry)
    return _page(request, paid=entry)


def _page(
    request: Request,
    *,
    payload: str = "",
    scanned: Scanned | None = None,
    paid: Entry | None = None,
    message: str = "",
    status: int = 200,
) -> Response:
    bank: Bank = request.app.state.bank
    values: dict[str, Any] = {
        "payload": payload,
        "scanned": scanned,
        "paid": paid,
        "message": message,
        "people": bank.customers,
        "entries": bank.books.entries[: -SHOWN - 1 : -1],
    }
    html = _templates.get_template("bank.html").render(**values)
    return HTMLResponse(html, status_code=status, headers=HEADERS)
