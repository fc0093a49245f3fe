"""What is used of Textual beside what it promises: every private name of it, here and nowhere else, with the reason.

A release of Textual may change any of these without a word: `tests/tui/test_textual_internals` looks for each of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from inspect import iscoroutine
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual._compositor import Compositor
from textual._styles_cache import StylesCache
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker
from textual.worker_manager import WorkerManager

if TYPE_CHECKING:
    from textual.command import CommandPalette, Provider

OVERRIDDEN = {
    "App": ("_check_action_state", "_fatal_error", "_load_screen_css"),
    "CommandPalette": ("_search_for", "_refresh_command_list", "_start_no_matches_countdown"),
    "Input": ("_on_paste",),
    "Provider": ("_search",),
    "TextArea": ("_on_paste",),
    "WorkerManager": ("_remove_worker",),
}
"""Private methods that our classes take the place of, by the class of Textual that has them: which keys are dead, what
is told of a fault (never a record's words), when a screen's styles are read, when the palette shows what it found, what
is pasted, what is said of a part of the palette that fails, and what becomes of a worker that ended."""


class _Workers(WorkerManager):
    """A worker that is stopped before it began, by a later one of its group or as the app ends, leaves its coroutine as
    it was made: Python would say beside the screen that nobody awaited it."""

    def _remove_worker(self, worker: Worker[Any]) -> None:
        super()._remove_worker(worker)
        if iscoroutine(worker._work):
            worker._work.close()


def close_what_never_begins(app: App[Any]) -> None:
    """From now on what a worker was to do is closed with it, begun or not."""
    app._workers = _Workers(app)


def draw_only_through(app: App[Any], filters: Iterable[LineFilter]) -> None:
    """Lines are drawn in the terminal's own 256 colours: Textual would work on each of them once more."""
    app._filters[:] = filters


def keymap_of(app: App[Any]) -> dict[str, str]:
    """Keys that were set, by the id of the binding: there is a way to set them and none to ask."""
    return dict(app._keymap)


def parsed_action(app: App[Any], action: str, node: DOMNode) -> tuple[DOMNode, str, tuple[object, ...]]:
    """(on whom, what, with what) an action of a binding acts: to ask whether it would, before it does."""
    return app._parse_action(action, node)


async def act_on_key(app: App[Any], key: str) -> None:
    """Let the bindings have a key that nothing that is focused may have: while nothing is drawn only these act."""
    if not await app._check_bindings(key, priority=True):
        await app._check_bindings(key)


def tell_at_the_end(app: App[Any], words: str) -> None:
    """Said on the terminal once the app has gone: Textual tells only its own faults so, with what was in them."""
    app._exit_renderables.append(words)


def end_after_fault(app: App[Any]) -> None:
    """As Textual ends itself after a fault."""
    app._close_messages_no_wait()


def may_be_replaced(screen: Screen[Any], app: App[Any]) -> None:
    """The first screen of all has no result that anybody waits for, and Textual takes one away as it is replaced."""
    if not screen._result_callbacks:
        screen._push_result_callback(app, None)


def is_being_taken_down(pump: MessagePump) -> bool:
    """Whether it takes no messages any more: its timers are stopped, and what comes after would go on."""
    return pump._closing


def let_go_of_the_closed(app: App[Any]) -> None:
    """Textual lets go of who watches the app only when what they watch changes: a field of several lines, which watches
    the look, would be kept until then with all that was typed in it. And what is remembered of colours holds the lines
    of hundreds of widgets that are no more, and every search for rings of objects goes through them."""
    for watching in getattr(app, "__watchers", {}).values():
        watching[:] = [(node, tell) for node, tell in watching if not node._closing]
    StylesCache.get_inner_outer.cache_clear()


def forget_what_was_drawn(widget: Widget) -> None:
    """Textual holds on to some widgets, to the first screen as long as the app runs: they show nothing any more."""
    widget._styles_cache.clear()
    if isinstance(widget, Screen):
        widget._compositor = Compositor()


def providers_of(palette: CommandPalette) -> Sequence[Provider]:
    """What the palette asks for its lines: which of them failed is said there."""
    return palette._providers


def segments_of(strip: Strip) -> Sequence[Segment]:
    """The parts of a line, each of one style: to send only what differs."""
    return strip._segments


def loop_of(driver: Driver) -> asyncio.AbstractEventLoop:
    """The loop that a driver works for: a signal ends the app from there."""
    return driver._loop


def app_of(driver: Driver) -> App[Any]:
    """The app that a driver works for."""
    return driver._app


def parser_of(driver: Driver) -> tuple[Any, type[Exception], Callable[[], bool]]:
    """What turns bytes into keys; what it raises at the end; and whether it is inside a sequence that may go on."""
    from textual._parser import ParseError
    from textual._xterm_parser import XTermParser

    parser = XTermParser(driver._debug)
    return parser, ParseError, lambda: parser._timeout_time is not None
