"""A laptop that has much else to do: what is read beside the screen waits its turn."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

THREADS = 40
"""More than a loop has for what it does beside itself."""


@asynccontextmanager
async def threads_are_busy() -> AsyncIterator[None]:
    """As on a laptop that has much else to do: what is read beside the screen waits its turn."""
    over, loop = threading.Event(), asyncio.get_running_loop()
    busy = [loop.run_in_executor(None, over.wait) for _ in range(THREADS)]
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*busy)
