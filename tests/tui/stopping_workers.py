"""Workers of the app stopped on their way, the n-th time each of them waits: as leaving a screen or the lock does."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator, Iterator
from contextlib import contextmanager
from typing import Any

WORKER = "Worker._run"


class Stopped(Coroutine[Any, Any, Any]):
    """A coroutine whose task is cancelled the n-th time that it waits."""

    def __init__(self, inner: Coroutine[Any, Any, Any], at: int, note: list[str]) -> None:
        self.inner, self.left, self.note = inner, at, note
        self.__qualname__ = WORKER

    def send(self, value: Any) -> Any:
        waits_for = self.inner.send(value)
        self.left -= 1
        if self.left == 0 and (task := asyncio.current_task()) is not None:
            self.note.append(task.get_name())
            task.cancel()
        return waits_for

    def throw(self, *said: Any) -> Any:
        return self.inner.throw(*said)

    def close(self) -> None:
        self.inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self.inner.__await__()


@contextmanager
def stopping(at: int) -> Iterator[list[str]]:
    """While it lasts every worker that begins is cancelled the `at`-th time that it waits; gives who was."""
    loop, note = asyncio.get_running_loop(), list[str]()
    before = loop.get_task_factory()

    def make(loop: asyncio.AbstractEventLoop, coro: Any, **more: Any) -> asyncio.Task[Any]:
        wrapped = Stopped(coro, at, note) if getattr(coro, "__qualname__", "") == WORKER else coro
        return asyncio.Task(wrapped, loop=loop, **more)

    loop.set_task_factory(make)
    try:
        yield note
    finally:
        loop.set_task_factory(before)
