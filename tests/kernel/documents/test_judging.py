"""A verdict is had whether or not whoever asks is inside a running loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from dean06.kernel.documents.verifying.judging import run


async def _answer() -> str:
    await asyncio.sleep(0)
    return "said"


def test_a_plain_caller_is_answered() -> None:
    assert run(_answer()) == "said"


def test_a_caller_inside_a_loop_is_answered() -> None:
    async def inside() -> str:
        return str(run(_answer()))

    # In a thread of its own: a browser's loop may run in this one.
    with ThreadPoolExecutor(max_workers=1) as another:
        assert another.submit(asyncio.run, inside()).result() == "said"
