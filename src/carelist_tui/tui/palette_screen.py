"""The screen of the palette: Textual's own, but that nothing is done that nobody saw or meant.

Textual goes on showing the lines of earlier letters until others are found, and enter takes what stands there: somebody
else's page, or a call that nobody is making. Here a key that goes to a line waits until the lines are those of what was
typed (`tui/keyboard.py` holds it). What is typed after enter is for the screen that the line leads to.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from inspect import isawaitable
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from textual.command import Command, CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from carelist_tui.catalogue import tr
from carelist_tui.tui.screens import page
from carelist_tui.tui.textual_internals import providers_of
from carelist_tui.tui.widgets.plain import plain

if TYPE_CHECKING:
    from carelist_tui.tui.guard import GuardedApp

ENTER = ("enter", "ctrl+j", "ctrl+m")
TO_LINES = (*ENTER, "down", "up", "pagedown", "pageup", "ctrl+home", "ctrl+end", "shift+home", "shift+end")
"""Keys that mean one of the lines; every other key is for what is typed."""
GONE_SECONDS = 2.0
"""So long after a line was taken keys are held for what it leads to, at most."""


@dataclass(eq=False)
class PersonHit(Hit):
    """A line about somebody who was looked for: their page, a record about them. `about` is their id; empty of more
    people who are called so."""

    about: str = ""


class PaletteScreen(CommandPalette):
    """The palette. `stood_at` is when the lines of what is typed came."""

    def __init__(self, **more: Any) -> None:
        super().__init__(placeholder=tr("Search for commands…"), **more)
        self.stood_at = inf
        self._asked, self._stands_for, self._expected = "", cast("str | None", None), 0
        self._moved_unseen = False
        self._taken_at = -inf

    # -- which keys may act (asked by the keyboard) ---------------------------------------------------------------

    def is_coming(self, key: str) -> bool:
        """Whether what this key means is still on its way: the lines of what is typed, or what a line leads to."""
        if monotonic() - self._taken_at < GONE_SECONDS:
            return True
        return key in TO_LINES and self._is_looking

    @property
    def _is_looking(self) -> bool:
        """Whether the lines are still those of other letters."""
        return self.query_one(CommandInput).value != self._stands_for

    def is_meant(self, key: str, came_at: float) -> bool:
        """Whether a key that came then may act on the lines that stand now: somebody saw them, or enter can mean only
        the first. Of several people nobody is taken unseen."""
        if key not in TO_LINES:
            return True
        if came_at - self.stood_at < page.SEEN_SECONDS:
            self._moved_unseen |= key not in ENTER
            if key not in ENTER or self._moved_unseen or not self._says_which():
                return False
        lines = self.query_one(CommandList)
        if key in ENTER and (option := lines.highlighted_option) is not None and not option.disabled:
            self._taken_at = monotonic()
        return True

    def _says_which(self) -> bool:
        """Whether what is typed says by itself which line is meant."""
        hits = [each.hit for each in self.query_one(CommandList).options if isinstance(each, Command)]
        if not self._asked.strip() or not hits:
            return False
        whose = {each.about for each in hits if isinstance(each, PersonHit)}
        return not isinstance(hits[0], PersonHit) or len(whose) == 1

    # -- what is found --------------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other letters: from now on other lines are looked for."""
        self._asked, self._moved_unseen = event.value, False

    async def _search_for(self, search_value: str) -> AsyncGenerator[DiscoveryHit | Hit, bool]:
        """All that is found, once it is all there: a list that is shown in parts turns under whoever reads it."""
        search = get_current_worker()
        found = [hit async for hit in CommandPalette._search_for(self, search_value)]
        if search.is_cancelled:  # other letters, or the palette is gone
            return
        self._expected = len(found)
        for hit in sorted(found, key=lambda each: each.score, reverse=True):
            if (yield hit):
                return

    def _refresh_command_list(self, command_list: CommandList, commands: list[Command], clear_current: bool) -> None:
        if len(commands) < self._expected:
            return
        super()._refresh_command_list(command_list, commands, clear_current)
        if commands:  # where nothing is found both are said below
            self._say_what_is_missing(command_list)
        self._expected, self._stands_for, self.stood_at = 0, self._asked, monotonic()

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Said at once, and in our words."""
        if search_value:
            words = tr("Nothing is found by these words. People are found by name, birth date, phone or identifier.")
            self.query_one(CommandList).add_option(Option(plain(words), disabled=True))
            self._say_what_is_missing(self.query_one(CommandList))
        self._list_visible = bool(search_value)

    def _say_what_is_missing(self, lines: CommandList) -> None:
        """Above the lines: what could not be looked for. Nothing is left out without a word."""
        missing = sorted(getattr(each, "OFFERS", "") for each in providers_of(self) if getattr(each, "failed", False))
        if not missing:
            return
        words = tr("Lines are missing: a fault hides {what}. Their keys act all the same.", what=", ".join(missing))
        found = list(lines.options)
        lines.clear_options().add_options([Option(plain(words), disabled=True), *found])
        lines.highlighted = 1 if found and not found[0].disabled else None

    # -- what a line does -----------------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The palette goes, then the line does what it says; until then keys are held for what it leads to."""
        event.stop()
        event.prevent_default()
        if self._is_looking and self._taken_at == -inf:
            return  # a click on a line of other letters
        app, below = cast("GuardedApp", self.app), self.app.screen_stack[-2]
        self.app.post_message(CommandPalette.Closed(option_selected=True))
        self.dismiss()
        app.keyboard.begins(below, app.run_worker(_does(cast(Command, event.option).hit.command)))


async def _does(act: Callable[[], Any]) -> None:
    doing = act()
    if isawaitable(doing):
        await doing
