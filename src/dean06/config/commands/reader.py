"""``dean06 reader``: the reader agent beside a card reader at a desk. Needs no database."""

import argparse
import contextlib
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from types import FrameType

from dean06.adapters.card_reader import device_key, site
from dean06.adapters.card_reader.agent import Agent, Setup
from dean06.adapters.card_reader.enrolment import NotEnrolled, enrol
from dean06.adapters.card_reader.orders import Orders
from dean06.adapters.card_reader.reading import CardReader, OpenCard, open_pcsc
from dean06.adapters.card_reader.vpcd import VirtualReader
from dean06.config import cli, env, paths, ports, sandbox, sandbox_card

HELP = "chạy chương trình đọc thẻ cạnh đầu đọc ở quầy"
NEEDS_DATABASE = False
STOP_SECONDS = 10
NOT_ENROLLED = (
    "Máy này chưa đăng ký. Xin người vận hành cấp mã ở trang Đầu đọc thẻ, rồi chạy: "
    "dean06 reader --site ĐỊA_CHỈ --enrol MÃ"
)
OTHER_SITE = "Máy này đăng ký với {known}, không phải {asked}. Muốn chuyển: chạy lại với --enrol MÃ của cổng ấy."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument(
        "--site",
        metavar="ĐỊA_CHỈ",
        help="địa chỉ cổng dịch vụ (mặc định: cổng đã đăng ký, chưa có thì DEAN06_PUBLIC_URL)",
    )
    parser.add_argument("--enrol", metavar="MÃ", help="đăng ký máy này bằng mã một lần người vận hành cấp, rồi chạy")
    parser.add_argument("--sandbox-card", metavar="NGƯỜI", help="không có đầu đọc: dùng thẻ hư cấu của người này")
    parser.add_argument(
        "--switch",
        default="genuine",
        choices=sandbox_card.CARD_SWITCHES,
        help="thẻ hư cấu hỏng kiểu gì (mặc định: genuine)",
    )


def run(args: argparse.Namespace) -> int:
    """Enrol if asked, then serve pages at this desk until told to stop."""
    key = device_key.load(paths.keys())
    served = _site(args.site.rstrip("/") if args.site else "", args.enrol, key)
    port = env.number("DEAN06_READER_PORT", least=1, most=65535)
    ports.require_free("127.0.0.1", port, "DEAN06_READER_PORT")
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell starts what runs in the background deaf to SIGINT
        signal.signal(number, _interrupt)
    with _cards(args.sandbox_card, args.switch) as open_card:
        orders = Orders(server_key=served.server_key, device=key.public)
        read = CardReader(open_card, orders=orders)
        agent = Agent(Setup(origin=served.address, port=port, read=read, key=key), show=_show_code)
        agent.start()
        _say(f"Đang phục vụ trang {served.address} trên máy này. Dừng: Ctrl-C")
        try:
            threading.Event().wait()
        finally:
            agent.close()
    return 0


def _site(asked: str, code: str, key: device_key.DeviceKey) -> site.Site:
    """The platform served: the one enrolled with now or before. Its key came with it, so no other address will do."""
    known = site.load(paths.keys())
    if code:
        return _enrol(asked or (known.address if known else sandbox.public_url()), code, key)
    if known is None:
        raise cli.CommandFailure(NOT_ENROLLED)
    if asked not in ("", known.address):
        raise cli.CommandFailure(OTHER_SITE.format(known=known.address, asked=asked))
    return known


def _enrol(address: str, code: str, key: device_key.DeviceKey) -> site.Site:
    try:
        found = enrol(address, code, key)
    except NotEnrolled as error:
        raise cli.CommandFailure(error.message_vi) from error
    site.keep(paths.keys(), found)
    _say(f"Máy này đã đăng ký là “{found.terminal}”.")
    return found


@contextlib.contextmanager
def _cards(person: str | None, switch: str) -> Iterator[Callable[[], OpenCard]]:
    """Where cards come from: PC/SC, or a virtual reader with a card of the sandbox, which is its own process."""
    if not person:
        yield open_pcsc
        return
    reader = VirtualReader()
    card = subprocess.Popen(sandbox_card.card_command(person=person, switch=switch, reader_port=reader.port))
    try:
        yield reader.open
    finally:
        reader.close()
        card.terminate()
        card.wait(STOP_SECONDS)


def _show_code(code: str) -> None:
    _say(f"Mã ghép với trang (nhập một lần, dùng trong 5 phút): {code[:4]} {code[4:]}")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the terminal is this command's user


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
