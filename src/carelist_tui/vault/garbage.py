"""When Python looks for rings of objects that nobody holds: the one place where that is switched.

Put off while the app opens, while what writes is imported and while many entries come in: entries make no rings, and
looking for some among tens of thousands takes a fifth of the time of a sync (`benchmarks/syncing.py`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_SELDOM, _OFTEN = 200_000, 10
"""After how many new objects a command looks for rings; Python by itself after 700."""
_REMEMBERING = type(cache(len))
_DRAWING = ("carelist_tui.", "rich.", "textual.")
"""Whose functions are asked with anybody's words."""


def put_off() -> None:
    """From now on nothing is looked for, until `settle_memory`."""
    gc.disable()


@contextmanager
def put_off_meanwhile() -> Iterator[None]:
    """Nothing is looked for inside. What holds afterwards is what held before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def settle_memory() -> None:
    """What lives now stays: collection, off until here, looks only at what comes after."""
    gc.freeze()
    gc.enable()


def look_seldom() -> None:
    """For a command, which is over soon: importing makes a great many objects and no rings. Were it to take long, what
    waits to be found is some forty megabytes at the most; it saves a tenth of `show` (benchmarks/commands.py)."""
    gc.set_threshold(_SELDOM, _OFTEN, _OFTEN)


def leave_to_the_system() -> None:
    """At the end of a process: what lives is not looked through once more, since all of its memory goes at once. That
    look took a sixth of `show` and an eighth of `--help` (benchmarks/commands.py)."""
    gc.freeze()


def let_go_of_memory() -> None:
    """After a lock: what functions remember of what they were asked is forgotten (names, and lines as they were drawn),
    and all that nobody holds any more is collected, also of what was set aside before."""
    gc.unfreeze()
    for each in gc.get_objects():
        if isinstance(each, _REMEMBERING) and (each.__module__ or "").startswith(_DRAWING):
            each.cache_clear()
    gc.collect()
