"""Python's search for rings of objects, put off while many entries are taken in."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sweeping_put_off() -> Iterator[None]:
    """Nothing is swept meanwhile: entries make no rings, and looking for some among tens of thousands takes a fifth of
    the time. What holds afterwards is what held before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
