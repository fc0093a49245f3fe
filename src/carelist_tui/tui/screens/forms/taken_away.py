"""What saving a form takes away: said before it is recorded, as much at a time as there is room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.short_card import clipped_strips


class TakenAway:
    """What was said of it holds for what stood in the form then, `typed`; another answer, and it is said anew."""

    def __init__(self, page: Page, typed: Mapping[str, str]) -> None:
        self.page, self.typed = page, typed
        self._said: tuple[str, ...] = ()
        self._said_of: dict[str, str] = {}
        self._shown: list[str] = []
        """Of that, what is on screen."""

    @property
    def said(self) -> tuple[str, ...]:
        """What was said of these answers: it may be recorded."""
        return self._said if self._said_of == self.typed else ()

    def say(self, sentences: Sequence[str]) -> str:
        """Show as much of it as there is room for; gives the question that is asked with it: for the rest, then to
        record."""
        rest = [sentence for sentence in sentences if sentence not in self.said]
        fits = next((n for n in range(len(rest), 1, -1) if len(self._strips(rest[:n])) <= self._room), 1)
        self._said, self._shown, self._said_of = (*self.said, *rest[:fits]), rest[:fits], dict(self.typed)
        more = len(rest) - fits
        after = tr("say the other {more}", more=more) if more else tr("record it all the same")
        return tr("Not recorded yet. ctrl+s again: {after}.", after=after)

    def forget_if_changed(self) -> bool:
        """Take it back where another answer stands now; whether it was."""
        changed = bool(self._said) and self._said_of != self.typed
        if changed:
            self._said, self._shown = (), []
        return changed

    def strips(self) -> list[Strip]:
        """What is on screen of it."""
        shown = self._strips(self._shown) if self._shown else []
        return clipped_strips(shown, self._room, self.page.app.size.width, self.page.look)

    @property
    def _room(self) -> int:
        """How many lines it may take."""
        return max(1, self.page.app.size.height // 2 - 2)

    def _strips(self, sentences: Sequence[str]) -> list[Strip]:
        """Each thing that goes, in full."""
        said = Said(self.page.app.size.width, self.page.look)
        for sentence in sentences:
            said.put(f"! {sentence[:1].upper()}{sentence[1:]}", self.page.look.ink.red)
        return said.strips
