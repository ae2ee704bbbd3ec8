"""Is the installation fit to work? Probes for ``/readyz``, the operator's page and ``dean06 check``."""

import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dean06.config import paths
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import DeclarationError

PROVIDER_SECONDS = 2
HTTP_PORT, HTTPS_PORT = 80, 443
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Probe:
    """Outcome of one check; the message is Vietnamese and empty when all is well."""

    name: str
    ok: bool
    message: str = ""


def readiness() -> list[Probe]:
    """All probes in order; a failing one never hides the next."""
    return [probe() for probe in _PROBES]


def identity_provider() -> Probe:
    """Whether VNeID answers. Not part of readiness: without it the site still serves everybody already signed in."""
    address = settings.VNEID["issuer"].rstrip("/") + WELL_KNOWN
    try:
        with urllib.request.urlopen(address, timeout=PROVIDER_SECONDS):  # noqa: S310 - an operator's own setting
            return Probe("identity_provider", ok=True)
    except (urllib.error.URLError, OSError, ValueError):
        return Probe("identity_provider", ok=False, message="Không gọi được VNeID. Người dân chưa đăng nhập mới được.")


def procedures() -> Probe:
    """Whether the files of procedures can be used. For ``dean06 check``, not readiness: they change with a release."""
    try:
        cases.catalogue()
        cases.service_lists()
        cases.status_maps()
    except DeclarationError as error:
        return Probe("procedures", ok=False, message=f"Tệp khai báo thủ tục hoặc bảng trạng thái còn sai:\n{error}")
    return Probe("procedures", ok=True)


def population_register() -> Probe:
    """Whether the exchange server in front of the population register takes connections. Asks about nobody."""
    if _takes_connections(settings.POPULATION["url"]):
        return Probe("population_register", ok=True)
    message = "Không nối được cơ sở dữ liệu dân cư. Tra cứu tạm dừng, việc khác vẫn làm được."
    return Probe("population_register", ok=False, message=message)


def national_portal() -> list[Probe]:
    """Whether the portal that feeds us takes connections; nothing where none does. What it holds is fetched later."""
    if not settings.NATIONAL_PORTAL:
        return []
    if _takes_connections(settings.NATIONAL_PORTAL["url"]):
        return [Probe("national_portal", ok=True)]
    message = "Không nối được Cổng Dịch vụ công quốc gia. Hồ sơ mới và báo cáo trạng thái chờ."
    return [Probe("national_portal", ok=False, message=message)]


def bank() -> Probe:
    """Whether the bank that collects takes connections. Not part of readiness: refunds and statements can wait."""
    if _takes_connections(settings.BANK["url"]):
        return Probe("bank", ok=True)
    message = "Không nối được ngân hàng. Hoàn tiền và sao kê chờ; tiền vào vẫn ghi khi ngân hàng báo."
    return Probe("bank", ok=False, message=message)


def judicial_register() -> Probe:
    """Whether the judicial register takes connections. Not part of readiness: searches wait in the outbox."""
    if _takes_connections(str(settings.JUDICIAL_REGISTER["url"])):
        return Probe("judicial_register", ok=True)
    message = "Không nối được cơ sở dữ liệu lý lịch tư pháp. Yêu cầu tra cứu chờ, hạn giải quyết vẫn chạy."
    return Probe("judicial_register", ok=False, message=message)


def social_insurance() -> Probe:
    """Whether social insurance takes connections. Not part of readiness: requests wait in the outbox."""
    if _takes_connections(str(settings.SOCIAL_INSURANCE["url"])):
        return Probe("social_insurance", ok=True)
    message = "Không nối được bảo hiểm xã hội. Yêu cầu cập nhật sổ lao động chờ."
    return Probe("social_insurance", ok=False, message=message)


def _takes_connections(url: str) -> bool:
    address = urlsplit(url)
    port = address.port or (HTTPS_PORT if address.scheme == "https" else HTTP_PORT)
    try:
        socket.create_connection((address.hostname or "", port), timeout=PROVIDER_SECONDS).close()
    except OSError:
        return False
    return True


def _database() -> Probe:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return Probe("database", ok=False, message="Không kết nối được cơ sở dữ liệu. Kiểm tra DEAN06_DATABASE_URL.")
    return Probe("database", ok=True)


def _migrations() -> Probe:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return Probe("migrations", ok=False, message="Chưa đọc được cấu trúc cơ sở dữ liệu.")
    if pending:
        return Probe("migrations", ok=False, message="Cấu trúc cơ sở dữ liệu còn cũ. Chạy: dean06 migrate")
    return Probe("migrations", ok=True)


def _state_is_writable() -> Probe:
    marker = paths.state() / ".writable"
    try:
        marker.touch()
    except OSError:
        return Probe("state", ok=False, message="Không ghi được vào thư mục DEAN06_STATE. Kiểm tra quyền và chỗ trống.")
    return Probe("state", ok=True)


_PROBES: tuple[Callable[[], Probe], ...] = (_database, _migrations, _state_is_writable)
