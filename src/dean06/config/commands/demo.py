"""``dean06 demo``: everything at once, with a fictional Đức Thọ, until Ctrl-C."""

import argparse
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from dean06.config import cli, database, demo_guide, env, paths, ports, sandbox, sandbox_card
from dean06.config.processes import MAX_RESTARTS, RESTART_WINDOW_SECONDS, Process, Supervisor

HELP = "chạy thử toàn bộ hệ thống với dữ liệu hư cấu"
NEEDS_DATABASE = False
MARKER = "demo-state"
READY_SECONDS = 60
POLL_SECONDS = 0.25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("--fresh", action="store_true", help="xoá dữ liệu minh hoạ cũ và làm lại từ đầu")
    parser.add_argument("--dispatch", type=Path, metavar="TỆP", help="dùng công văn này thay cho công văn mẫu")
    parser.add_argument("--prepare-only", action="store_true", help="chỉ chuẩn bị dữ liệu rồi dừng")


def run(args: argparse.Namespace) -> int:
    """Prepare, start, announce, watch; stops every process it started."""
    os.environ["DEAN06_DEMO"] = "1"
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell starts what runs in the background deaf to SIGINT
        signal.signal(number, _interrupt)
    if args.fresh:
        _start_over()
    _require_ports()
    (paths.state() / MARKER).touch()
    _say("· Khởi động cơ sở dữ liệu")
    with database.available():
        cli.setup_django()
        with _logging_to(paths.state() / "logs" / "prepare.log"):
            _prepare(args.dispatch)
        return 0 if args.prepare_only else _serve()


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the terminal is this command's user


def _start_over() -> None:
    if env.text("DEAN06_DATABASE_URL"):
        raise cli.CommandFailure(
            "--fresh không xoá cơ sở dữ liệu bên ngoài. Hãy tự tạo một cơ sở dữ liệu trống, "
            "trỏ DEAN06_DATABASE_URL và DEAN06_STATE sang chỗ mới rồi chạy lại không kèm --fresh."
        )
    state = paths.state()
    if any(state.iterdir()) and not (state / MARKER).exists():
        raise cli.CommandFailure(
            f"{state} không phải thư mục của bản minh hoạ nên không bị xoá. Kiểm tra DEAN06_STATE."
        )
    if database.embedded_server().in_use():
        raise cli.CommandFailure("bản minh hoạ đang chạy ở cửa sổ khác. Hãy dừng nó (Ctrl-C) trước khi làm lại.")
    _say("· Xoá dữ liệu minh hoạ cũ")
    shutil.rmtree(state)
    paths.state()


def _require_ports() -> None:
    host, port = env.text("DEAN06_HOST"), env.number("DEAN06_PORT", least=1, most=65535)
    ports.require_free(host, port, "DEAN06_PORT")
    for twin in sandbox.TWINS:
        ports.require_free("127.0.0.1", twin.port, twin.port_key)


def _prepare(dispatch: Path | None) -> None:
    from django.core.management import call_command

    from dean06.config import seeding, static_files
    from dean06.kernel.base import metrics

    started = time.monotonic()
    _say("· Lập cơ quan cấp thẻ hư cấu")
    subprocess.run(sandbox_card.office_command(), check=True)
    _say("· Cập nhật cấu trúc dữ liệu")
    call_command("migrate", interactive=False, verbosity=0)
    static_files.ensure()
    metrics.start_fresh()
    for step in seeding.steps(dispatch):
        _say(f"· {step.label}")
        step.run()
    _say(f"· Chuẩn bị xong sau {time.monotonic() - started:.0f} giây")


@contextmanager
def _logging_to(file: Path) -> Iterator[None]:
    """The newcomer reads the steps; that national systems do not answer yet is for who looks into a failure."""
    file.parent.mkdir(exist_ok=True)
    handlers = [one for one in logging.getLogger().handlers if isinstance(one, logging.StreamHandler)]
    with file.open("a", encoding="utf-8") as stream:
        before = [handler.setStream(stream) for handler in handlers]
        try:
            yield
        finally:
            for handler, terminal in zip(handlers, before, strict=True):
                handler.setStream(terminal)


def _serve() -> int:
    logs = paths.state() / "logs"
    logs.mkdir(exist_ok=True)
    program = [sys.executable, "-m", "dean06.config"]
    supervisor = Supervisor(
        [
            *(
                Process(f"sandbox-{twin.name}", [*program, "sandbox", twin.name], logs / f"sandbox-{twin.name}.log")
                for twin in sandbox.TWINS
            ),
            *(Process(name, [*program, name], logs / f"{name}.log") for name in ("worker", "serve")),
        ]
    )
    try:
        supervisor.start()
        _wait_until_ready(supervisor)
        _say(demo_guide.text())
        return _watch(supervisor)
    except KeyboardInterrupt:
        _say("\n· Đang dừng mọi tiến trình …")
        return 0
    finally:
        supervisor.stop()
        _say("· Đã dừng")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_until_ready(supervisor: Supervisor) -> None:
    deadline = time.monotonic() + READY_SECONDS
    addresses = [
        f"{sandbox.public_url()}/readyz",
        *(f"{twin.url}{twin.ready_path}" for twin in sandbox.TWINS),
    ]
    for address in addresses:
        while not _answers(address):
            _give_up_on_dead(supervisor)
            if time.monotonic() > deadline:
                raise cli.CommandFailure(f"{address} không trả lời. Xem nhật ký trong {paths.state() / 'logs'}")
            time.sleep(POLL_SECONDS)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own loopback address
            return True
    except (urllib.error.URLError, OSError):
        return False


def _give_up_on_dead(supervisor: Supervisor) -> None:
    for process in supervisor.check():
        raise cli.CommandFailure(
            f"tiến trình {process.name} không chạy được: đã khởi động lại {MAX_RESTARTS} lần trong "
            f"{RESTART_WINDOW_SECONDS / 60:.0f} phút mà vẫn chết. Xem {process.log}; "
            f"nếu ở đó ghi lỗi cơ sở dữ liệu, xem {database.log_place()}"
        )


def _watch(supervisor: Supervisor) -> int:
    while True:
        _give_up_on_dead(supervisor)
        time.sleep(1)
