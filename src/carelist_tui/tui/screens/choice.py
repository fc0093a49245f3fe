"""A list to choose one from: by its key where it is short, by typing what is looked for where it is long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import edited
from carelist_tui.journal.queries.search import plain
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, width_of, wrap
from carelist_tui.tui.widgets.row import rule_strip, rule_strips

KEYS = "123456789abcdefghilmnoprstuvwxyz"
DEAF_SECONDS = 0.5
"""The key that led here does not choose by being held, or bounced."""
WORDS_WIDTH = 28


@dataclass(frozen=True, slots=True)
class Choice:
    """A line: its words, what else finds it (said after them), and the heading it stands under."""

    words: str
    also: str = ""
    group: str = ""

    def nearness(self, typed: str) -> int | None:
        """How near it is to what was typed, 0 the nearest; None where some word typed begins no word of it. What it is
        called goes before what else finds it, whatever the case and the accents."""
        called, parts = _words(self.words), _words(typed)
        if not all(_begins(part, [*called, *_words(self.also)]) for part in parts):
            return None
        if called[: len(parts)] == parts:
            return 0 if called == parts else 1
        return 2 if all(_begins(part, called) for part in parts) else 3


def nearest(choices: Sequence[Choice], typed: str) -> list[int]:
    """The numbers of the lines that what was typed leaves, the nearest first."""
    found = [(near, n) for n, choice in enumerate(choices) if (near := choice.nearness(typed)) is not None]
    return [n for _, n in (sorted(found) if typed.strip() else found)]


def _words(text: str) -> list[str]:
    return plain(text).translate(str.maketrans("-/,;:", "     ")).split()


def _hidden_words(above: int, below: int) -> str:
    """How many of the lines to choose from the window has no room for: `3 more above, 5 more below`."""
    said = [tr("{n} more above", n=above)] if above else []
    return ", ".join([*said, *([tr("{n} more below", n=below)] if below else [])])


def _begins(part: str, words: Sequence[str]) -> bool:
    return any(word.startswith(part) for word in words)


class ChooseScreen(Page):
    """Gives the number of the chosen line, from 0, or None. `typed`, or more lines than keys: letters look for a line.
    `led_by` is the key that led here: held or bounced it chooses nothing."""

    WHERE = tr("Choose")
    BINDINGS: ClassVar[list[BindingType]] = [
        act(
            "choosing.take-line",
            "enter,ctrl+j",
            "take",
            tr("Take"),
            tr("Take the line at the cursor, or any by its key."),
        ),
        act("choosing.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next line."), footer=False),
        act("choosing.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the line before."), footer=False),
        act("choosing.page-down", "pagedown", "move(10)", tr("Page down"), tr("Go down ten lines."), footer=False),
        act("choosing.page-up", "pageup", "move(-10)", tr("Page up"), tr("Go up ten lines."), footer=False),
        act("choosing.leave-page", "escape,q", "leave", tr("Back"), tr("Go back without choosing.")),
    ]

    def __init__(
        self, desk: Desk, title: str, words: Sequence[str | Choice], *, typed: bool = False, led_by: str = ""
    ) -> None:
        super().__init__(desk)
        self.heading, self.cursor, self.top = title, 0, 0
        self.choices = [each if isinstance(each, Choice) else Choice(each) for each in words]
        self.typed = "" if typed or len(self.choices) > len(KEYS) else None
        self.led_by, self.began = led_by, monotonic()
        self.starts: list[int] = []
        self.above = 1
        """Lines of the heading."""

    @property
    def shown(self) -> list[int]:
        """The numbers of the lines that what was typed leaves."""
        return nearest(self.choices, self.typed or "")

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def draw(self) -> None:
        super().draw()
        heading = self._heading_strips()
        width, height = self.app.size.width, self.app.size.height - 2 - len(heading)
        strips: list[Strip] = []
        starts = self.starts = []
        shown, group = self.shown, ""
        for place, n in enumerate(shown):
            begins = len(strips)
            if self.choices[n].group != group and not self.typed:
                group = self.choices[n].group
                strong = self.look.ink.strong
                strips += [Line(width, strong).add(f" {part}").strip() for part in wrap(group, width - 2)]
            starts.append(begins)
            strips += self._choice_strips(n, width, at_hand=place == self.cursor)
        if not shown:
            strips.append(Line(width, self.look.ink.amber).add(tr("  Nothing is called that: backspace.")).strip())
        room = height if len(strips) <= height else height - 1
        ends = [*starts[1:], len(strips)] if starts else []
        if starts:
            self.top = min(max(self.top, ends[self.cursor] - room), starts[self.cursor])
        seen = strips[self.top : self.top + room]
        blank = Line(width, self.look.ink.words).strip()
        if len(strips) > height:
            hidden = sum(start < self.top for start in starts), sum(end > self.top + room for end in ends)
            seen += [*[blank] * (room - len(seen)), rule_strip("", width, self.look, aside=_hidden_words(*hidden))]
        self.above = len(heading)
        self.lines("list").show([*heading, *seen, *[blank] * (height + 1 - len(seen))])

    def _heading_strips(self) -> list[Strip]:
        """What is to be chosen, and what was typed to find it: never cut, however long a name is."""
        width = self.app.size.width
        heading = (
            self.heading
            if self.typed is None
            else tr("{heading} Type to find it: {typed}_", heading=self.heading, typed=self.typed)
        )
        if width_of(heading) > width - 4 and self.typed is not None:
            lines = [*wrap(self.heading, width - 4), tr("Type to find it: {typed}_", typed=self.typed)]
        else:
            lines = wrap(heading, width - 4)
        return rule_strips(lines, width, self.look)

    def _choice_strips(self, n: int, width: int, *, at_hand: bool) -> list[Strip]:
        ink, choice = self.look.ink, self.choices[n]
        style = ink.cursor if at_hand else ink.words
        key = KEYS[n] if self.typed is None else ""
        if choice.also and at_hand:  # whole
            words = wrap(choice.words, WORDS_WIDTH)
            also = wrap(choice.also, width - WORDS_WIDTH - 6)
            return [
                Line(width, style)
                .add(" > " if n == 0 else "   ")
                .add(said, width=WORDS_WIDTH)
                .add("  ")
                .add(more)
                .strip()
                for n, (said, more) in enumerate(zip_longest(words, also, fillvalue=""))
            ]
        if choice.also:
            line = Line(width, style).add(" > " if at_hand else "   ").add(choice.words, width=WORDS_WIDTH).add("  ")
            return [line.add(choice.also, None if at_hand else ink.quiet).strip()]
        strips = []
        for m, part in enumerate(wrap(choice.words, width - 8)):
            line = Line(width, style).add(" > " if at_hand and m == 0 else "   ")
            line.add(key if m == 0 else "", style if at_hand else ink.key, width=3)
            strips.append(line.add(part).strip())
        return strips

    def action_move(self, by: int) -> None:
        self.cursor = max(0, min(self.cursor + by, len(self.shown) - 1))
        self.draw()

    def action_take(self) -> None:
        shown = self.shown
        if shown:
            self.dismiss(shown[self.cursor])
        elif self.typed is None:
            self.dismiss(None)

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        if event.key == self.led_by and monotonic() - self.began < DEAF_SECONDS:
            self._stop(event)
        elif self.typed is not None:
            self._type(event, self.typed)
        elif event.character and 0 <= KEYS.find(event.character) < len(self.choices):
            self._stop(event)
            self.dismiss(KEYS.find(event.character))

    def on_click(self, event: events.Click) -> None:
        """A click on a line takes it."""
        if event.widget is not None and event.widget.id == "list" and event.y >= self.above:
            places = [place for place, start in enumerate(self.starts) if start <= self.top + event.y - self.above]
            if places:
                self.dismiss(self.shown[places[-1]])

    def _type(self, event: events.Key, typed: str) -> None:
        after = edited(typed, event.key, event.character)
        if after != typed or (event.character and event.character.isprintable()):
            self._stop(event)
            self.typed, self.cursor, self.top = after, 0, 0
            self.draw()

    def _stop(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
