"""Keys, one after another: the next is given on once the one before was acted on, to the screen that it led to.

Without this, what is typed while a screen opens would go to the screen before it, and mean something else there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from time import monotonic
from typing import Any, Protocol, runtime_checkable
from weakref import WeakSet

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker

from carelist_tui.tui.bindings import KeyBinding, bindings_of, writes
from carelist_tui.tui.screens.page import Page

BOUNCE_SECONDS = 0.08
"""A key that comes again within this time bounced."""
RECORDS_SECONDS = 0.25
"""So does a key that records, or that says yes to what it asked: nobody has read the question in less."""
DEAF_SECONDS = 0.5
"""A screen that nobody asked for takes no key for so long, but the one that leaves it: it was meant for what stood
there before."""
LOOK_SECONDS = 0.01
"""How often, while a key is held, it is looked whether its screen stands."""
LOST_SECONDS = 2.0
"""A key that was given on is waited for no longer than this: what took it may be gone."""
AS_EVER = ("ctrl+l", "ctrl+q")


class Acted(Message):
    """Follows a key on its way: where this arrives, the key has been acted on."""


@runtime_checkable
class AwaitsLines(Protocol):
    """A screen on which a key may mean lines that are not there yet."""

    def is_coming(self, key: str) -> bool:
        """Whether what this key means is on its way."""

    def is_meant(self, key: str, came_at: float) -> bool:
        """Whether the key, which came then, may act on what stands now."""


class Keyboard:
    """What was typed and not given on yet. `give` gives a key on; `takes` says whether that may be done now.

    A screen is on its way while one of its acts goes on above which nothing stands, or while the topmost is not ready
    for keys.
    """

    def __init__(self, app: App[Any], give: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app, self._give = app, give
        self._held: deque[tuple[events.Key, float]] = deque()
        self._given: events.Key | None = None
        self._given_at = 0.0
        self._acts: list[tuple[Screen[Any], Worker[Any]]] = []
        self._stood: WeakSet[Screen[Any]] = WeakSet()
        self._last: tuple[str, float, Screen[Any] | None] = ("", 0.0, None)
        """The key given on last, when it came, and to which screen."""

    def begins(self, page: Screen[Any], act: Worker[Any]) -> None:
        """This act of a page has begun: what it may open is on its way until it stands, or until the act is done."""
        self._acts = [*((on, each) for on, each in self._acts if not _is_over(each)), (page, act)]

    def forget(self) -> None:
        """What was typed is dropped, and every screen let go of: those that it was meant for are gone."""
        self._held.clear()
        self._acts.clear()
        self._given, self._last = None, ("", 0.0, None)

    def takes(self, key: events.Key) -> bool:
        """Whether it may be given on now. If not it is held, or dropped: a bounce, or meant for what is gone."""
        now = monotonic()
        if key.key in AS_EVER:
            return True
        if self._held or self._is_busy() or self._is_coming(key):
            self._held.append((key, now))
            self._app.set_timer(LOOK_SECONDS, self.go_on)
            return False
        return self._is_meant(key, now)

    def given(self, key: events.Key, target: MessagePump, screen: Screen[Any]) -> None:
        """It was given on to `target`, while this screen stood."""
        self._last = (key.key, monotonic(), screen)
        self._given, self._given_at = key, monotonic()
        if not key.is_forwarded:
            self._given = None  # acted on already
        elif not target.post_message(Acted()):
            self._app.post_message(Acted())

    def acted(self) -> None:
        """The key given on last was acted on."""
        self._given = None
        if self._held:
            self._app.call_next(self.go_on)

    async def go_on(self) -> None:
        """Give on what is held, as far as that may be done now."""
        while self._held and not self._is_busy() and not self._is_coming(self._held[0][0]):
            key, came_at = self._held.popleft()
            if self._is_meant(key, came_at):
                await self._give(key)
        if self._held:
            self._app.set_timer(LOOK_SECONDS, self.go_on)

    def _is_busy(self) -> bool:
        return self._given is not None and monotonic() - self._given_at < LOST_SECONDS

    def _is_coming(self, key: events.Key | None = None) -> bool:
        top = self._app.screen
        if isinstance(top, Page):
            return top.stood_at is None or any(page is top and not _is_over(act) for page, act in self._acts)
        if top.focused is not None or not top.AUTO_FOCUS:
            self._stood.add(top)
        if key is not None and top in self._stood and isinstance(top, AwaitsLines):
            return top.is_coming(key.key)
        return top not in self._stood

    def _is_meant(self, key: events.Key, came_at: float) -> bool:
        """Whether it is meant for the screen that stands now."""
        top = self._app.screen
        if isinstance(top, AwaitsLines):
            return top.is_meant(key.key, came_at)
        if not isinstance(top, Page) or top.stood_at is None:
            return True
        if top.unasked and key.key != "escape" and came_at - top.stood_at < DEAF_SECONDS:
            return False
        if top.changed_at is not None and came_at - top.changed_at < DEAF_SECONDS and self._records(key):
            return False
        last, at, before = self._last
        passed = came_at - at
        if key.key != last or passed >= RECORDS_SECONDS:
            return True
        if before is not top:
            return passed >= BOUNCE_SECONDS or top.TAKES_WORDS
        return not any(writes(each) or each.once for each in self._led_to(key))

    def _records(self, key: events.Key) -> bool:
        return any(map(writes, self._led_to(key)))

    def _led_to(self, key: events.Key) -> Iterator[KeyBinding]:
        """What it does on the screen that stands now."""
        screen = self._app.screen
        found = screen.active_bindings.get(key.key)
        action = found.binding.action if found is not None and found.enabled else None
        return (each for each in bindings_of(screen) if isinstance(each, KeyBinding) and each.action == action)


def _is_over(act: Worker[Any]) -> bool:
    return act.is_finished or act.is_cancelled
