"""The settings: what may be set, and every key. A new key is pressed; one that is taken is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.settings import SETTINGS, Setting, Settings
from carelist_tui.tui.bindings import act, keys_of, rekeyed
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.settings.bound_keys import fault_of, known_bindings
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip

KEYS_WIDTH, TITLE_WIDTH = 22, 18


class SettingsScreen(Page):
    """What a worker may set. `keep` is given the settings after each change, and says what was in the way. `row`: the
    name of a setting, or the id of a binding, that is stood on first."""

    WHERE = tr("Settings")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("settings.change-line", "enter,space,ctrl+j", "change", tr("Change"),
            tr("Change this; for a key, press the new one next.")),
        act("settings.reset-line", "backspace,delete", "reset", tr("As it ships"), tr("Put this back as it ships.")),
        act("settings.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next line."), footer=False),
        act("settings.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the line before."), footer=False),
        act("settings.page-down", "pagedown", "move(10)", tr("Page down"), tr("Go down a page."), footer=False),
        act("settings.page-up", "pageup", "move(-10)", tr("Page up"), tr("Go up a page."), footer=False),
        act("settings.leave-page", "escape,q", "leave", tr("Back"), tr("Go back to where you were.")),
        act("settings.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, settings: Settings, keep: Callable[[Settings], str], row: str = "") -> None:
        super().__init__(desk)
        self.begins_on = row
        self.settings, self.keep = settings, keep
        self.cursor, self.top, self.said, self.waiting = 0, 0, "", False
        self.rows: list[Setting | Binding] = [*SETTINGS]

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.rows = [*SETTINGS, *known_bindings(type(self.app)).values()]
        if self.begins_on:
            self.stand_on(self.begins_on)

    def stand_on(self, row: str) -> None:
        """Stand on a setting by its name, or on a key by the id of its binding; of neither, stay."""
        names = [each.name if isinstance(each, Setting) else each.id for each in self.rows]
        if row in names:
            self.action_move(names.index(row) - self.cursor)

    def draw(self) -> None:
        super().draw()
        width, height = self.app.size.width, self.app.size.height - 3
        about = [Line(width, self.look.ink.quiet).add(f" {words}").strip() for words in self._about(width - 2)]
        room = max(1, height - 3)
        self.top = min(max(self.top, self.cursor - room + 1), self.cursor)
        shown = [self._strip(n, width) for n in range(self.top, min(self.top + room, len(self.rows)))]
        blank = Line(width, self.look.ink.words).strip()
        shown += [blank] * (room - len(shown))
        about = [*about[:2], *[blank] * (2 - len(about))]
        rule = rule_strip(self.said, width, self.look, self.look.ink.amber)
        self.lines("list").show([rule_strip(tr("Settings"), width, self.look), *shown, rule, *about])

    def _about(self, width: int) -> list[str]:
        row = self.rows[self.cursor]
        if self.waiting:
            return [tr("Press the new key now; esc leaves it as it is.")]
        return wrap(row.sentence if isinstance(row, Setting) else f"{row.tooltip} ({row.id})", width)

    def _strip(self, n: int, width: int) -> Strip:
        row, ink, here = self.rows[n], self.look.ink, n == self.cursor
        line = Line(width, ink.cursor if here else ink.words).add(" > " if here else "   ")
        if isinstance(row, Setting):
            return line.add(row.title, width=TITLE_WIDTH).add(row.words_of(getattr(self.settings, row.name))).strip()
        keys = " ".join(keys_of(rekeyed(row, self.settings.keys)))
        where = (row.id or "").partition(".")[0]
        changed = tr("  (changed)") if row.id in self.settings.keys else ""
        line.add(tr("Key") if n == len(SETTINGS) else "", width=6).add(tr(where), width=TITLE_WIDTH - 6)
        line.add(keys, None if here else ink.key, width=KEYS_WIDTH - 2).add("  ")
        return line.add(row.description + changed).strip()

    def say(self, words: str) -> None:
        """Say what came of it, in the line under the list."""
        self.said = words
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self.waiting

    def action_move(self, by: int) -> None:
        self.cursor, self.said = max(0, min(self.cursor + by, len(self.rows) - 1)), ""
        self.draw()

    def action_change(self) -> None:
        row = self.rows[self.cursor]
        if isinstance(row, Binding):
            self.waiting = True
            self.say(tr("{description}: press the new key", description=row.description))
        else:
            after = row.after(getattr(self.settings, row.name))
            self._put(replace(self.settings, **{row.name: after}), f"{row.title}: {row.words_of(after)}.")

    def action_reset(self) -> None:
        row = self.rows[self.cursor]
        if isinstance(row, Binding):
            self._try_keys(row, None)
        else:
            shipped = getattr(Settings(), row.name)
            self._put(replace(self.settings, **{row.name: shipped}), f"{row.title}: {row.words_of(shipped)}.")

    def on_key(self, event: events.Key) -> None:
        if self.waiting:
            event.stop()
            event.prevent_default()
            self.waiting = False
            row = self.rows[self.cursor]
            if event.key == "escape" or not isinstance(row, Binding):
                self.say(tr("Left as it is."))
            else:
                self._try_keys(row, event.key)

    def _try_keys(self, row: Binding, keys: str | None) -> None:
        wanted = self.settings.with_keys(row.id or "", keys)
        if fault := fault_of(type(self.app), wanted.keys, row.id or ""):
            self.say(tr("Not changed: {fault}", fault=fault))
            return
        said = " ".join(keys_of(rekeyed(row, wanted.keys)))
        self._put(wanted, f"{row.description}: {said}.")

    def _put(self, settings: Settings, words: str) -> None:
        self.settings = settings
        trouble = self.keep(settings)
        self.say(f"{words} {trouble}".strip())

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - 1
        if event.widget is not None and event.widget.id == "list" and event.y - 1 >= 0 and row < len(self.rows):
            self.cursor = row
            self.action_change()
