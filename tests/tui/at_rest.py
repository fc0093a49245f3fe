"""When the app has nothing more to do, asked of its loop: Textual's tests sleep 20 ms at a time until the process does
little. That is most of the time that a key takes here, and too short where the machine is busy with something else."""

from __future__ import annotations

import asyncio
from time import monotonic, process_time
from typing import Any, cast

from textual._context import active_app
from textual.app import App

from carelist_tui.tui.guard import GuardedApp

LOOK = 0.001
"""Seconds between two looks: the least that the loop can wait."""
LITTLE = 0.1
"""Of that time, what a process may use whose threads do nothing."""


async def at_rest(_: float = 0.0, max_sleep: float = 1.0) -> None:
    """In the place of Textual's `wait_for_idle`: wait until nothing is ready to run, no thread is at work, and what
    changed was drawn; at most a second, as there."""
    end = monotonic() + max_sleep
    while monotonic() < end:
        used = process_time()
        await asyncio.sleep(LOOK)
        is_idle = process_time() - used < LOOK * LITTLE
        if is_idle and not (_is_anything_ready() or _is_anything_to_draw() or _is_anything_held()):
            return


def _is_anything_ready() -> bool:
    """Whether the loop has something else to run before it would wait."""
    return bool(cast(Any, asyncio.get_running_loop())._ready)


def _is_anything_to_draw() -> bool:
    """Whether something changed, the size of the window or what stands in it, that comes with the next frame."""
    app: App[Any] = active_app.get()
    if app._resize_event is not None:
        return True
    if not app._screen_stack or app._batch_count:
        return False
    return app.screen._update_timer._active.is_set()


def _is_anything_held() -> bool:
    """Whether a key was not taken yet, since the screen that it is meant for is on its way."""
    app = active_app.get()
    if not isinstance(app, GuardedApp) or not app._screen_stack:
        return False
    keys = app.keyboard
    return bool(keys._held) or keys._is_busy() or keys._is_coming()
