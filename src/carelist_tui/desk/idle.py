"""How long nobody has touched the keys or the mouse, also while the laptop slept; and what is done beside the screen:
cases are counted, so that measures open at once, and what another release made is made afresh. Standard library only
until something is counted: a desk holds it from the start."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock
from time import monotonic, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carelist_tui.carelist.measures import Measures, Progress
    from carelist_tui.domain.measures.inquiry import Inquiry

AT_ONCE = 5
"""People counted in one transaction while somebody may come back and record: they wait for so many at the longest."""


class Idle:
    """Since when nothing was touched. A laptop that sleeps stops one of the clocks, somebody who sets the time moves
    the other: the longer one counts."""

    def __init__(self) -> None:
        self.touch()

    def touch(self) -> None:
        """A key was pressed, or the mouse, just now."""
        self._ran, self._stood = monotonic(), time()

    def seconds(self) -> float:
        """How long ago that was."""
        return max(monotonic() - self._ran, time() - self._stood)


class CaseCounts:
    """Counts for one desk, in one thread at a time; stopped at any moment nothing is lost, and no figure is wrong."""

    def __init__(self) -> None:
        self.at_work, self._ended = Lock(), Event()
        """`at_work` is held by whoever counts."""
        self.kept: tuple[Inquiry, dict[str, Any]] | None = None
        """What was asked of everybody last, and the answer: shown, as at then, until it is read anew."""
        self.counted, self._kept_by = 0, 0
        """How many people were counted here, and how many had been when that was asked."""
        self._wanted = 0
        """How many wait to count before they show figures: what is done in idle time makes way."""

    def while_idle(self, measures: Measures, is_idle: Callable[[], bool], asked: Inquiry) -> None:
        """Count, for a thread beside the screen, until somebody touches something, wants figures, or the desk closes.
        Where another thread counts already there is nothing to do. Once nobody is left to count, what is `asked`
        first of all is answered and kept, anew whenever somebody was counted, or the day is another."""

        def goes_on() -> bool:
            return is_idle() and not self._wanted and not self._ended.is_set()

        if not self.at_work.acquire(blocking=False):
            return
        try:
            self.counted += measures.keep_up(None, goes_on, AT_ONCE)
        finally:
            self.at_work.release()
        if (self.kept_of(asked) is None or self._kept_by < self.counted) and goes_on():
            counted = self.counted
            self.keep(asked, measures.shown(asked), counted)
            measures.keep_made()

    def keep(self, asked: Inquiry, answer: dict[str, Any], counted: int) -> None:
        """What was answered of everybody, and how many had been `counted` when it was asked."""
        self.kept, self._kept_by = (asked, answer), counted

    def kept_of(self, asked: Inquiry) -> tuple[Inquiry, dict[str, Any]] | None:
        """What is kept, where it is of the same days."""
        kept = self.kept
        return kept if kept is not None and (kept[0].since, kept[0].last) == (asked.since, asked.last) else None

    def catch_up(self, catch_up: Callable[[Callable[[], bool]], None]) -> None:
        """Fold whoever is behind, for a thread beside the screen, until the desk closes. Nothing is counted then."""
        with self.at_work:
            catch_up(lambda: not self._ended.is_set())

    def before_figures(self, measures: Measures, tell: Progress, is_wanted: Callable[[], bool]) -> None:
        """The same for figures that are to be shown, as long as they are wanted; `tell` is told how far it is."""
        self._wanted += 1
        try:
            with self.at_work:
                self.counted += measures.keep_up(tell, lambda: is_wanted() and not self._ended.is_set())
        finally:
            self._wanted -= 1

    def end(self) -> None:
        """The desk closes: when this returns nothing is counted any more."""
        self._ended.set()
        with self.at_work:
            pass
