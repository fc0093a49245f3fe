"""The app: opened on today's list, with real rows in its first frame."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.actions import ActionParseResult
from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.filter import NoColor
from textual.screen import Screen

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import READ_ONLY, Desk, Earlier
from carelist_tui.desk.open import take_seat
from carelist_tui.desk.settings import Settings, read_settings, settings_file, write_settings
from carelist_tui.desk.several import ONLY_SCORES, REFUSED
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.tui.bindings import act, bindings_of, is_not_an_auditors, is_of_now, writes
from carelist_tui.tui.crash import Hushed, plain_crash, write_report
from carelist_tui.tui.guard import DEAD_WHILE_LOCKED, SEEN_OR_NOT, GuardedApp
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.terminal import driver_class
from carelist_tui.tui.textual_internals import (
    draw_only_through,
    end_after_fault,
    keymap_of,
    parsed_action,
    tell_at_the_end,
)
from carelist_tui.tui.themes import NO_COLOUR, PALETTES, PREFIX, theme_after, themes
from carelist_tui.vault.garbage import put_off

BRIEF_SWITCH = 0.0005
"""Seconds a thread beside the screen may go on while a key waits."""
PAGES_DRESSED_AT = 0.5
"""Seconds after the start when the styles of every other screen are read, where none has come. Reading them before the
first frame made it a fiftieth later (benchmarks/terminal.py)."""
PAGES_STYLES = Path(__file__).with_name("pages.tcss")
KEYS_LOOKED_AT = 2.0
"""Seconds after the start when keys that a worker set are checked against those of every screen."""


def offered(name: str) -> Callable[[], type]:
    """One of what the command palette offers, imported when it is opened."""

    def imported() -> type:
        from carelist_tui.tui import palette

        return palette.OFFERED[name]

    return imported


class CarelistApp(GuardedApp, inherit_bindings=False):
    """Holds the terminal and the desk; the screens do the work. `said` is said above the first person."""

    CSS_PATH = "carelist.tcss"
    TITLE = tr("Carelist")
    AUTO_FOCUS = None
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        act("app.open-palette", "ctrl+p", "command_palette", tr("Palette"), tr("Search for anything that can be "
                                                                               "done here.")),
        act("app.open-settings", "comma", "open_settings", tr("Settings"),
            tr("Change colours, keys and what else is yours to set."), footer=False),
        act("app.change-theme", "f9", "change_look", tr("Colours"), tr("Change between dark, light and high contrast."),
            footer=False),
        act("app.lock-screen", "ctrl+l", "lock", tr("Lock"),
            tr("Blank the screen until somebody signs in; what you typed is kept. Another worker can sign in there."),
            footer=False, at_once=True),
        act("app.quit-carelist", "q,ctrl+q", "quit", tr("Quit"), tr("Leave Carelist; an earlier moment, go "
                                                                    "back to now.")),
    ]  # fmt: skip
    COMMANDS: ClassVar[set[Any]] = {
        offered(each) for each in ("keys", "people", "records", "places", "settings", "guide")
    }

    def __init__(
        self, seat: Desk | Shut, *, theme: str | None = None, settings: Settings | None = None, said: str = ""
    ) -> None:
        super().__init__(seat, settings or Settings(), said, driver_class=driver_class())
        self.hushed = Hushed(self.tell_fault)
        for made in themes():
            self.register_theme(made)
        draw_only_through(self, [NoColor()] if self.no_color else [])
        self._begin_with_theme(NO_COLOUR if self.no_color else theme or self.theme_to_begin_with())
        self.animation_level = "none"
        self._writing: dict[tuple[type, Callable[[Binding], bool]], frozenset[str]] = {}
        self.set_keymap(dict(self.settings.keys))

    def _begin_with_theme(self, theme: str) -> None:
        """Its colours are there when the stylesheets are read for the first time: a theme that is changed to has all of
        them read again."""
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def dress_pages(self) -> None:
        """Read the styles of all screens but the list, once."""
        if not self.stylesheet.has_source(str(PAGES_STYLES)):
            self.stylesheet.read(PAGES_STYLES)
            self.stylesheet.parse()

    def get_default_screen(self) -> Screen[Any]:
        if self.locked:
            self.dress_pages()
        return super().get_default_screen()

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        self.dress_pages()
        super()._load_screen_css(screen)

    def theme_to_begin_with(self) -> str:
        """The one changed to by a key last time, unless another has been set since; else the one that is set."""
        kept = self.kept.get("theme", "")
        unchanged = self.kept.get("theme_set") == self.settings.theme
        return kept if unchanged and kept in PALETTES else PREFIX + self.settings.theme

    def on_mount(self) -> None:
        self.hushed.watch(asyncio.get_running_loop())
        self.watch_idle()
        self.set_timer(PAGES_DRESSED_AT, self.dress_pages)
        if self.settings.keys:
            self.set_timer(KEYS_LOOKED_AT, self.look_at_keys)

    def on_command_palette_opened(self) -> None:
        """Nothing blinks, also where Textual has a field of its own."""
        from textual.widgets import Input

        for field in self.screen.query(Input):
            field.cursor_blink = False

    # -- what may be done ---------------------------------------------------------------------------------------

    @property
    def keymap(self) -> dict[str, str]:
        """Keys that a worker has set, by the id of the binding."""
        return keymap_of(self)

    def look_at_keys(self) -> None:
        """Leave out what was set and can't be: an id that nothing has, a key that leads to something else there."""
        from carelist_tui.tui.screens.settings.bound_keys import fitting_keys

        fitting, faults = fitting_keys(type(self), self.settings.keys)
        if faults:
            self.set_keymap(fitting)
            before = self.said if self.locked else self.first.said  # what else of the settings can't be used stays said
            self.say_first(" ".join(filter(None, (before, tr("Settings, keys: {faults}", faults=" ".join(faults))))))

    def acts_that_write(self) -> frozenset[str]:
        """The actions of the screen at hand that lead to something recorded."""
        return self._acts_of(writes)

    def _acts_of(self, has: Callable[[Binding], bool]) -> frozenset[str]:
        screen, key = self.screen, (type(self.screen), has)
        if key not in self._writing:
            self._writing[key] = frozenset(each.action for each in bindings_of(screen) if has(each))
        return self._writing[key]

    def _is_dead(self, action: object) -> bool:
        if self.locked and action in DEAD_WHILE_LOCKED:
            return True
        if self.screen_stack and self.sees_nothing and action not in SEEN_OR_NOT:
            return True
        if not self.screen_stack or not isinstance(action, str):
            return False
        desk = self.desk_at_hand
        if isinstance(desk, Desk) and desk.earlier is not None:
            return action in self._acts_of(is_of_now)
        if (
            isinstance(desk, Desk)
            and desk.roster.only_scores(desk.worker)
            and action in self._acts_of(is_not_an_auditors)
        ):
            return True
        return desk.read_only and action in self.acts_that_write()

    def _check_action_state(self, action: str, default_namespace: DOMNode) -> bool | None:
        if self._is_dead(action):
            return False
        return super()._check_action_state(action, default_namespace)

    async def run_action(
        self, action: str | ActionParseResult, default_namespace: DOMNode | None = None, namespaces: Any = None
    ) -> bool:
        if self._is_dead(action):
            self._say_why_dead(action, default_namespace)
            return False
        if self._asks_about_the_clock(action, default_namespace):
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def _asks_about_the_clock(self, action: str | ActionParseResult, node: DOMNode | None) -> bool:
        """Whether it is asked first if the clock is right, before something is recorded; if it is, the key acts."""
        desk, page = self.seat, self.screen
        if not isinstance(action, str) or action not in self.acts_that_write() or not isinstance(page, Page):
            return False
        target, name, parameters = parsed_action(self, action, node or self)
        if not isinstance(desk, Desk) or desk.clock.can_be_right or not target.check_action(name, parameters):
            return False
        from carelist_tui.tui.screens.clock_question import ClockScreen

        def answered(is_right: bool | None) -> None:
            if is_right:
                self.call_later(self.run_action, action, node)

        self.push_screen(ClockScreen(desk), answered)
        return True

    def _say_why_dead(self, action: str | ActionParseResult, node: DOMNode | None) -> None:
        """Where nothing may be recorded, a key that would says why not; one that means nothing now says nothing."""
        desk = self.desk_at_hand
        if self.locked or self.sees_nothing or not isinstance(action, str) or not isinstance(self.screen, Page):
            return
        target, name, parameters = parsed_action(self, action, node or self)
        if target.check_action(name, parameters):
            if isinstance(desk, Desk) and desk.roster.only_scores(desk.worker) and not desk.read_only:
                self.screen.say(f"{REFUSED}: {ONLY_SCORES}")
                return
            self.screen.say(
                tr("NOT RECORDED: {which}.", which=desk.why_read_only if isinstance(desk, Desk) else READ_ONLY)
            )

    def action_command_palette(self) -> None:
        """One at a time: what has come over it meanwhile goes first, where Textual would end with a fault."""
        from carelist_tui.tui.palette_screen import PaletteScreen

        if not any(isinstance(screen, PaletteScreen) for screen in self.screen_stack):
            self.push_screen(PaletteScreen(id="--command-palette"))

    def action_change_look(self) -> None:
        if not self.no_color:
            self.theme = theme_after(self.theme)

    def action_open_settings(self, row: str = "") -> None:
        """The settings; `row` is the name of a setting, or the id of a binding, to stand on."""
        from carelist_tui.tui.screens.settings.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            desk = self.desk_at_hand
            at = desk if isinstance(desk, Desk) else self.desk
            self.push_screen(SettingsScreen(at, self.settings, self.set_as, row))
        elif row:
            self.screen.stand_on(row)

    def set_as(self, settings: Settings) -> str:
        """Let these settings hold from now on, and keep them; a sentence when they can't be kept."""
        if settings.theme != self.settings.theme and not self.no_color:
            self.theme = PREFIX + settings.theme
        self.settings = settings
        self.set_keymap(dict(settings.keys))
        return write_settings(settings_file(), settings)

    # -- the end ------------------------------------------------------------------------------------------------

    async def action_quit(self) -> None:
        """Leave once what is being recorded is recorded, or was refused; from an earlier moment back to now."""
        if not self.locked and self.desk_at_hand is self.earlier:
            await self.back_to_now()
            return
        if not self.locked:
            await self.desk.finish()
        self.exit()

    def exit(self, *said: Any, **more: Any) -> None:
        """Leave; where the worker is now is kept for the next start."""
        self.remember()
        super().exit(*said, **more)

    def _fatal_error(self) -> None:
        """Say that something went wrong and where, never with what: a record's words may be in it."""
        self.bell()
        self.tell_fault(plain_crash(sys.exc_info()))
        end_after_fault(self)

    def tell_fault(self, words: str) -> None:
        """Say this when the app has gone, and keep it in the store's folder."""
        kept = write_report(self.seat.store, words, self.seat.now())
        where = tr("\nThis is kept in the store's folder as {name}.", name=kept.name) if kept else ""
        tell_at_the_end(self, f"{words}{where}")


def run(
    store: Path,
    worker: str | None,
    *,
    at: datetime | None = None,
    mouse: bool = True,
    read_only: bool = False,
    earlier: Earlier | None = None,
    key: bytes | None = None,
    said: str = "",
    first_steps: bool = False,
    kind: type[CarelistApp] = CarelistApp,
) -> int:
    """Open the app on a store; gives the exit status. `at`, aware, sets the clock for a demonstration. `key` opens an
    encrypted store without asking; else somebody signs in first. `earlier`: the list is opened as at that moment, above
    the present one. `said` is said above the list; `first_steps`: what comes next in a new store is offered. `kind` of
    app: one that leads through a demonstration.

    Refuses (status 3) a store that can't be opened, before anything is drawn.
    """
    put_off()
    sys.setswitchinterval(BRIEF_SWITCH)
    settings, faults = read_settings(settings_file())
    seat, unwritten = take_seat(store, worker, at, read_only=read_only, key=key)
    app = kind(seat, settings=settings, said=" ".join(filter(None, (unwritten, said, *faults))))
    app.begins_at, app.begins_new = earlier, first_steps
    try:
        with app.hushed:
            app.run(mouse=mouse and settings.mouse)
        return app.return_code or 0
    finally:
        app.close_store()
