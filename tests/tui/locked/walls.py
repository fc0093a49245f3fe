"""What the app still holds: every text that can be reached from it, on its screens or behind them."""

from __future__ import annotations

import gc
from asyncio import AbstractEventLoop
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from textual.app import App

from tests.tui.driving import text_of

WORDS = ("Yusuf", "YUSUF", "Amina", "Mina", "Khan", "KHAN", "Bilal", "12 Mill Lane", "07700 900", "no way on",
         "curtains", "Canary", "Noor")  # fmt: skip
"""Words of the people of the store, and what a test types."""

HOLDING = ("_strips", "_reactive_value", "_content", "_tooltip", "document")
"""Where lines, one-line fields, labels, tooltips and fields of several lines keep what they show."""


def shown(app: App[Any]) -> str:
    """All that stands in the widget tree, seen or not: lines drawn, what fields hold, titles and tooltips."""
    found = [text_of(app), str(app.title), str(app.sub_title), app.clipboard]
    for screen in app.screen_stack:
        for node in screen.walk_children(with_self=True):
            found += [repr(vars(node).get(name)) for name in HOLDING]
    return "\n".join(found)


REMEMBERED = type(cache(len))
"""What a function remembers of what it was asked: it is held by no screen, and outlives each."""


def held(app: App[Any]) -> Iterator[str]:
    """Every text that can be reached from the app, and from what the functions that draw and read remember: through
    attributes, tasks, what they hold, and so on; not what the event loop still holds of timers and workers that were
    given up, until they would have come."""
    remembered = [each for each in gc.get_objects() if isinstance(each, REMEMBERED)]
    waiting: list[object] = [
        app,
        *(each for each in remembered if each.__module__.startswith(("carelist_tui.", "rich.", "textual."))),
    ]
    seen = {id(each) for each in waiting}
    while waiting:
        for each in gc.get_referents(waiting.pop()):
            if isinstance(each, str | bytes):
                yield each if isinstance(each, str) else each.decode("latin-1")
            elif not isinstance(each, type | ModuleType | AbstractEventLoop) and id(each) not in seen:
                seen.add(id(each))
                waiting += each.__closure__ or () if isinstance(each, FunctionType) else (each,)


def clear_words_in(folder: Path) -> set[str]:
    """Which of the words lie in any file of a folder as they are."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {word for word in WORDS for content in contents if word.encode() in content}
